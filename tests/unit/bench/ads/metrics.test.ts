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

test('adMetrics() gives the figures of scikit-learn 1.9.1, ties and chances of 0 and 1 and all', () => {
  const rows = Array.from({ length: 60 }, (_, i) => i);
  const figures = adMetrics(Float64Array.from(rows, (i) => ((i * 37) % 20) / 19), Uint8Array.from(rows, (i) => ((i * i + (i % 7)) % 3 === 0 ? 1 : 0)), Int32Array.from(rows, (i) => i % 5));
  // roc_auc_score, the same by user weighted by rows, log_loss of chances clipped at 1e-6, that over log_loss of the mean label, 15 bins by numpy
  const wanted = { auc: 0.46625, userAuc: 0.4481944444444445, logloss: 1.5623253998568178, ne: 2.4545021582822004, ece: 0.356140350877193 };
  for (const [name, value] of Object.entries(wanted)) expect(figures[name as keyof typeof figures], name).toBeCloseTo(value, 10);
});
