import fc from 'fast-check';
import { expect, test } from 'vitest';
import { interestTags, strengthOf, taxonomyOf, type TagWish } from '#core/audience';
import type { Interaction } from '#core/features';
import { DAY_MS } from '#core/units';
import { aCatalogue } from '#support/a-shop';

const catalogue = aCatalogue({ items: 100, change: (product) => ({ ...product, brand: '' }) }); // item i is of category i % 10
const taxonomy = taxonomyOf(catalogue);
const nowMs = 1_800_000_000_000;
const aView = (item: number, agoDays = 0, change: Partial<Interaction> = {}): Interaction => ({ item, type: 'view_item', atMs: nowMs - agoDays * DAY_MS, weight: 1, session: 0, eventId: `e${item}-${agoDays}`, ...change });
const tagsOf = (interactions: readonly Interaction[], wishes: readonly TagWish[] = []) => interestTags({ interactions, catalogue, taxonomy, nowMs, wishes });

test('interestTags() of three looks of today is half of full strength, with the looks as evidence', () => {
  expect(tagsOf([aView(0), aView(10), aView(20)])).toEqual([{
    kind: 'category', name: 'boots', strength: 0.5, isPinned: false,
    evidence: [0, 10, 20].map((item) => ({ eventId: `e${item}-0`, item, type: 'view_item', weight: 1 })),
  }]);
});

test('interestTags() lets looks go by the week, baskets by the fortnight, purchases by the quarter', () => {
  const strengthAfter = (days: number, change: Partial<Interaction>) => tagsOf([aView(0, days, change)])[0]?.strength;
  expect(strengthAfter(7, { weight: 6 })).toBe(0.5);
  expect(strengthAfter(14, { weight: 6, type: 'add_to_cart' })).toBe(0.5);
  expect(strengthAfter(90, { weight: 6, type: 'purchase' })).toBe(0.5);
  expect(strengthAfter(-30, { weight: 3 })).toBe(0.5); // a clock that jumped back
});

test('interestTags() names one event once as evidence, however many lines it has', () => {
  const basket = [0, 10, 20, 30].map((item) => aView(item, 0, { eventId: 'one' }));
  expect(tagsOf(basket)[0]?.evidence).toHaveLength(1);
});

test('interestTags() lifts what she pinned, also where nothing says it, and never names what she never wants', () => {
  const found = tagsOf([aView(0), aView(1), aView(1)], [{ kind: 'category', name: 'games', wish: 'pin' }, { kind: 'category', name: 'tents', wish: 'never' }]);
  expect(found.map(({ name, strength, isPinned }) => ({ name, strength, isPinned }))).toEqual([{ name: 'games', strength: 1, isPinned: true }, { name: 'boots', strength: 0.25, isPinned: false }]);
});

test('interestTags() says nothing of what she took back as much as turned to', () => {
  expect(tagsOf([aView(0), aView(0, 0, { weight: -2, type: 'rec_dismiss' })])).toEqual([]);
});

test('strengthOf() stays below 1 and never falls with more looks', () => {
  fc.assert(fc.property(fc.double({ min: -10, max: 1e6, noNaN: true }), fc.double({ min: 0, max: 1e6, noNaN: true }), (looks, more) => {
    const [before, after] = [strengthOf(looks), strengthOf(looks + more)];
    return before >= 0 && after < 1 && after >= before;
  }));
});
