import { expect, test } from 'vitest';
import { estimateOf, noiseVarianceOf } from '#core/measurement';
import { discreteLaplaceVector } from '#core/privacy';
import { seededChance } from '#core/units';
import { aLayout, aMeasureTask } from '#support/measure';
import { seededRandomness } from '#bench/lanes';

const LAYOUT = aLayout();
const TASK = aMeasureTask();
const SCALE = TASK.noiseScale;
const TRIALS = 400;

/** The sum of both servers' noise, as they draw it. */
function noiseOf(seed: number): number[] {
  const [one, other] = [discreteLaplaceVector(16, SCALE, seededRandomness(2 * seed)), discreteLaplaceVector(16, SCALE, seededRandomness(2 * seed + 1))];
  return [...one].map((value, i) => value + (other[i] ?? 0));
}

test('noiseVarianceOf() is that of two discrete Laplace draws: near 4·scale² where the scale is large, and exact where it is small', () => {
  expect(noiseVarianceOf(TASK)).toBeCloseTo(4 * 64 * 64, -1);
  // Scale 1: P(x) ∝ e^−|x|; Σx²e^−|x| / Σe^−|x| summed by hand to 60 terms
  const [weights, squares] = Array.from({ length: 121 }, (_, i) => i - 60).reduce(([w, s], x) => [w + Math.exp(-Math.abs(x)), s + x * x * Math.exp(-Math.abs(x))] as const, [0, 0] as readonly [number, number]);
  expect(noiseVarianceOf({ noiseScale: { numerator: 1, denominator: 1 } })).toBeCloseTo(2 * (squares / weights), 9);
});

test('estimateOf() gives intervals that hold the true total nineteen times of twenty', () => {
  // 400 sums of 16 cells: 6,400 intervals, of which 95 % ± 0.9 % (three deviations) hold; Laplace tails move it by less.
  let held = 0;
  for (let trial = 0; trial < TRIALS; trial++) {
    const sum = noiseOf(trial).map((noise, i) => 100 * i + noise);
    for (const [i, { total }] of estimateOf(sum, 500, TASK, LAYOUT).entries()) if (total.low <= 100 * i && 100 * i <= total.high) held += 1;
  }
  expect(held / (16 * TRIALS)).toBeGreaterThan(0.94);
  expect(held / (16 * TRIALS)).toBeLessThan(0.965);
});

test('estimateOf() of one device\'s mean counts how devices were drawn too', () => {
  const [n, rate] = [20_000, 0.9]; // so many that sampling and noise weigh alike: √18,000 = 134 beside 128
  let held = 0;
  const chance = seededChance(3);
  for (let trial = 0; trial < TRIALS; trial++) {
    const events = Math.round(n * rate + Math.sqrt(n * rate) * chance.normal()); // Poisson, near enough normal at 18,000
    const [first] = estimateOf([events + (noiseOf(trial)[0] ?? 0), ...Array.from({ length: 15 }, () => 0)], n, TASK, LAYOUT);
    if (first && first.perDevice.low <= rate && rate <= first.perDevice.high) held += 1;
  }
  expect(held / TRIALS).toBeGreaterThan(0.915); // 95 % less three deviations of 400 trials
});

test('estimateOf() speaks in the layout\'s units', () => {
  const [cents] = estimateOf([10, ...Array.from({ length: 15 }, () => 0)], 5, TASK, aLayout({ units: LAYOUT.units.map(() => 250) }));
  expect(cents?.total.value).toBe(2_500);
  expect(cents?.total.stdError).toBeCloseTo(250 * Math.sqrt(noiseVarianceOf(TASK)), 6);
  expect(cents?.perDevice.value).toBe(500);
});

test('estimateOf() refuses a sum of another length, and no reports', () => {
  expect(() => estimateOf([1], 5, TASK, LAYOUT)).toThrow(RangeError);
  expect(() => estimateOf(Array.from({ length: 16 }, () => 0), 0, TASK, LAYOUT)).toThrow(RangeError);
});
