import fc from 'fast-check';
import { expect, test } from 'vitest';
import { discreteGaussianVector } from '#core/privacy';
import { seededChance, type Randomness } from '#core/units';
import { expectDistribution } from '#support/chi-square';
import { countingRandomness, repeatable } from '#support/federation';
import vectors from './privacy_discrete-gaussian_homebird_1.json' with { type: 'json' };

/** P(x) of the discrete Gaussian by its definition. */
function probabilities(variance: number, reach: number): Map<number, number> {
  const weights = new Map<number, number>();
  let total = 0;
  for (let x = -reach; x <= reach; x++) {
    const weight = Math.exp(-(x * x) / (2 * variance));
    weights.set(x, weight);
    total += weight;
  }
  for (const [x, weight] of weights) weights.set(x, weight / total);
  return weights;
}

test.each([
  { numerator: 1, denominator: 4, limit: 33 }, { numerator: 1, denominator: 1, limit: 40 }, { numerator: 7, denominator: 3, limit: 45 }, { numerator: 100, denominator: 1, limit: 120 },
])('discreteGaussianVector() follows exp(−x²/2σ²) at σ² = $numerator/$denominator', ({ numerator, denominator }) => {
  expectDistribution(discreteGaussianVector(200_000, { numerator, denominator }, repeatable(seededChance(11))), probabilities(numerator / denominator, 200));
});

test('discreteGaussianVector() at the σ of a mix task has mean 0 and variance σ², and is fast enough for T11', () => {
  const variance = 1024 * 1024;
  const noise = discreteGaussianVector(22_000, { numerator: variance, denominator: 1 }, repeatable(seededChance(5)));
  let [sum, squares] = [0, 0];
  for (const x of noise) {
    sum += x;
    squares += x * x;
  }
  expect(Math.abs(sum / noise.length)).toBeLessThan((5 * 1024) / Math.sqrt(noise.length));
  expect(Math.abs(squares / noise.length / variance - 1)).toBeLessThan(5 * Math.sqrt(2 / noise.length));
});

test('discreteGaussianVector() is the same for σ² written as any equal fraction', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 50 }), fc.integer({ min: 2, max: 9 }), (numerator, denominator, factor) => {
    const one = discreteGaussianVector(20, { numerator, denominator }, countingRandomness('law'));
    const other = discreteGaussianVector(20, { numerator: numerator * factor, denominator: denominator * factor }, countingRandomness('law'));
    expect([...one]).toEqual([...other]);
  }), { numRuns: 50 });
});

test('discreteGaussianVector() samples where the fractions need more than 53 bits', () => {
  const noise = discreteGaussianVector(2000, { numerator: 2 ** 40 + 1, denominator: 3 }, repeatable(seededChance(6)));
  const variance = noise.reduce((sum, x) => sum + x * x, 0) / noise.length;
  expect(Math.abs(variance / ((2 ** 40 + 1) / 3) - 1)).toBeLessThan(5 * Math.sqrt(2 / noise.length));
});

test.each([[0, 1], [-1, 1], [1, 0], [1.5, 1], [Number.NaN, 1], [2 ** 53, 1], [2 ** 45, 1]])('discreteGaussianVector() refuses a variance of %s/%s', (numerator, denominator) => {
  expect(() => discreteGaussianVector(1, { numerator, denominator }, countingRandomness('x'))).toThrow(RangeError);
});

test('discreteGaussianVector() reproduces its vectors', () => {
  for (const { seed, numerator, denominator, noise } of vectors.cases) {
    expect([...discreteGaussianVector(noise.length, { numerator, denominator }, countingRandomness(seed))]).toEqual(noise);
  }
});

test('noise takes its bits in blocks, so that a slow source does not slow an update', () => {
  let calls = 0;
  const source = repeatable(seededChance(1));
  const counted: Randomness = { fill: (out) => { calls++; source.fill(out); } };
  discreteGaussianVector(1000, { numerator: 1024 * 1024, denominator: 1 }, counted);
  expect(calls).toBeLessThan(10);
});
