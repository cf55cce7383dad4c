import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BAYES_CELLS, chanceOfBuying, countOutcome, newBayesTable, type Browse } from '#bench/heads';

const glance: Browse = { views: 1, dwellMs: 3_000, review: 'none', isInCart: false };
const keen: Browse = { views: 3, dwellMs: 30_000, review: 'good', isInCart: true };
const browses = fc.record({ views: fc.integer({ min: 1, max: 9 }), dwellMs: fc.integer({ min: 0, max: 90_000 }), review: fc.constantFrom('none', 'good', 'bad'), isInCart: fc.boolean() });

test('chanceOfBuying() of an empty table is one half', () => {
  expect(chanceOfBuying(newBayesTable(), glance)).toBeCloseTo(0.5, 12);
});

test('chanceOfBuying() by hand: one bought, two left', () => {
  const table = newBayesTable();
  countOutcome(table, keen, true);
  countOutcome(table, glance, false);
  countOutcome(table, glance, false);
  // odds (1+1)/(2+1), times for views, dwell, review, cart: (1+1)/(1+size) over (0+1)/(2+size), sizes 4, 5, 3, 2
  const odds = (2 / 3) * ((2 / 5) / (1 / 6)) * ((2 / 6) / (1 / 7)) * ((2 / 4) / (1 / 5)) * ((2 / 3) / (1 / 4));
  expect(chanceOfBuying(table, keen)).toBeCloseTo(odds / (1 + odds), 12);
});

test('tables add up: the sum of two devices is the table of both', () => {
  fc.assert(fc.property(fc.array(fc.tuple(browses, fc.boolean()), { maxLength: 30 }), fc.integer({ min: 0, max: 30 }), browses, (outcomes, cut, asked) => {
    const [first, second, both] = [newBayesTable(), newBayesTable(), newBayesTable()];
    outcomes.forEach(([browse, isBought], i) => {
      countOutcome(i < cut ? first : second, browse, isBought);
      countOutcome(both, browse, isBought);
    });
    const sum = first.map((count, cell) => count + (second[cell] ?? 0));
    return sum.length === BAYES_CELLS && chanceOfBuying(sum, asked) === chanceOfBuying(both, asked);
  }));
});
