import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededChance } from '#core/units';
import { commonChances, posterior, ratesAlong, spreadLosses } from '../../../../bench/ads/own-rate.ts';

describe('posterior()', () => {
  test('by hand: shares times likelihoods, however large the losses', () => {
    const [a, b] = posterior(Float64Array.of(0.25, 0.75), Float64Array.of(2000, 2000 + Math.log(3)));
    expect(a).toBeCloseTo(0.5, 12);
    expect(b).toBeCloseTo(0.5, 12);
  });

  test('what nobody has stays at none, and all add up to 1', () => {
    fc.assert(fc.property(fc.array(fc.double({ min: 0, max: 900, noNaN: true }), { minLength: 3, maxLength: 3 }), (losses) => {
      const told = posterior(Float64Array.of(0, 0.4, 0.6), Float64Array.from(losses));
      expect(told[0]).toBe(0);
      expect(told.reduce((sum, x) => sum + x, 0)).toBeCloseTo(1, 12);
    }));
  });
});

/** Losses of shoppers with 8 rows each, whose levels differ by `spread` in the logit. */
function crowd(spread: number, seed: number): { readonly losses: readonly Float64Array[]; readonly pasts: readonly number[][]; readonly labels: Uint8Array } {
  const chance = seededChance(seed);
  const labels = new Uint8Array(8 * 600);
  const pasts = Array.from({ length: 600 }, (_, user) => {
    const p = 1 / (1 + Math.exp(1.1 - spread * chance.normal()));
    return Array.from({ length: 8 }, (_unused, i) => {
      labels[8 * user + i] = chance.next() < p ? 1 : 0;
      return 8 * user + i;
    });
  });
  return { losses: pasts.map((past) => spreadLosses(past, labels, 0.25)), pasts, labels };
}

describe('commonChances()', () => {
  test('shoppers who do not differ are told so: a rate of one’s own then stays at the public one', () => {
    const { losses, labels } = crowd(0, 1);
    const spreads = commonChances(losses);
    expect((spreads[4] ?? 0) + (spreads[5] ?? 0)).toBeGreaterThan(0.8); // .2 and 0: 8 rows each cannot tell them apart
    const past = [...labels.keys()].filter((row) => labels[row] === 1).slice(0, 3);
    expect(ratesAlong(past, { labels, base: 0.25, spreads }).at(-1)).toBeLessThan(0.33);
    expect(ratesAlong(past, { labels, base: 0.25, spreads: new Float64Array(6).fill(1 / 6) }).at(-1)).toBeGreaterThan(0.45);
  });

  test('shoppers who differ much are told so', () => {
    const spreads = commonChances(crowd(1.5, 2).losses);
    expect((spreads[0] ?? 0) + (spreads[1] ?? 0)).toBeGreaterThan(0.8);
  });

  test('of fewer than 50 devices nothing is summed', () => {
    expect([...commonChances(crowd(0, 3).losses.slice(0, 49))]).toEqual(Array.from({ length: 6 }, () => 1 / 6));
  });
});

test('ratesAlong() by hand: one spread, three rows', () => {
  const strength = 1 / (0.8 * 0.8 * 0.25 * 0.75);
  const rates = ratesAlong([0, 1, 2], { labels: Uint8Array.of(1, 0, 1), base: 0.25, spreads: Float64Array.of(0, 0, 1, 0, 0, 0) });
  expect([...rates].map((rate) => rate.toFixed(9))).toEqual([0, 1, 1, 2].map((clicks, shown) => ((clicks + strength * 0.25) / (shown + strength)).toFixed(9)));
});
