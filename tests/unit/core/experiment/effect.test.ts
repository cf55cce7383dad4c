import { describe, expect, test } from 'vitest';
import { devicesInAll, devicesPerArm, effectOf, meanOutcome, qiniOf, ratioOf } from '#core/experiment';
import { exactMoments, countMoments } from '#core/measurement';
import { discreteLaplaceVariance, discreteLaplaceVector } from '#core/privacy';
import { seededChance } from '#core/units';
import { repeatable } from '#support/federation';
import { momentsOfSteps } from '#support/measure';

test('effectOf() of two arms of four devices worked by hand', () => {
  // y variance .1875, x variance .125, covariance .125 in both arms: slope 1, residual variance .0625
  const { plain, adjusted, slope, varianceDrop, devices } = effectOf(exactMoments([1, 1, 0, 1], [0.5, 1, 0, 0.5]), exactMoments([0, 1, 0, 0], [0, 1, 0.5, 0.5]));
  expect(plain.value).toBe(0.5);
  expect(plain.stdError).toBeCloseTo(Math.sqrt((2 * 0.1875) / 4), 12);
  expect(slope).toBeCloseTo(1, 12);
  expect(adjusted.value).toBeCloseTo(0.5, 12);
  expect(adjusted.stdError).toBeCloseTo(Math.sqrt((2 * 0.0625) / 4), 12);
  expect(varianceDrop).toBeCloseTo(2 / 3, 12);
  expect(devices).toBe(8);
});

test('effectOf() takes a lucky draw of the covariate out', () => {
  // Every y is x/2, and the treated happened to have the higher x: nothing is left of the difference.
  const [treated, control] = [[0.8, 0.6, 1, 0.9], [0.2, 0.4, 0.1, 0.3]];
  const { plain, adjusted } = effectOf(exactMoments(treated.map((x) => x / 2), treated), exactMoments(control.map((x) => x / 2), control));
  expect(plain.value).toBeCloseTo(0.2875, 12);
  expect(adjusted.value).toBeCloseTo(0, 12);
});

/** One noise of each cell in whole steps: 100. At 1,000 devices n ± 5, y ± 1.25, x ± 3.33. */
const NOISED = momentsOfSteps([2_000, 2_400, 300, 1_500, 400, 200], 100);

test('meanOutcome() holds sampling and noise, worked by hand', () => {
  // n 1000, y 300, yy 300 (300 + 10, capped by the mean): variance .21. Noise of y 100/64, of n 100/4 through the mean .3.
  const { value, stdError } = meanOutcome(NOISED);
  expect(value).toBeCloseTo(0.3, 12);
  expect(stdError).toBeCloseTo(Math.sqrt(0.21 / 1_000 + (100 / 64 + 0.09 * 25) / 1e6), 12);
});

test('effectOf() leaves out a covariate that noise drowns, and knows nothing of a group that noise could be', () => {
  const { slope, varianceDrop } = effectOf(momentsOfSteps([2_000, 2_400, 300, 1_500, 400, 200], 40_000), momentsOfSteps([2_000, 2_400, 300, 1_500, 400, 200], 40_000));
  expect(slope).toBe(0);
  expect(varianceDrop).toBe(0);
  expect(effectOf(momentsOfSteps([38, 8, 1, 3, 1, 1], 100), NOISED).plain.stdError).toBe(Infinity);
});

describe('noised sums of both servers at ε 1/4', () => {
  const scale = { numerator: 4 * 16, denominator: 1 };
  const variance = 2 * discreteLaplaceVariance(scale);
  const [chance, randomness] = [seededChance(21), repeatable(seededChance(22))];
  const [rateTreated, rateControl] = [0.3, 0.25];

  function arm(devices: number, rate: number): number[] {
    const sums = [0, 0, 0, 0, 0, 0];
    for (let device = 0; device < devices; device++) {
      const x = chance.next();
      countMoments(chance.next() < rate + 0.4 * (x - 0.5) ? 1 : 0, x, chance).forEach((steps, at) => { sums[at] = (sums[at] ?? 0) + steps; });
    }
    return sums;
  }
  const noised = (sums: readonly number[]): number[] => {
    const [leader, helper] = [discreteLaplaceVector(6, scale, randomness), discreteLaplaceVector(6, scale, randomness)];
    return sums.map((sum, at) => sum + (leader[at] ?? 0) + (helper[at] ?? 0));
  };

  test('the intervals of effectOf() hold the truth in 92 % or more, and CUPED drops variance', () => {
    let [plainHolds, adjustedHolds, runs, drop] = [0, 0, 0, 0];
    for (let draw = 0; draw < 12; draw++) {
      const [treated, control] = [arm(4_000, rateTreated), arm(4_000, rateControl)];
      for (let release = 0; release < 30; release++) {
        const { plain, adjusted, varianceDrop } = effectOf(momentsOfSteps(noised(treated), variance), momentsOfSteps(noised(control), variance));
        plainHolds += plain.low <= 0.05 && 0.05 <= plain.high ? 1 : 0;
        adjustedHolds += adjusted.low <= 0.05 && 0.05 <= adjusted.high ? 1 : 0;
        drop += varianceDrop;
        runs += 1;
      }
    }
    // 12 draws of devices: a share of .95 wanders by about .03 where draws decide, less where noise does.
    expect(plainHolds / runs).toBeGreaterThan(0.9);
    expect(adjustedHolds / runs).toBeGreaterThan(0.9);
    expect(drop / runs).toBeGreaterThanOrEqual(0);
  });
});

test('qiniOf() of two equal bins with effects .3 and .1 has the area .025', () => {
  const bin = (treatedRate: number, controlRate: number) => ({ treated: exactMoments(rows(treatedRate), rows(0)), control: exactMoments(rows(controlRate), rows(0)) });
  const { curve, coefficient } = qiniOf([bin(0.5, 0.2), bin(0.4, 0.3)]);
  expect(curve.map(({ share, gain }) => [share, Number(gain.toFixed(12))])).toEqual([[0, 0], [0.5, 0.15], [1, 0.2]]);
  expect(coefficient.value).toBeCloseTo(0.125 - 0.1, 12);
  // Levers ± .125 of effects whose variances are (.25 + .16)/10 and (.24 + .21)/10
  expect(coefficient.stdError).toBeCloseTo(0.125 * Math.sqrt((0.25 + 0.16) / 10 + (0.24 + 0.21) / 10), 12);
  expect(qiniOf([bin(0.5, 0.3), bin(0.5, 0.3)]).coefficient.value).toBeCloseTo(0, 12);
  expect(() => qiniOf([])).toThrow(RangeError);
});

/** Ten devices of which the first tenths are 1. */
function rows(rate: number): number[] {
  return Array.from({ length: 10 }, (_, index) => (index < Math.round(10 * rate) ? 1 : 0));
}

test('ratioOf() is Fieller: 2 ± .2 over 1 ± .1 lies in 1.509 to 2.651', () => {
  const { value, low, high } = ratioOf({ value: 2, stdError: 0.2 }, { value: 1, stdError: 0.1 });
  expect(value).toBe(2);
  expect(low).toBeCloseTo(1.509, 3);
  expect(high).toBeCloseTo(2.651, 3);
});

test('ratioOf() by an exact denominator is a plain interval, by one that may be 0 the whole line', () => {
  expect(ratioOf({ value: 3, stdError: 0.5 }, { value: 2, stdError: 0 })).toMatchObject({ value: 1.5, stdError: 0.25 });
  expect(ratioOf({ value: 3, stdError: 0.5 }, { value: 2, stdError: 1.1 })).toMatchObject({ low: -Infinity, high: Infinity });
});

test('devicesPerArm() finds half a deviation with 63 devices, and more under noise', () => {
  expect(devicesPerArm({ effect: 0.5, stdDev: 1 })).toBe(63); // 2·(1.960 + .842)² / .25 = 62.8
  expect(devicesPerArm({ effect: 0.5, stdDev: 1, residualShare: 0.5 })).toBe(32);
  const n = devicesPerArm({ effect: 0.01, stdDev: 0.3, noiseStdDev: 16 });
  const detectable = (devices: number): number => (1.959963984540054 + 0.8416212335729143) * Math.sqrt((2 * 0.09) / devices + (2 * 256) / devices ** 2);
  expect(detectable(n)).toBeLessThanOrEqual(0.01);
  expect(detectable(n - 1)).toBeGreaterThan(0.01);
  expect(() => devicesPerArm({ effect: 0, stdDev: 1 })).toThrow(RangeError);
});

test('devicesInAll() is two equal arms, more for arms of other shares, and the worst pair of many', () => {
  expect(devicesInAll(63, [500, 500])).toBe(126);
  expect(devicesInAll(63, [100, 900])).toBe(Math.ceil((63 / 2) * (10 + 1000 / 900)));
  expect(devicesInAll(60, [400, 400, 200])).toBe(30 * 7.5);
});
