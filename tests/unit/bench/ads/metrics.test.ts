import { expect, test } from 'vitest';
import { adMetrics } from '../../../../bench/ads/metrics.ts';

test('adMetrics() by hand: five rows of two users', () => {
  const figures = adMetrics(Float64Array.of(0.9, 0.2, 0.6, 0.6, 0.1), Uint8Array.of(1, 0, 1, 0, 0), Int32Array.of(0, 0, 1, 1, 1));
  expect(figures.auc).toBeCloseTo(5.5 / 6, 12); // of six pairs one is a tie
  expect(figures.userAuc).toBeCloseTo((2 * 1 + 3 * 0.75) / 5, 12);
  const loss = -(Math.log(0.9) + Math.log(0.8) + Math.log(0.6) + Math.log(0.4) + Math.log(0.9)) / 5;
  expect(figures.logloss).toBeCloseTo(loss, 12);
  expect(figures.ne).toBeCloseTo(loss / -(0.4 * Math.log(0.4) + 0.6 * Math.log(0.6)), 12);
  expect(figures.ece).toBeCloseTo((0.1 + 0.2 + 0.2 + 0.1) / 5, 12); // bins of a fifteenth: .9, .2, both .6, .1
});

test('adMetrics() of one chance for all rows is a coin, and as good as the base rate', () => {
  const figures = adMetrics(new Float64Array(8).fill(0.25), Uint8Array.of(1, 0, 0, 0, 1, 0, 0, 0), Int32Array.of(0, 0, 0, 0, 1, 1, 1, 1));
  expect(figures).toEqual({ auc: 0.5, userAuc: 0.5, logloss: figures.logloss, ne: expect.closeTo(1, 12) as number, ece: 0 });
});
