import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ItemId } from '#core/catalogue';
import { EVENT_TYPES, type EventId, type ShopEvent } from '#core/events';
import { historyOf, SESSION_GAP_MS } from '#core/features';

const catalogue = { indexById: new Map([['a', 0], ['b', 1], ['c', 2], ['alias-of-c', 2]]) };
let nextId = 0;

function anEvent(itemId: string, atMs: number, more: Partial<ShopEvent> = {}): ShopEvent {
  nextId += 1;
  return { id: nextId.toString(16).padStart(32, '0') as EventId, type: 'view_item', atMs, items: [{ itemId: itemId as ItemId }], page: '/', ...more };
}

test('historyOf() sorts by time, whatever order the log is in', () => {
  const { interactions } = historyOf([anEvent('b', 2000), anEvent('a', 1000), anEvent('c', 3000)], catalogue);
  expect(interactions.map(({ item }) => item)).toEqual([0, 1, 2]);
});

test('historyOf() keeps the last event of an id, the first of a transaction, and counts the others', () => {
  const view = anEvent('a', 1000);
  const first = anEvent('b', 5000, { type: 'purchase', transactionId: 't1' });
  const again = anEvent('b', 6000, { type: 'purchase', transactionId: 't1' });
  const { interactions, dropped } = historyOf([view, first, { ...view, items: [{ itemId: 'c' as ItemId }] }, again], catalogue);
  expect(interactions.map(({ item, atMs }) => [item, atMs])).toEqual([[2, 1000], [1, 5000]]);
  expect(dropped).toEqual({ unknownItem: 0, duplicate: 2 });
});

test('historyOf() drops and counts items that the catalogue does not know, and takes aliases', () => {
  const { interactions, dropped } = historyOf([anEvent('gone', 1), anEvent('alias-of-c', 2)], catalogue);
  expect(interactions.map(({ item }) => item)).toEqual([2]);
  expect(dropped.unknownItem).toBe(1);
});

test('historyOf() starts a session after a pause of 30 minutes, pages count as presence', () => {
  const page = anEvent('a', SESSION_GAP_MS - 1, { type: 'page_view', items: [] });
  const { interactions } = historyOf([anEvent('a', 0), page, anEvent('b', 2 * SESSION_GAP_MS - 2), anEvent('c', 3 * SESSION_GAP_MS)], catalogue);
  expect(interactions.map(({ session }) => session)).toEqual([0, 0, 1]);
});

test('historyOf() weighs by type, by stars, and by dwell against the shopper\'s own median', () => {
  const at = (type: ShopEvent['type'], more: Partial<ShopEvent> = {}): number =>
    historyOf([anEvent('a', 1, { type, ...more })], catalogue).interactions[0]?.weight ?? Number.NaN;
  expect(at('view_item')).toBe(1);
  expect(at('add_to_cart')).toBe(3);
  expect(at('purchase')).toBe(5);
  expect(at('remove_from_cart')).toBeLessThan(0);
  expect(at('rec_dismiss')).toBeLessThan(0);
  expect(at('review', { rating: 1 })).toBeLessThan(0);
  expect(at('review', { rating: 5 })).toBe(3);
  const dwells = [2000, 8000, 30_000, undefined].map((dwellMs, i) => anEvent('a', i, dwellMs === undefined ? {} : { dwellMs }));
  const weights = historyOf(dwells, catalogue).interactions.map(({ weight }) => weight);
  expect(weights[0]).toBeLessThan(1);
  expect(weights[1]).toBe(1); // her median
  expect(weights[2]).toBeGreaterThan(1);
  expect(weights[3]).toBe(1); // missing: filled with the median
});

test('historyOf() keeps searches and skips what says nothing of one item', () => {
  const { interactions, queries, dropped } = historyOf([
    anEvent('a', 1, { type: 'search', items: [], query: 'red boots' }), anEvent('a', 2, { type: 'view_cart' }), anEvent('a', 3, { type: 'rec_impression' }),
  ], catalogue);
  expect(queries).toEqual([{ text: 'red boots', atMs: 1 }]);
  expect(interactions).toEqual([]);
  expect(dropped).toEqual({ unknownItem: 0, duplicate: 0 });
});

test('historyOf() of any log: sorted, indexed, finite weights within twice the strongest type, and the same twice', () => {
  const events = fc.array(fc.record({
    id: fc.integer({ min: 0, max: 20 }).map((n) => n.toString(16).padStart(32, '0') as EventId),
    type: fc.constantFrom(...EVENT_TYPES),
    atMs: fc.oneof(fc.integer({ min: -1e13, max: 1e13 }), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY)),
    items: fc.array(fc.record({ itemId: fc.constantFrom('a', 'b', 'c', 'x') as fc.Arbitrary<ItemId> }), { maxLength: 3 }),
    page: fc.constant('/'),
    dwellMs: fc.oneof(fc.nat(), fc.constantFrom(-5, Number.NaN, 1e300)),
    transactionId: fc.constantFrom('', 't1', 't2'),
    rating: fc.oneof(fc.integer({ min: -3, max: 9 }), fc.double({ min: 0, max: 6, noNaN: true })),
  }), { maxLength: 30 });
  fc.assert(fc.property(events, (log) => {
    const history = historyOf(log, catalogue);
    expect(historyOf(log, catalogue)).toEqual(history);
    let before = Number.NEGATIVE_INFINITY;
    for (const { item, atMs, weight } of history.interactions) {
      expect([0, 1, 2]).toContain(item);
      expect(atMs).toBeGreaterThanOrEqual(before);
      expect(Math.abs(weight)).toBeLessThanOrEqual(10);
      before = atMs;
    }
  }));
});
