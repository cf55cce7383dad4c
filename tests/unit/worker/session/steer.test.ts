import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ItemId } from '#core/catalogue';
import type { Profile, RecommendRequest, SteerTarget, SteerWish, WorkerApi } from '#core/contract';
import type { EventId } from '#core/events';
import { agreed, anEvent, aSession, aShopOf, HOME, SESSION_CONFIG } from '#support/a-session';
import { aCatalogue } from '#support/a-shop';
import { valueOf } from '#support/result';
import { createShopper } from '../../../../worker/session/shopper.ts';

const shop = aShopOf(aCatalogue({ items: 240 }).products);
const { catalogue, products } = shop;
const idOf = (item: number): ItemId => products[item]?.id as ItemId;
const categoryOf = (item: number): string => products[item]?.category.at(-1) ?? '';
const boots = { kind: 'category', name: 'boots' } as const;
const VIEWS = [0, 10, 20, 1, 11].map((item, n) => anEvent(shop, n, item)); // boots, then tents
const PLACES: readonly RecommendRequest[] = [
  HOME, { placement: 'category', category: 'All', count: 12 }, { placement: 'product-related', itemId: idOf(30), count: 8 }, { placement: 'cart', count: 8 }, { placement: 'search-empty', count: 8 },
];

const shownBy = async (api: WorkerApi, request: RecommendRequest = HOME): Promise<number[]> => valueOf(await api.recommend(request)).items.map(({ item }) => item);
const profileOf = async (api: WorkerApi): Promise<Profile> => valueOf(await api.profile());

async function aShopperWith(events = VIEWS) {
  const session = await aSession(shop);
  valueOf(await session.api.record(events));
  return session;
}

test.each(PLACES)('steer(hide) takes a product from the very next shelf: $placement', async (place) => {
  const { api } = await aShopperWith();
  const [first = -1] = await shownBy(api, place);
  valueOf(await api.steer(idOf(first), 'hide'));
  expect(await shownBy(api, place)).not.toContain(first);
  valueOf(await api.steer(idOf(first), 'none'));
  expect(await shownBy(api, place)).toContain(first);
});

test.each(PLACES)('steer(never) keeps a whole interest from the very next shelf: $placement', async (place) => {
  const { api } = await aShopperWith();
  expect((await shownBy(api, place)).map(categoryOf)).toContain('boots');
  valueOf(await api.steer(boots, 'never'));
  expect((await shownBy(api, place)).map(categoryOf)).not.toContain('boots');
  valueOf(await api.steer(boots, 'none'));
  expect((await shownBy(api, place)).map(categoryOf)).toContain('boots');
});

test('steer(never) of a brand holds as well', async () => {
  const { api } = await aShopperWith();
  const brand = products[(await shownBy(api))[0] ?? 0]?.brand ?? '';
  valueOf(await api.steer({ kind: 'brand', name: brand }, 'never'));
  expect((await shownBy(api)).map((item) => products[item]?.brand)).not.toContain(brand);
});

test('steer(less) makes what is like a product sink, and none brings it back', async () => {
  const { api } = await aShopperWith(VIEWS.slice(0, 3));
  const before = await shownBy(api);
  const bootsIn = (shelf: readonly number[]): number => shelf.filter((item) => categoryOf(item) === 'boots').length;
  valueOf(await api.steer(idOf(0), 'less'));
  expect(bootsIn(await shownBy(api))).toBeLessThan(bootsIn(before));
  expect((await profileOf(api)).wishes.items).toEqual([{ itemId: idOf(0), title: products[0]?.title, wish: 'less' }]);
  valueOf(await api.steer(idOf(0), 'none'));
  expect(await shownBy(api)).toEqual(before);
  expect((await profileOf(api)).wishes.items).toEqual([]);
});

test('steer(none) also takes back the dismissal that the card noted', async () => {
  const { api } = await aShopperWith();
  const before = await shownBy(api);
  valueOf(await api.record([anEvent(shop, 20, 50, 'rec_dismiss'), anEvent(shop, 21, 51, 'rec_dismiss')]));
  valueOf(await api.steer(idOf(50), 'hide'));
  valueOf(await api.steer(idOf(50), 'none'));
  valueOf(await api.steer(idOf(51), 'none'));
  expect(await shownBy(api)).toEqual(before);
  expect((await profileOf(api)).events).toBe(VIEWS.length);
});

test('steer(pin) lifts an interest on the next shelf, leads the profile, and outlives its evidence', async () => {
  const { api, state } = await aShopperWith();
  const chairs = { kind: 'category', name: 'chairs' } as const;
  const chairsIn = async (): Promise<number> => (await shownBy(api)).filter((item) => categoryOf(item) === 'chairs').length;
  expect(await chairsIn()).toBeLessThanOrEqual(1);
  valueOf(await api.steer(chairs, 'pin'));
  expect(await chairsIn()).toBeGreaterThanOrEqual(2);
  expect((await profileOf(api)).interests[0]).toEqual({ ...chairs, strength: 1, evidence: [], isPinned: true });
  valueOf(await api.deleteEvents(VIEWS.map(({ id }) => id)));
  state.nowMs += 400 * 86_400_000; // a year later
  expect(await chairsIn()).toBeGreaterThanOrEqual(2);
  expect((await profileOf(api)).interests).toEqual([{ ...chairs, strength: 1, evidence: [], isPinned: true }]);
  const shelf = valueOf(await api.recommend(HOME));
  expect(shelf.scorers).toContain('on-device'); // so that the shelf does not claim to be the same for everyone
  expect(shelf.items.filter(({ item }) => categoryOf(item) === 'chairs').map(({ reason }) => [reason.kind, reason.about])).toContainEqual(['pinned', 'chairs']);
  valueOf(await api.steer(chairs, 'none'));
  expect(await chairsIn()).toBeLessThanOrEqual(1);
});

test('steer(forget) deletes the evidence, whole events, lines of a basket and the pin, and gives what it took', async () => {
  const { api, stores } = await aShopperWith([...VIEWS, anEvent(shop, 10, [30, 2, 40], 'purchase')]);
  expect(valueOf(await api.steer(boots, 'pin'))).toEqual([]);
  const before = await stores.events.all();
  const gone = valueOf(await api.steer(boots, 'forget'));
  const left = await stores.events.all();
  expect(left.map(({ id, items }) => [id, items.map(({ itemId }) => itemId)])).toEqual([
    [VIEWS[3]?.id, [idOf(1)]], [VIEWS[4]?.id, [idOf(11)]], [anEvent(shop, 10, 0).id, [idOf(2)]],
  ]);
  expect((await profileOf(api)).interests.map(({ name }) => name)).not.toContain('boots');
  expect((await profileOf(api)).wishes.interests).toEqual([]);
  valueOf(await api.steer(boots, 'none'));
  expect((await stores.events.all()).length).toBe(3);
  // What it took can be put back, and nothing else comes with it: not what she deleted meanwhile.
  valueOf(await api.deleteEvents([VIEWS[3]?.id as EventId]));
  valueOf(await api.restoreEvents(gone));
  expect(await stores.events.all()).toEqual(before.filter(({ id }) => id !== VIEWS[3]?.id));
});

test('forgetting an interest that is never shown leaves it never shown', async () => {
  const { api } = await aShopperWith();
  valueOf(await api.steer(boots, 'never'));
  valueOf(await api.steer(boots, 'forget'));
  expect((await profileOf(api)).wishes.interests).toEqual([{ ...boots, wish: 'never' }]);
});

test('wishes hold over a new worker and in another tab, and an erasure ends them', async () => {
  const one = await aShopperWith();
  const other = await aSession(shop, { stores: one.stores });
  const [first = -1] = await shownBy(other.api);
  valueOf(await one.api.steer(idOf(first), 'hide'));
  valueOf(await one.api.steer(boots, 'never'));
  for (const { api } of [other, await aSession(shop, { stores: one.stores })]) {
    const shelf = await shownBy(api);
    expect(shelf).not.toContain(first);
    expect(shelf.map(categoryOf)).not.toContain('boots');
  }
  valueOf(await one.api.erase());
  const after = await aSession(shop, { stores: one.stores });
  valueOf(await after.api.record(VIEWS));
  expect((await shownBy(after.api)).map(categoryOf)).toContain('boots');
  expect((await profileOf(after.api)).wishes).toEqual({ items: [], interests: [] });
});

test('quick wishes one after the other are all kept', async () => {
  const { api } = await aShopperWith();
  const items = [3, 4, 5, 6, 7, 8];
  await Promise.all(items.map((item) => api.steer(idOf(item), item % 2 === 0 ? 'hide' : 'less')));
  expect(new Set((await profileOf(api)).wishes.items.map(({ itemId }) => itemId))).toEqual(new Set(items.map(idOf)));
});

test('what is hidden or never wanted is in no training example, and training that had begun rests on something taken back', async () => {
  const { api, stores } = await aShopperWith();
  const shopper = createShopper(stores, catalogue, { nowMs: () => 0 });
  const trained = async (): Promise<number[]> => (await shopper.history()).interactions.map(({ item }) => item);
  expect(await trained()).toEqual([0, 10, 20, 1, 11]);
  const [revision, deletions] = [shopper.revision(), await shopper.deletions()];
  valueOf(await api.steer(idOf(1), 'hide'));
  expect(await trained()).toEqual([0, 10, 20, 11]);
  valueOf(await api.steer(boots, 'never'));
  expect(await trained()).toEqual([11]);
  expect(shopper.revision()).toBeGreaterThan(revision);
  expect(await shopper.deletions()).toBeGreaterThan(deletions);
  valueOf(await api.steer(boots, 'none'));
  expect(await trained()).toEqual([0, 10, 20, 11]);
});

test('what another tab deletes counts as taken back; what it adds does not, nor the oldest that make room', async () => {
  const { api, stores } = await aShopperWith();
  const shopper = createShopper(stores, catalogue, { nowMs: () => 0 });
  const start = await shopper.deletions();
  valueOf(await api.record([anEvent(shop, 30, [40, 41], 'purchase')]));
  await stores.events.delete(VIEWS.slice(0, 1).map(({ id }) => id)); // as the oldest of too many
  expect(await shopper.deletions()).toBe(start);
  valueOf(await api.deleteEvents(VIEWS.slice(2, 3).map(({ id }) => id)));
  const afterOne = await shopper.deletions();
  expect(afterOne).toBeGreaterThan(start);
  valueOf(await api.deleteEvents({ itemId: idOf(40) })); // a line of the purchase
  expect(await shopper.deletions()).toBeGreaterThan(afterOne);
});

test('exportText() holds every wish', async () => {
  const { api } = await aShopperWith();
  valueOf(await api.steer(idOf(3), 'hide'));
  valueOf(await api.steer(idOf(4), 'less'));
  valueOf(await api.steer(boots, 'pin'));
  expect(JSON.parse(valueOf(await api.exportText()))).toMatchObject({ settings: { hiddenItems: [idOf(3)], lessItems: [idOf(4)], interestWishes: [{ ...boots, wish: 'pin' }] } });
});

test.each([
  ['nothing' as ItemId, 'hide'], [idOf(1), 'pin'], [idOf(1), 'never'], [{ kind: 'category', name: 'nowhere' }, 'pin'], [boots, 'less'], [boots, 'something' as SteerWish], [undefined as unknown as SteerTarget, 'pin'],
] as readonly [SteerTarget, SteerWish][])('steer(%j, %s) is a bad request and changes nothing', async (target, wish) => {
  const { api } = await aShopperWith();
  const before = await shownBy(api);
  expect(await api.steer(target, wish)).toMatchObject({ ok: false, fault: { kind: 'bad-request' } });
  expect(await shownBy(api)).toEqual(before);
});

test('steer() needs consent', async () => {
  const { api, stores } = await aSession(shop, { grants: agreed() });
  expect(await api.steer(idOf(3), 'hide')).toMatchObject({ ok: false, fault: { kind: 'no-consent' } });
  expect(await stores.settings.read('hiddenItems')).toBeUndefined();
  expect(SESSION_CONFIG.leaderUrl).toBe('');
});

test('any sequence of wishes and their taking back leaves the shelf as it was', async () => {
  const wishes = fc.oneof(
    fc.record({ target: fc.nat(239).map(idOf), wish: fc.constantFrom('less', 'hide') }),
    fc.record({ target: fc.constantFrom(...['boots', 'tents', 'lamps'].map((name) => ({ kind: 'category', name }) as const)), wish: fc.constantFrom('pin', 'never') }),
  ) as fc.Arbitrary<{ target: SteerTarget; wish: SteerWish }>;
  await fc.assert(fc.asyncProperty(fc.array(wishes, { maxLength: 6 }), async (sequence) => {
    const { api } = await aShopperWith();
    const before = await shownBy(api);
    for (const { target, wish } of sequence) valueOf(await api.steer(target, wish));
    const { items, interests } = (await profileOf(api)).wishes;
    for (const { itemId } of items) valueOf(await api.steer(itemId, 'none'));
    for (const { kind, name } of interests) valueOf(await api.steer({ kind, name }, 'none'));
    expect(await shownBy(api)).toEqual(before);
  }), { numRuns: 15 });
});

test('products without a category make no interest, and none can be steered by that', async () => {
  const bare = aShopOf(aCatalogue({ items: 60, change: (product) => ({ ...product, category: ['Other'] }) }).products);
  const { api } = await aSession(bare);
  valueOf(await api.record([1, 2].map((item, n) => anEvent(bare, n, item))));
  expect((await profileOf(api)).interests.map(({ kind }) => kind)).not.toContain('category');
  for (const wish of ['pin', 'never', 'forget'] as const) expect(await api.steer({ kind: 'category', name: 'Other' }, wish)).toMatchObject({ ok: false, fault: { kind: 'bad-request' } });
  expect((await profileOf(api)).wishes.interests).toEqual([]);
});
