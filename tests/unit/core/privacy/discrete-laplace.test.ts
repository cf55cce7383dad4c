import fc from 'fast-check';
import { expect, test } from 'vitest';
import { discreteLaplaceVariance, discreteLaplaceVector } from '#core/privacy';
import { seededChance } from '#core/units';
import { expectDistribution } from '#support/chi-square';
import { countingRandomness, repeatable } from '#support/federation';
import vectors from './privacy_discrete-laplace_homebird_1.json' with { type: 'json' };

test.each([
  { numerator: 1, denominator: 3 }, { numerator: 1, denominator: 1 }, { numerator: 7, denominator: 2 }, { numerator: 20, denominator: 1 },
])('discreteLaplaceVector() follows exp(−|x|/scale) at scale $numerator/$denominator', ({ numerator, denominator }) => {
  const ratio = Math.exp(-denominator / numerator);
  const probabilities = Array.from({ length: 601 }, (_, i) => [i - 300, ((1 - ratio) / (1 + ratio)) * ratio ** Math.abs(i - 300)] as const);
  expectDistribution(discreteLaplaceVector(200_000, { numerator, denominator }, repeatable(seededChance(12))), probabilities);
});

test('discreteLaplaceVector() at a wide scale has mean 0 and the variance 2r/(1 − r)² with r = exp(−1/scale)', () => {
  const scale = 1000;
  const noise = discreteLaplaceVector(20_000, { numerator: scale, denominator: 1 }, repeatable(seededChance(4)));
  const ratio = Math.exp(-1 / scale);
  const variance = discreteLaplaceVariance({ numerator: scale, denominator: 1 });
  expect(variance / ((2 * ratio) / (1 - ratio) ** 2)).toBeCloseTo(1, 9);
  let [sum, squares] = [0, 0];
  for (const x of noise) {
    sum += x;
    squares += x * x;
  }
  expect(Math.abs(sum / noise.length)).toBeLessThan(5 * Math.sqrt(variance / noise.length));
  expect(Math.abs(squares / noise.length / variance - 1)).toBeLessThan(5 * Math.sqrt(5 / noise.length)); // kurtosis 6: the square varies by √5 of its mean
});

test('discreteLaplaceVector() has its distribution for a scale written as any equal fraction', () => {
  // Equal fractions draw other bits, so they share the distribution and not the draws: mean magnitudes within 5 deviations.
  fc.assert(fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), (numerator, denominator, factor) => {
    const draws = 4_000;
    const noise = discreteLaplaceVector(draws, { numerator: numerator * factor, denominator: denominator * factor }, countingRandomness('law'));
    const ratio = Math.exp(-denominator / numerator);
    const mean = (2 * ratio) / (1 - ratio * ratio);
    const meanSquare = (2 * ratio) / (1 - ratio) ** 2;
    const seen = noise.reduce((sum, x) => sum + Math.abs(x), 0) / draws;
    expect(Math.abs(seen - mean)).toBeLessThan(5 * Math.sqrt((meanSquare - mean * mean) / draws) + 1e-12);
  }), { numRuns: 30, seed: 3 });
});

test('discreteLaplaceVector() samples where the coins need more than 53 bits', () => {
  const scale = (2 ** 44 - 1) / 2 ** 30;
  const noise = discreteLaplaceVector(2_000, { numerator: 2 ** 44 - 1, denominator: 2 ** 30 }, repeatable(seededChance(6)));
  const mean = noise.reduce((sum, x) => sum + Math.abs(x), 0) / noise.length;
  expect(Math.abs(mean / scale - 1)).toBeLessThan(5 / Math.sqrt(noise.length)); // the magnitude deviates by its mean
});

test.each([[0, 1], [-1, 1], [1, 0], [1.5, 1], [Number.NaN, 1], [2 ** 53, 1], [2 ** 23, 1], [2 ** 45, 2 ** 30]])('discreteLaplaceVector() refuses a scale of %s/%s', (numerator, denominator) => {
  expect(() => discreteLaplaceVector(1, { numerator, denominator }, countingRandomness('x'))).toThrow(RangeError);
});

test('discreteLaplaceVector() reproduces its vectors', () => {
  for (const { seed, numerator, denominator, noise } of vectors.cases) {
    expect([...discreteLaplaceVector(noise.length, { numerator, denominator }, countingRandomness(seed))]).toEqual(noise);
  }
});
