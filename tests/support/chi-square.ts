import { expect } from 'vitest';

/** Fewest values that a cell is expected to hold: chi-square wants filled cells, and the tails share one. */
const LEAST_EXPECTED = 20;

/**
 * Expects integers to be drawn from a distribution, given as every value that is likely with its probability: chi-square
 * within five standard deviations of its mean, for one fixed seed.
 */
export function expectDistribution(drawn: ArrayLike<number>, probabilities: Iterable<readonly [value: number, probability: number]>): void {
  const counts = new Map<number, number>();
  for (let i = 0; i < drawn.length; i++) counts.set(drawn[i] ?? 0, (counts.get(drawn[i] ?? 0) ?? 0) + 1);
  let [chiSquare, cells] = [0, 0];
  let rest = { expected: drawn.length, seen: drawn.length };
  for (const [value, probability] of probabilities) {
    const expected = probability * drawn.length;
    if (expected < LEAST_EXPECTED) continue;
    const seen = counts.get(value) ?? 0;
    chiSquare += (seen - expected) ** 2 / expected;
    rest = { expected: rest.expected - expected, seen: rest.seen - seen };
    cells += 1;
  }
  if (rest.expected > 5) chiSquare += (rest.seen - rest.expected) ** 2 / rest.expected;
  expect(cells).toBeGreaterThan(2);
  expect(chiSquare).toBeLessThan(cells + 5 * Math.sqrt(2 * cells));
}
