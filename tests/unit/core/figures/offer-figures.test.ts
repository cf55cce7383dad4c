import { expect, test } from 'vitest';
import { offerFigures } from '#core/figures';
import { noiseVarianceOf, totalsOf, type PublishedSum } from '#core/measurement';
import { offersLayout } from '#core/offers';

const layout = offersLayout([{ id: 'a' }, { id: 'b' }]);
const aSum = (steps: readonly number[], noiseVariance: number): PublishedSum => ({ layout, sum: layout.cells.map((_, i) => steps[i] ?? 0), noiseVariance, reports: 500, closedMs: 0 });

test('offerFigures() by hand: exact sums leave the chance of as many shoppers alone', () => {
  const figures = offerFigures(totalsOf([aSum([400, 20], 0), aSum([400, 20], 0)]), 'a');
  expect(figures).toMatchObject({ shown: { value: 800, low: 800, high: 800 }, redeemed: { value: 40, stdError: 0 }, reports: 1_000 });
  expect(figures?.share.value).toBeCloseTo(0.05, 12);
  expect(figures?.share.stdError).toBeCloseTo(Math.sqrt((0.05 * 0.95) / 800), 12); // binomial
  expect([figures?.shown.reportsWanted, figures?.share.reportsWanted]).toEqual([0, 0]);
});

test('offerFigures() below noise wants reports, or cannot say how many; of a coupon that no round counted there are none', () => {
  const noise = noiseVarianceOf({ noiseScale: { numerator: 8, denominator: 1 } });
  const figures = offerFigures(totalsOf([aSum([40, -3], noise)]), 'a');
  expect(figures?.shown.reportsWanted).toBeGreaterThan(0);
  expect([figures?.redeemed.reportsWanted, figures?.share.reportsWanted]).toEqual([undefined, undefined]);
  expect(offerFigures(totalsOf([aSum([0, 0], 0)]), 'a')?.share).toMatchObject({ reportsWanted: undefined, stdError: Infinity });
  expect(offerFigures(totalsOf([aSum([9, 9], 0)]), 'gone')).toBeUndefined();
});
