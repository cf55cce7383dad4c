import { expect, test } from 'vitest';
import { MIN_CELLS, type PublishedSum } from '#core/measurement';
import { rankCells } from '#core/ranking';
import { aLayout } from '#support/measure';
import { liveQualityOf } from '../../../../src/pages/console/live-quality.ts';

/** A sum whose first cells count these steps. */
function aSum(steps: readonly number[], change: Partial<PublishedSum> = {}): PublishedSum {
  return { layout: aLayout(), sum: Array.from({ length: change.layout?.cells.length ?? MIN_CELLS }, (_, i) => steps[i] ?? 0), noiseVariance: 4, reports: 60, closedMs: 0, ...change };
}

test('liveQualityOf() by hand: two sums of one layout, and one with finer ranges', () => {
  const fine = rankCells([3, 10]); // served 1-3, 4-10, on × popularity alike
  const layout = aLayout({ cells: [...fine, ...Array.from({ length: MIN_CELLS - fine.length }, (_, i) => `spare-${i + 1}`)] });
  const quality = liveQualityOf([aSum([100, 200, 50, 150]), aSum([50, 50, 50, 50], { reports: 40 }), aSum([10, 20, 30, 40, 50, 60, 70, 80, 90], { layout })]);
  // Served: 300 + 100 of 500 + 200, and 10 + … + 60 = 210 of 450; popularity: 150 + 100, and 10 + 20 + 40 + 50 + 70 + 80 = 270.
  expect(quality?.served.value).toBeCloseTo((300 + 100 + 210) / 1150, 12);
  expect(quality?.popularity.value).toBeCloseTo((150 + 100 + 270) / 1150, 12);
  expect(quality).toMatchObject({ rounds: 3, reports: 160 });
});

test('liveQualityOf() passes other subjects over, and says nothing without one of its own', () => {
  const ads = aSum([5], { layout: aLayout({ subject: 'ads' }) });
  expect(liveQualityOf([])).toBeUndefined();
  expect(liveQualityOf([ads])).toBeUndefined();
  expect(liveQualityOf([ads, aSum([100, 200, 50, 150])])).toMatchObject({ rounds: 1, reports: 60 });
});
