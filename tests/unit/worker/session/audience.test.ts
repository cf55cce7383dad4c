import { expect, test } from 'vitest';
import { buyingLayout, taxonomyOf } from '#core/audience';
import type { ItemId } from '#core/catalogue';
import type { AudienceView, WorkerApi } from '#core/contract';
import { historyOf } from '#core/features';
import { ok } from '#core/units';
import { memoryStores } from '#page/store';
import { agreed, anEvent, aSession, aShopOf, HOME, SESSION_NOW_MS } from '#support/a-session';
import { aCatalogue } from '#support/a-shop';
import { valueOf } from '#support/result';
import { audienceView } from '../../../../worker/session/audience.ts';

const shop = aShopOf(aCatalogue({ items: 240 }).products);
const idOf = (item: number): ItemId => shop.products[item]?.id as ItemId;
const titleOf = (item: number): string => shop.products[item]?.title ?? '';
const BOOTS = [0, 10, 20, 30, 40, 50].map((item, n) => anEvent(shop, n, item));
const boots = { kind: 'category', name: 'boots' } as const;

async function aShopperWith(events = BOOTS, purposes: Parameters<typeof agreed> = ['local', 'ads']) {
  const session = await aSession(shop, { grants: agreed(...purposes) });
  valueOf(await session.api.record(events));
  return session;
}
const viewOf = async (api: WorkerApi): Promise<AudienceView> => valueOf(await api.audience());
const namesIn = ({ tags }: AudienceView): readonly string[] => tags.filter(({ kind }) => kind === 'category').map(({ name }) => name);

test('audience() answers under local and ads only, and not after a no', async () => {
  const { api } = await aShopperWith(BOOTS, ['local']);
  expect(await api.audience()).toMatchObject({ ok: false, fault: { kind: 'no-consent' } });
  await api.setGrants(agreed('ads'));
  expect(await api.audience()).toMatchObject({ ok: false, fault: { kind: 'no-consent' } });
  await api.setGrants(agreed('local', 'ads'));
  expect((await api.audience()).ok).toBe(true);
  const asked = api.audience();
  await api.setGrants(agreed('local'));
  expect(await asked).toMatchObject({ ok: false, fault: { kind: 'no-consent' } });
});

test('audience() names interests with what she did and with what, her place among prices, her portrait and the words of it', async () => {
  const view = await viewOf((await aShopperWith()).api);
  const tag = view.tags.find(({ name }) => name === 'boots');
  expect(tag).toMatchObject({ kind: 'category', isHeld: true, isPinned: false });
  expect(tag?.evidence).toHaveLength(3);
  for (const { type, title } of tag?.evidence ?? []) expect([type, BOOTS.some((_, n) => title === titleOf(10 * n))]).toEqual(['view_item', true]);
  expect(view.others.some(({ name }) => name === 'games')).toBe(true);
  expect(view.others.some(({ name }) => name === 'boots')).toBe(false);
  expect(view.price).toMatchObject({ items: 6 });
  expect(view.portrait?.tags).toContain('boots');
  expect(view.words).toContain('boot');
  expect(view).toMatchObject({ lifeCycle: { segment: 'new', purchases: 0, visits: 1 }, buying: null, off: [] });
});

test('audience() of somebody new says of everything that it is not known', async () => {
  expect(await viewOf((await aShopperWith([])).api)).toMatchObject({ tags: [], words: [], price: { items: 0, wanted: 5 }, lifeCycle: { segment: 'new', visits: 0 }, portrait: null });
});

test('what she pins, never wants and forgets holds at once, for shelves and ads in one', async () => {
  const { api } = await aShopperWith();
  valueOf(await api.steer({ kind: 'category', name: 'games' }, 'pin'));
  expect((await viewOf(api)).tags[0]).toMatchObject({ name: 'games', strength: 1, isPinned: true, isHeld: true });
  valueOf(await api.steer(boots, 'never'));
  expect(namesIn(await viewOf(api))).toEqual(['games']);
  valueOf(await api.steer(boots, 'none'));
  const gone = valueOf(await api.steer(boots, 'forget'));
  expect(gone).toHaveLength(BOOTS.length);
  expect(namesIn(await viewOf(api))).toEqual(['games']);
  valueOf(await api.restoreEvents(gone));
  expect(namesIn(await viewOf(api))).toEqual(['games', 'boots']);
});

test('a category of an upper level is steered as its leaves are', async () => {
  const deep = aShopOf(aCatalogue({ items: 240, change: (product) => ({ ...product, category: product.category.at(-1) === 'boots' ? ['All', 'outdoor', 'boots'] : product.category.at(-1) === 'tents' ? ['All', 'outdoor', 'tents'] : product.category }) }).products);
  const { api } = await aSession(deep, { grants: agreed('local', 'ads') });
  valueOf(await api.record([0, 10, 20, 1, 11].map((item, n) => anEvent(deep, n, item))));
  expect(namesIn(await viewOf(api))).toEqual(['outdoor', 'boots', 'tents']);
  valueOf(await api.steer({ kind: 'category', name: 'outdoor' }, 'never'));
  expect(namesIn(await viewOf(api))).toEqual([]);
  const shelf = valueOf(await api.recommend({ ...HOME, count: 20 })).items;
  expect(shelf.some(({ item }) => deep.products[item]?.category.includes('outdoor'))).toBe(false);
});

test.each(['price', 'life-cycle', 'portrait', 'words'] as const)('what she has off is not worked out, and is again once she takes that back: %s', async (name) => {
  const { api } = await aShopperWith();
  const before = await viewOf(api);
  valueOf(await api.steer({ kind: 'fact', name }, 'never'));
  const off = await viewOf(api);
  expect(off.off).toEqual([name]);
  expect({ 'price': 'wanted' in off.price, 'life-cycle': off.lifeCycle === null, 'portrait': off.portrait === null, 'words': off.words.length === 0 }[name]).toBe(true);
  expect(valueOf(await api.profile()).wishes.interests).toEqual([]); // it is no interest
  valueOf(await api.steer({ kind: 'fact', name }, 'none'));
  expect(await viewOf(api)).toEqual(before);
});

test('of a fact there is nothing to pin or to forget, and no fact of another name', async () => {
  const { api } = await aShopperWith();
  expect(await api.steer({ kind: 'fact', name: 'price' }, 'pin')).toMatchObject({ ok: false, fault: { kind: 'bad-request' } });
  expect(await api.steer({ kind: 'fact', name: 'price' }, 'forget')).toMatchObject({ ok: false, fault: { kind: 'bad-request' } });
  expect(await api.steer({ kind: 'fact', name: 'age' as 'price' }, 'never')).toMatchObject({ ok: false, fault: { kind: 'bad-request' } });
});

test('a product that she hid speaks for nothing', async () => {
  const { api } = await aShopperWith(BOOTS.slice(0, 1));
  valueOf(await api.steer(idOf(0), 'hide'));
  expect((await viewOf(api)).tags).toEqual([]);
});

test('the chance of buying what she looked at last is shown once looks and purchases were measured beyond noise', async () => {
  const { catalogue } = shop;
  const stores = memoryStores();
  const events = BOOTS;
  const source = { catalogue, cards: () => Promise.resolve(ok([])), stores, policyHash: '', events, history: historyOf(events, catalogue), nowMs: SESSION_NOW_MS };
  const counts = buyingLayout(taxonomyOf(catalogue)).cells.map((cell) => (cell.startsWith('bought') ? 100 : 900));
  const buyingBy = async (noiseStdDev: number, cells = counts) => (await audienceView(source, { counts: cells, noiseStdDev })).buying;
  const told = await buyingBy(10);
  expect(told?.title).toBe(idOf(50)); // no card was there to name it
  expect(told?.chance).toBeGreaterThan(0.01);
  expect(told?.chance).toBeLessThan(0.1); // 100 of 1,000, and every bucket alike but for the noise that each starts with
  expect(await buyingBy(30)).toBeNull(); // four deviations are more than the purchases
  expect(await buyingBy(10, counts.slice(2))).toBeNull(); // of another taxonomy
  await stores.settings.write('interestWishes', [{ kind: 'fact', name: 'buying', wish: 'never' }]);
  expect(await buyingBy(10)).toBeNull(); // she has it off
});
