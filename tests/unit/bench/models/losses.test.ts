import { expect, test } from 'vitest';
import { betaOf, gbce } from '../../../../bench/models/gbce.ts';
import type { Contest } from '../../../../bench/models/loss.ts';
import { sampled } from '../../../../bench/models/sampled.ts';
import { softmax } from '../../../../bench/models/softmax.ts';

/** Target in column 0, then negatives; column 3 holds the target's item again. */
function contest(count: number): Contest {
  return { logits: Float64Array.of(1, 0, -1, 5), slopes: new Float64Array(4), target: 0, negatives: [1, 4], items: Int32Array.of(7, 8, 9, 7), count };
}

test('softmax by hand: e / (e + 1 + 1/e), and an item is no negative of itself', () => {
  const one = contest(3);
  const total = Math.E + 1 + 1 / Math.E;
  expect(softmax.of(one)).toBeCloseTo(-Math.log(Math.E / total), 12);
  expect([...one.slopes]).toEqual([expect.closeTo(Math.E / total - 1, 12), expect.closeTo(1 / total, 12), expect.closeTo(1 / Math.E / total, 12), 0]);
});

test('sampled: two draws from 21 items stand for ten each', () => {
  const total = Math.E + 10 + 10 / Math.E;
  expect(sampled.of(contest(21))).toBeCloseTo(-Math.log(Math.E / total), 12);
});

test('sampled with every other item drawn is the full softmax', () => {
  expect(sampled.of(contest(3))).toBeCloseTo(softmax.of(contest(3)), 12);
});

test('betaOf(): t = 0 keeps the plain cross-entropy, t = 1 leaves the sampling rate', () => {
  expect(betaOf(0.1, 0)).toBeCloseTo(1, 12);
  expect(betaOf(0.1, 1)).toBeCloseTo(0.1, 12);
  expect(betaOf(0.1, 0.75)).toBeCloseTo(0.325, 12); // .1 · (.75 · (1 − 10) + 10)
});

test('gbce by hand: two of 20 negatives, so β = .1 · (.75 · (1 − 10) + 10) = .325', () => {
  const one = contest(21);
  const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
  const loss = -(0.325 * Math.log(sigmoid(1)) + Math.log(1 - sigmoid(0)) + Math.log(1 - sigmoid(-1))) / 3;
  expect(gbce.of(one)).toBeCloseTo(loss, 12);
  expect(one.slopes[0]).toBeCloseTo((-0.325 * sigmoid(-1)) / 3, 12);
  expect(one.slopes[1]).toBeCloseTo(0.5 / 3, 12);
});
