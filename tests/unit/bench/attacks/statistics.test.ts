import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalTail } from '#core/privacy';
import { areaUnder, gaussianTruePositives, mostTruePositives } from '../../../../bench/attacks/bounds.ts';
import { areaInterval, rateInterval } from '../../../../bench/attacks/intervals.ts';

test('rateInterval() gives the Clopper-Pearson limits of tables', () => {
  // R 4.3: binom.test(s, n)$conf.int
  expect(rateInterval(5, 10).low).toBeCloseTo(0.1870860, 6);
  expect(rateInterval(5, 10).high).toBeCloseTo(0.8129140, 6);
  expect(rateInterval(0, 10)).toMatchObject({ low: 0, high: expect.closeTo(0.3084971, 6) as number });
  expect(rateInterval(10, 10)).toMatchObject({ low: expect.closeTo(0.6915029, 6) as number, high: 1 });
});

test('rateInterval() holds the rate, and more confidence is wider', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0, max: 1, noNaN: true }), (trials, share) => {
    const successes = Math.round(share * trials);
    const [narrow, wide] = [rateInterval(successes, trials), rateInterval(successes, trials, 0.999)];
    expect(narrow.low).toBeLessThanOrEqual(successes / trials);
    expect(narrow.high).toBeGreaterThanOrEqual(successes / trials);
    expect(wide.low).toBeLessThanOrEqual(narrow.low);
    expect(wide.high).toBeGreaterThanOrEqual(narrow.high);
  }), { numRuns: 200 });
});

test('areaInterval() narrows as trials grow, and holds the area', () => {
  const [few, many] = [areaInterval(0.6, 100, 100), areaInterval(0.6, 1000, 1000)];
  expect(few.low).toBeLessThan(many.low);
  expect(many.low).toBeLessThan(0.6);
  expect(many.high).toBeGreaterThan(0.6);
});

test('mostTruePositives() lies above the Gaussian it bounds, rises with the rate, and is the rate itself without a report', () => {
  fc.assert(fc.property(fc.double({ min: 0.001, max: 0.999, noNaN: true }), fc.constantFrom(1 / 64, 1 / 32, 1 / 16, 1, 4), (rate, rho) => {
    expect(mostTruePositives(rho, rate)).toBeGreaterThanOrEqual(gaussianTruePositives(rho, rate) - 1e-9);
    expect(mostTruePositives(rho, rate)).toBeLessThanOrEqual(1);
    expect(mostTruePositives(rho, Math.min(1, rate + 1e-3))).toBeGreaterThanOrEqual(mostTruePositives(rho, rate));
    expect(mostTruePositives(0, rate)).toBeCloseTo(rate, 9);
  }), { numRuns: 60 });
});

test('gaussianTruePositives() has the area that two normals a distance of 1/z apart have', () => {
  expect(areaUnder((rate) => gaussianTruePositives(1 / 32, rate))).toBeCloseTo(1 - normalTail(0.25 / Math.SQRT2), 4);
});
