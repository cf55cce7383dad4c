import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LEAST_PRICED_ITEMS, priceAffinity, pricePositions } from '#core/audience';
import type { Interaction } from '#core/features';
import { aCatalogue } from '#support/a-shop';

const nowMs = 1_800_000_000_000;
const aView = (item: number, weight = 1): Interaction => ({ item, type: 'view_item', atMs: nowMs, weight, session: 0, eventId: `e${item}` });
const priced = (prices: readonly number[], category: (i: number) => readonly string[] = () => ['lamps']) =>
  aCatalogue({ items: prices.length, change: (product, i) => ({ ...product, category: category(i), priceCents: prices[i] ?? 0 }) });

test('pricePositions() is the share of the category that is cheaper, equal prices at their mean', () => {
  const positions = pricePositions(priced([100, 200, 300, 300, 400, 500, 600, 700, 0]));
  expect([...positions]).toEqual([0.5 / 8, 1.5 / 8, 3 / 8, 3 / 8, 4.5 / 8, 5.5 / 8, 6.5 / 8, 7.5 / 8, NaN]);
});

test('pricePositions() compares within a category, and a small one with its parent', () => {
  const prices = Array.from({ length: 24 }, (_, i) => (i < 8 ? i + 1 : i < 16 ? 1_000 * (i + 1) : 100 + i));
  const positions = pricePositions(priced(prices, (i) => (i < 8 ? ['pens'] : i < 16 ? ['bikes'] : ['tools', i < 20 ? 'saws' : 'drills'])));
  expect(positions[0]).toBe(positions[8]); // the cheapest pen stands where the cheapest bike does
  expect(positions[16]).toBe(0.5 / 8); // four saws and four drills are compared as tools
});

test('pricePositions() knows nothing of a shop with too few prices', () => {
  expect([...pricePositions(priced([1, 2, 3]))].every(Number.isNaN)).toBe(true);
});

test('priceAffinity() says that too little was seen until five priced items', () => {
  const positions = Float32Array.of(0, 0.25, 0.5, 0.75, 1, NaN);
  expect(priceAffinity([0, 1, 2, 3, 5].map((item) => aView(item)), positions, nowMs)).toEqual({ kind: 'unknown', items: 4, wanted: LEAST_PRICED_ITEMS });
  expect(priceAffinity([0, 1, 2, 3, 4].map((item) => aView(item)), positions, nowMs)).toEqual({ kind: 'known', position: 0.5, low: 0.25, high: 0.75, items: 5 });
});

test('priceAffinity() is not moved by one dear thing, however often it is looked at', () => {
  const positions = Float32Array.of(0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 1);
  const often = Array.from({ length: 50 }, () => aView(6));
  expect(priceAffinity([...[0, 1, 2, 3, 4, 5].map((item) => aView(item)), ...often], positions, nowMs)).toMatchObject({ position: Math.fround(0.1) });
});

test('priceAffinity() lies within 0 and 1, its middle half in order, whatever the order of the events', () => {
  const positions = Float32Array.from({ length: 20 }, (_, i) => i / 19);
  fc.assert(fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 19 }), fc.double({ min: -2, max: 5, noNaN: true })), { maxLength: 60 }), (events) => {
    const interactions = events.map(([item, weight]) => aView(item, weight));
    const found = priceAffinity(interactions, positions, nowMs);
    const known = found.kind === 'unknown' || (found.low >= 0 && found.low <= found.position && found.position <= found.high && found.high <= 1);
    return known && found.kind === priceAffinity(interactions.toReversed(), positions, nowMs).kind;
  }));
});
