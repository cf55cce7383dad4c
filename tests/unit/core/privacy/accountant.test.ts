import fc from 'fast-check';
import { expect, test } from 'vitest';
import { analyticGaussianEpsilon, epsilonOf, noiseToSignal, noiseVarianceFor, rhoOfReport, spentRho } from '#core/privacy';
import { WEEK_MS } from '#core/units';
import { aLedgerEntry, aTask, NOON_MS } from '#support/federation';

const rhos = fc.double({ min: 1e-6, max: 20, noNaN: true });
const deltas = fc.double({ min: 1e-12, max: 0.01, noNaN: true });

/** δ of ρ-zCDP at ε for one α, CKS20 corollary 13 read the other way. */
const deltaAt = (alpha: number, rho: number, epsilon: number): number =>
  Math.exp((alpha - 1) * (alpha * rho - epsilon) + alpha * Math.log1p(-1 / alpha)) / (alpha - 1);

test('epsilonOf() is a true bound: some α reaches δ at it', () => {
  fc.assert(fc.property(rhos, deltas, (rho, delta) => {
    const epsilon = epsilonOf(rho, delta);
    let least = Infinity;
    for (let log = -8; log < 16; log += 0.005) least = Math.min(least, deltaAt(1 + Math.exp(log), rho, epsilon));
    expect(least).toBeLessThanOrEqual(delta * 1.01); // the grid of α is coarser than the minimum
    expect(least).toBeGreaterThan(epsilon === 0 ? 0 : delta * 0.99);
  }), { numRuns: 60 });
});

test('epsilonOf() grows with ρ, falls with δ, and lies below ρ + 2√(ρ ln 1/δ) (Bun-Steinke 2016)', () => {
  fc.assert(fc.property(rhos, deltas, (rho, delta) => {
    const epsilon = epsilonOf(rho, delta);
    expect(epsilonOf(rho * 1.1, delta)).toBeGreaterThanOrEqual(epsilon);
    expect(epsilonOf(rho, delta / 2)).toBeGreaterThanOrEqual(epsilon);
    expect(epsilon).toBeLessThanOrEqual(rho + 2 * Math.sqrt(rho * Math.log(1 / delta)) + 1e-9);
  }));
});

test('epsilonOf() says 1.143 for one z = 4 report and 7.48 for 30, as PRIVACY.md does', () => {
  const rho = rhoOfReport(aTask());
  expect(rho).toBe(1 / 32);
  expect(epsilonOf(rho, 1e-6)).toBeCloseTo(1.143, 3);
  expect(epsilonOf(30 * rho, 1e-6)).toBeCloseTo(7.481, 3);
  expect(epsilonOf(0, 1e-6)).toBe(0);
});

test.each([[-1, 1e-6], [Number.NaN, 1e-6], [Infinity, 1e-6], [1, 0], [1, 1], [1, Number.NaN]])('epsilonOf() refuses rho %s at delta %s', (rho, delta) => {
  expect(() => epsilonOf(rho, delta)).toThrow(RangeError);
});

test('analyticGaussianEpsilon() is below the claim for the same noise, and agrees with the exact curve', () => {
  fc.assert(fc.property(fc.double({ min: 0.5, max: 20, noNaN: true }), fc.integer({ min: 1, max: 100 }), (z, rounds) => {
    expect(analyticGaussianEpsilon(z, 1e-6, rounds)).toBeLessThanOrEqual(epsilonOf(rounds / (2 * z * z), 1e-6) + 1e-9);
  }), { numRuns: 100 });
});

test('spentRho() counts the window and everything dated after now, so a clock set back refunds nothing', () => {
  const entries = [-WEEK_MS, -WEEK_MS + 1, 0, WEEK_MS].map((offset) => aLedgerEntry({ atMs: NOON_MS + offset, rho: 1 }));
  expect(spentRho(entries, NOON_MS, WEEK_MS)).toBe(3);
  expect(spentRho(entries.slice(2), NOON_MS - 100 * WEEK_MS, WEEK_MS)).toBe(2);
  expect(spentRho([], NOON_MS, WEEK_MS)).toBe(0);
});

test('noiseVarianceFor() is exact, and noiseToSignal() is z·√(2P)/(alignment·n)', () => {
  expect(noiseVarianceFor(4, 256)).toEqual({ numerator: 1_048_576, denominator: 1 });
  expect(noiseVarianceFor(4.25, 3)).toEqual({ numerator: 17 * 17 * 9, denominator: 16 });
  expect(() => noiseVarianceFor(4.1, 256)).toThrow(RangeError);
  // The sizing table of the design: z = 4, alignment .1, R = 1 wants 5,900 devices for T11.
  expect(noiseToSignal(aTask({ model: 't11', length: 10_900 }), 5906)).toBeCloseTo(1, 2);
  expect(noiseToSignal(aTask({ length: 16 }), 113)).toBeCloseTo(1, 2);
});

test('epsilonOf() and analyticGaussianEpsilon() reproduce dp_accounting and cdp2adp.py on three cases', () => {
  // Computed with dp_accounting 0.6.0 and cdp2adp.py (CKS20): z, rounds, δ, claim, analytic.
  for (const [z, rounds, delta, claim, analytic] of [[4, 1, 1e-6, 1.1429257095713568, 1.0607018623282733], [8, 100, 1e-6, 6.734201292298141, 6.312060185801325], [10, 365, 1e-7, 11.907943303553889, 11.277293299657288]] as const) {
    expect(Math.abs(epsilonOf(rounds / (2 * z * z), delta) - claim)).toBeLessThan(1e-6);
    expect(Math.abs(analyticGaussianEpsilon(z, delta, rounds) - analytic)).toBeLessThan(1e-6);
  }
});
