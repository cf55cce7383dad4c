import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ItemId } from '#core/catalogue';
import type { Explanation, RecommendRequest, WorkerApi } from '#core/contract';
import type { EventType, ShopEvent } from '#core/events';
import { agreed, anEvent, aSession, aShopOf, HOME, SESSION_NOW_MS } from '#support/a-session';
import { aCatalogue } from '#support/a-shop';
import { valueOf } from '#support/result';

const shop = aShopOf(aCatalogue({ items: 240 }).products);
const { products } = shop;
const idOf = (item: number): ItemId => products[item]?.id as ItemId;

/** Scores are sums of some twenty float32 products of the size of 1 to 10. */
const FLOAT_SLACK = 1e-4;

async function aShopperWith(events: readonly ShopEvent[]) {
  const session = await aSession(shop);
  valueOf(await session.api.record(events));
  return session;
}

const explained = async (api: WorkerApi, item: number, request: RecommendRequest = HOME): Promise<Explanation> => valueOf(await api.explain(idOf(item), request));
const firstOf = async (api: WorkerApi, request: RecommendRequest = HOME): Promise<number> => valueOf(await api.recommend(request)).items[0]?.item ?? -1;

/** A real visit: views with dwell, a search, a basket, something taken back, a purchase. */
const VISIT: readonly ShopEvent[] = [
  { ...anEvent(shop, 0, 0), dwellMs: 40_000 }, { ...anEvent(shop, 1, 10), dwellMs: 8_000 }, { ...anEvent(shop, 2, 1), dwellMs: 2_000 },
  { ...anEvent(shop, 3, []), type: 'search', query: 'boots' }, anEvent(shop, 4, [10, 20], 'add_to_cart'), anEvent(shop, 5, 20, 'remove_from_cart'),
  { ...anEvent(shop, 50, 30), dwellMs: 21_000 }, anEvent(shop, 51, [10, 1], 'purchase'), { ...anEvent(shop, 52, 40), dwellMs: 9_000 },
];

test('removing the named event changes score and place as the explanation says: every event of a visit', async () => {
  const { api } = await aShopperWith(VISIT);
  const item = await firstOf(api);
  const before = await explained(api, item);
  expect(before.events.map(({ eventId }) => eventId)).toEqual(VISIT.filter(({ type }) => type !== 'search').map(({ id }) => id));
  for (const { eventId, effect, placeWithout } of before.events) {
    const { api: without } = await aShopperWith(VISIT);
    valueOf(await without.deleteEvents([eventId]));
    const after = await explained(without, item);
    expect(Math.abs(before.score - effect - after.score)).toBeLessThan(FLOAT_SLACK);
    expect(after.place).toBe(placeWithout);
  }
  expect(Math.max(...before.events.map(({ effect }) => Math.abs(effect)))).toBeGreaterThan(0.1);
});

const places = fc.constantFrom<RecommendRequest[]>(
  HOME, { placement: 'category', category: 'All', count: 12 }, { placement: 'product-related', itemId: idOf(33), count: 8 }, { placement: 'cart', count: 8 }, { placement: 'search-empty', count: 4 },
);
const types: fc.Arbitrary<EventType> = fc.constantFrom('view_item', 'view_item', 'view_item', 'select_item', 'add_to_wishlist', 'add_to_cart', 'remove_from_cart', 'purchase', 'rec_dismiss');
const histories = fc.array(fc.record({ items: fc.array(fc.nat(239), { minLength: 1, maxLength: 3 }), type: types, gap: fc.constantFrom(1, 1, 2, 45), dwellMs: fc.option(fc.integer({ min: 100, max: 90_000 }), { nil: undefined }) }), { minLength: 1, maxLength: 14 })
  .map((rows) => {
    let minute = 0;
    return rows.map(({ items, type, gap, dwellMs }, n): ShopEvent => {
      minute += gap;
      return { ...anEvent(shop, n, items, type), atMs: SESSION_NOW_MS - 60_000_000 + minute * 60_000, ...(dwellMs !== undefined && { dwellMs }), ...(type === 'purchase' && { transactionId: `t${n % 3}` }) };
    });
  });

test('the same holds for any history, any event of it, any product and any place, under any wishes', async () => {
  await fc.assert(fc.asyncProperty(histories, places, fc.nat(239), fc.nat(), fc.constantFrom(undefined, 'less', 'hide', 'pin', 'never'), async (events, place, item, which, wish) => {
    const { api } = await aShopperWith(events);
    if (wish) valueOf(await api.steer(wish === 'pin' || wish === 'never' ? { kind: 'category', name: 'boots' } : idOf(7), wish));
    const before = await explained(api, item, place);
    const named = before.events[which % Math.max(1, before.events.length)];
    fc.pre(named !== undefined);
    valueOf(await api.deleteEvents([named.eventId]));
    const after = await explained(api, item, place);
    expect(Math.abs(before.score - named.effect - after.score)).toBeLessThan(FLOAT_SLACK);
    expect(after.place).toBe(named.placeWithout);
  }), { numRuns: 60 });
});

test('a score is the sum of its parts, and the score and seat that the shelf shows', async () => {
  await fc.assert(fc.asyncProperty(histories, places, async (events, place) => {
    const { api } = await aShopperWith(events);
    valueOf(await api.steer({ kind: 'brand', name: 'Elm' }, 'pin'));
    valueOf(await api.steer(idOf(5), 'less'));
    const shelf = valueOf(await api.recommend(place)).items;
    for (const [seat, { item, score, reason }] of shelf.slice(0, 3).entries()) {
      const told = await explained(api, item, place);
      expect(told.score).toBe(score);
      expect(told.seat?.place).toBe(seat + 1);
      expect(told.reason).toEqual(reason);
      expect(Math.abs(told.parts.reduce((sum, { part }) => sum + part, 0) + told.pinned - told.lowered - score)).toBeLessThan(FLOAT_SLACK);
      expect(told.pinned > 0).toBe(products[item]?.brand === 'Elm');
    }
  }), { numRuns: 25 });
});

test('removing all events of the product that is named moves the product as said, however little each does alone', async () => {
  await fc.assert(fc.asyncProperty(histories, places, async (events, place) => {
    const repeated = [...events, ...events.map((event, n) => ({ ...event, id: anEvent(shop, 100 + n, 0).id, atMs: event.atMs + 30_000 }))];
    const { api } = await aShopperWith(repeated);
    const item = await firstOf(api, place);
    const { together, score } = await explained(api, item, place);
    fc.pre(together !== null);
    const named = repeated.filter(({ items }) => items.some(({ itemId }) => itemId === together.itemId));
    valueOf(await api.deleteEvents(named.map(({ id }) => id)));
    const after = await explained(api, item, place);
    expect(Math.abs(score - together.effect - after.score)).toBeLessThan(FLOAT_SLACK);
    expect(after.place).toBe(together.placeWithout);
  }), { numRuns: 25 });
});

test('without consent an explanation holds nothing of hers, and the place is everyone\'s', async () => {
  const { api, stores } = await aShopperWith(VISIT);
  const { api: other } = await aSession(shop, { stores, grants: agreed() });
  const told = await explained(other, await firstOf(other));
  expect(told).toMatchObject({ events: [], page: null, interests: [], reason: { kind: 'popular' }, seat: { place: 1 } });
  expect(told.place).toBe(told.placeForEveryone);
  const personal = await explained(api, 60);
  expect(personal.placeForEveryone).toBe((await explained(other, 60)).place);
});

test('a page\'s own product is told apart from what she did', async () => {
  const { api } = await aShopperWith(VISIT);
  const place = { placement: 'product-related', itemId: idOf(33), count: 8 } as const;
  const told = await explained(api, await firstOf(api, place), place);
  expect(told.page?.effect).toBeGreaterThan(0);
  expect((await explained(api, 60)).page).toBeNull();
  expect(await explained((await aSession(shop)).api, await firstOf((await aSession(shop)).api, place), place)).toMatchObject({ events: [], page: { placeWithout: expect.any(Number) } });
});

test('explain() takes the newest fifty events and older ones of the product itself', async () => {
  const events = Array.from({ length: 90 }, (_, n) => anEvent(shop, n, n < 80 && n % 20 === 0 ? 7 : 100 + (n % 40)));
  const { api } = await aShopperWith(events);
  const told = await explained(api, 7);
  expect(told.events.map(({ atMs }) => atMs)).toEqual([0, 20, ...Array.from({ length: 50 }, (_, n) => 40 + n)].map((n) => events[n]?.atMs));
});

test('explain() of a product that the catalogue does not know is a bad request', async () => {
  const { api } = await aShopperWith(VISIT);
  expect(await api.explain('nothing' as ItemId, HOME)).toMatchObject({ ok: false, fault: { kind: 'bad-request' } });
});
