import { describe, expect, test } from 'vitest';
import { coins, type Coins } from '../../../../src/core/privacy/coins.ts';
import { discreteLaplace } from '../../../../src/core/privacy/discrete-laplace.ts';

class OutOfBits extends Error {}

/**
 * Runs `draw` on every string of fair coins of at most `depth`: the probability of each outcome that is decided by then,
 * exactly, and what is left undecided. No statistics: a bias of one part in 2^depth shows.
 */
function exactly<Outcome>(draw: (coin: Coins) => Outcome, depth: number): { readonly probabilities: ReadonlyMap<Outcome, number>; readonly undecided: number } {
  const probabilities = new Map<Outcome, number>();
  let undecided = 0;
  const open: (0 | 1)[][] = [[]];
  for (let bits = open.pop(); bits; bits = open.pop()) {
    const given = bits;
    let used = 0;
    try {
      const outcome = draw(coins(() => {
        const bit = given[used];
        if (bit === undefined) throw new OutOfBits();
        used += 1;
        return bit;
      }));
      probabilities.set(outcome, (probabilities.get(outcome) ?? 0) + 2 ** -given.length);
    } catch (error) {
      if (!(error instanceof OutOfBits)) throw error;
      if (given.length === depth) undecided += 2 ** -depth;
      else open.push([...given, 0], [...given, 1]);
    }
  }
  return { probabilities, undecided };
}

/** Whether `probability` is what was decided, or what is still open can make it so. */
function expectWithin(decided: number, probability: number, undecided: number): void {
  expect(decided).toBeLessThanOrEqual(probability + 1e-12);
  expect(decided + undecided).toBeGreaterThanOrEqual(probability - 1e-12);
}

describe('coins, over every string of bits', () => {
  test.each([[0, 1], [1, 1], [1, 2], [1, 3], [2, 3], [5, 7], [1, 1_000], [999, 1_000], [2 ** 52 - 1, 2 ** 52]])('ratio(%s, %s) is that, for numbers and for integers beyond them', (n, d) => {
    for (const shape of [(coin: Coins) => coin.ratio(n, d), (coin: Coins) => coin.ratio(BigInt(n) * 2n ** 60n, BigInt(d) * 2n ** 60n)]) {
      const { probabilities, undecided } = exactly(shape, 24);
      expect(undecided).toBeLessThanOrEqual(2 ** -23);
      expectWithin(probabilities.get(true) ?? 0, n / d, undecided);
      expectWithin(probabilities.get(false) ?? 0, 1 - n / d, undecided);
    }
  });

  test.each([[0n, 1n], [1n, 1n], [1n, 2n], [7n, 8n], [1n, 1_000n], [3n, 2n], [2n, 1n], [2n ** 70n + 1n, 2n ** 71n]])('exponential(%s, %s) is exp(−n/d)', (n, d) => {
    const { probabilities, undecided } = exactly((coin) => coin.exponential(n, d), 16);
    expect(undecided).toBeLessThan(0.005);
    const wanted = Math.exp(-Number((n * 10n ** 15n) / d) / 1e15);
    expectWithin(probabilities.get(true) ?? 0, wanted, undecided);
    expectWithin(probabilities.get(false) ?? 0, 1 - wanted, undecided);
  });
});

describe('discreteLaplace(), over every string of bits', () => {
  test.each([[1, 1], [1, 2], [2, 1], [3, 2], [2, 3]])('at scale %s/%s gives every integer its probability', (numerator, denominator) => {
    const { probabilities, undecided } = exactly((coin) => discreteLaplace({ numerator, denominator }, coin), 17);
    expect(undecided).toBeLessThan(0.35);
    const r = Math.exp(-denominator / numerator);
    for (let x = -4; x <= 4; x++) expectWithin(probabilities.get(x) ?? 0, ((1 - r) / (1 + r)) * r ** Math.abs(x), undecided);
    for (let x = 1; x <= 4; x++) expect(probabilities.get(x) ?? 0).toBeCloseTo(probabilities.get(-x) ?? 0, 12); // to the last coin
  });
});
