import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addMoments, countMoments, exactMoments, MOMENT_BOUND, spreadOf } from '#core/measurement';
import { seededChance } from '#core/units';
import { momentsOfSteps } from '#support/measure';

const unit = fc.double({ min: 0, max: 1, noNaN: true });

test('countMoments() holds whole steps that never add up to more than its bound', () => {
  fc.assert(fc.property(unit, unit, fc.integer(), (y, x, seed) => {
    const steps = countMoments(y, x, seededChance(seed));
    expect(steps.every((step) => Number.isInteger(step) && step >= 0)).toBe(true);
    expect(steps.reduce((sum, step) => sum + step, 0)).toBeLessThanOrEqual(MOMENT_BOUND);
  }));
});

test('countMoments() spells an outcome of 1 beside 1 with all of its bound, and nothing but the device for 0 beside 0', () => {
  expect(countMoments(1, 1, seededChance(1))).toEqual([2, 8, 1, 3, 1, 1]);
  expect(countMoments(0, 0, seededChance(1))).toEqual([2, 0, 0, 0, 0, 0]);
});

test('countMoments() refuses what lies outside 0 to 1', () => {
  for (const [y, x] of [[-0.1, 0], [1.1, 0], [Number.NaN, 0], [0, 2]] as const) expect(() => countMoments(y, x, seededChance(1))).toThrow(RangeError);
});

test('momentsOf() of summed steps gives means as they were, on average over roundings', () => {
  const chance = seededChance(5);
  const sums = [0, 0, 0, 0, 0, 0];
  const devices = 20_000;
  for (let device = 0; device < devices; device++) countMoments(0.3, 0.55, chance).forEach((step, at) => { sums[at] = (sums[at] ?? 0) + step; });
  const moments = momentsOfSteps(sums, 0);
  expect(moments.n).toBe(devices);
  // 0.3·8 = 2.4 steps: rounding has a deviation of √.24 steps, so the mean of 20,000 is known to .00043; five of them.
  expect(Math.abs(moments.y / devices - 0.3)).toBeLessThan(5 * Math.sqrt(0.24 / devices) / 8);
  expect(Math.abs(moments.x / devices - 0.55)).toBeLessThan(5 * Math.sqrt(0.2275 / devices) / 3);
});

test('spreadOf() gives variance and covariance of four devices worked by hand', () => {
  // y 0 0 1 1, x 0 .5 .5 1: means .5; y² .5 − .25 = .25; x² .375 − .25 = .125; xy .375 − .25 = .125
  expect(spreadOf(exactMoments([0, 0, 1, 1], [0, 0.5, 0.5, 1]))).toEqual({ yy: 0.25, xx: 0.125, xy: 0.125 });
});

test('spreadOf() stays within what values of 0 to 1 allow, whatever the noise', () => {
  const cell = fc.integer({ min: -5_000, max: 50_000 });
  fc.assert(fc.property(fc.array(cell, { minLength: 6, maxLength: 6 }), fc.integer({ min: 0, max: 100_000 }), (sums, variance) => {
    const { yy, xx, xy } = spreadOf(momentsOfSteps(sums, variance));
    expect(yy).toBeGreaterThanOrEqual(0);
    expect(yy).toBeLessThanOrEqual(0.25 + 1e-12);
    expect(xx).toBeLessThanOrEqual(0.25 + 1e-12);
    expect(xy ** 2).toBeLessThanOrEqual(yy * xx * (1 + 1e-9) + 1e-18);
  }));
});

test('addMoments() of parts is the whole, and their noise adds', () => {
  const [a, b] = [exactMoments([0, 1], [0.5, 0.25]), momentsOfSteps([4, 8, 1, 3, 1, 1], 64)];
  const both = addMoments([a, b]);
  expect([both.n, both.y, both.x]).toEqual([4, 2, 1.75]);
  expect(both.noise).toEqual(b.noise);
  expect(b.noise).toEqual({ n: 16, y: 1, yy: 64, x: 64 / 9, xx: 64, xy: 64 });
});
