import { expect, test } from 'vitest';
import type { ItemId } from '#core/catalogue';
import type { EventId } from '#core/events';
import { memoryStores } from '#page/store';
import { agreed, anEvent, aSession, aShopOf } from '#support/a-session';
import { aCatalogue } from '#support/a-shop';
import { valueOf } from '#support/result';

const { products } = aCatalogue({ items: 1_100 });
// Two products that no word tells apart, in two card files, and one of which more is sold.
const twins = products.map((product, i) => (i === 20 || i === 1_050 ? { ...product, title: 'Gravel bike Quokka', brand: '', soldCount: i === 20 ? 900 : 1, available: true } : product));
const shop = aShopOf(twins);
const idOf = (item: number): ItemId => twins[item]?.id as ItemId;

test('search() finds without consent, by what is popular between likes, and stores nothing', async () => {
  const stores = memoryStores();
  const { api } = await aSession(shop, { stores, grants: agreed() });
  const found = valueOf(await api.search({ query: 'quoka bikes', count: 5 }));
  expect(found.items.slice(0, 2).map(({ id, reason }) => [id, reason])).toEqual([[idOf(20), null], [idOf(1_050), null]]);
  expect([found.isPersonal, found.recId.length]).toEqual([false, 32]);
  expect((await api.recentSearches()).ok).toBe(false);
  expect(await stores.storedBytes()).toBe(0);
});

test('search() lets her history decide between likes, says why, and stops when she takes it back', async () => {
  const { api } = await aSession(shop);
  // Five looks at the one, none at its twin.
  valueOf(await api.record([0, 1, 2, 3, 4].map((n) => ({ ...anEvent(shop, n, 1_050), dwellMs: 60_000 }))));
  const mine = valueOf(await api.search({ query: 'quokka', count: 5 }));
  expect([mine.items[0]?.id, mine.items[0]?.reason?.kind, mine.isPersonal]).toEqual([idOf(1_050), 'viewed-again', true]);
  await api.setGrants(agreed());
  const again = valueOf(await api.search({ query: 'quokka', count: 5 }));
  expect([again.items[0]?.id, again.items[0]?.reason, again.isPersonal]).toEqual([idOf(20), null, false]);
});

test('search() loads every card file, in the catalogue’s order, whatever is asked for', async () => {
  const loads = async (query: string): Promise<readonly string[]> => {
    const { api, loaded } = await aSession(shop, { grants: agreed() });
    loaded.length = 0;
    valueOf(await api.search({ query, count: 5 }));
    return loaded;
  };
  const first = await loads('quokka');
  expect(first).toHaveLength(3);
  expect(await loads('something else')).toEqual(first);
});

test('search() finds the unfinished word only while she types, and answers shelves between slices', async () => {
  let slices = 0;
  const { api } = await aSession(shop, { idle: async () => void (slices += 1) });
  const asked = async (isTyping: boolean) => valueOf(await api.search({ query: 'quok', count: 2, isTyping })).items.length;
  expect([await asked(true), await asked(false)]).toEqual([2, 0]);
  expect(slices).toBeGreaterThan(6);
});

test('recentSearches() names each search once, newest first, with all that remembers it', async () => {
  const { api } = await aSession(shop);
  const search = (n: number, query: string) => ({ ...anEvent(shop, n, []), type: 'search' as const, query });
  valueOf(await api.record(['kettle', 'mug', 'Kettle', 'a', 'b', 'c', 'd'].map((query, n) => search(n, query))));
  const recent = valueOf(await api.recentSearches());
  expect(recent.map(({ query }) => query)).toEqual(['d', 'c', 'b', 'a', 'Kettle']);
  expect(recent[4]?.ids).toHaveLength(2);
  valueOf(await api.deleteEvents(recent[4]?.ids as readonly EventId[]));
  expect(valueOf(await api.recentSearches()).map(({ query }) => query)).toEqual(['d', 'c', 'b', 'a', 'mug']);
});
