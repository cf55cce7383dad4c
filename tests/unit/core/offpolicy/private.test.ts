import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeLayout, encodeLayout } from '#core/measurement';
import { countPolicy, MAX_REPORTED_WEIGHT, policyEstimateOf, policyLayout, REPORTED_CHOICES, type JudgedChoice } from '#core/offpolicy';
import { discreteLaplaceVariance, discreteLaplaceVector } from '#core/privacy';
import { seededChance } from '#core/units';
import { repeatable } from '#support/federation';
import { totalsOfSteps } from '#support/measure';

const { layout, bound } = policyLayout(['bandit-2', 'bandit-3']);

test('policyLayout() is a layout file of whole groups, filled up to the least length', () => {
  expect(decodeLayout(encodeLayout(layout))).toEqual({ ok: true, value: layout });
  expect(layout.cells.slice(0, 6)).toEqual(['bandit-2/n', 'bandit-2/y', 'bandit-2/yy', 'bandit-2/x', 'bandit-2/xx', 'bandit-2/xy']);
  expect(layout.cells.slice(12)).toEqual(['spare-1', 'spare-2', 'spare-3', 'spare-4']);
});

const judged = fc.array(fc.record({ propensity: fc.double({ min: 0.01, max: 1, noNaN: true }), target: fc.double({ min: 0, max: 1, noNaN: true }), reward: fc.double({ min: -1, max: 2, noNaN: true }) }), { maxLength: 12 });

test('countPolicy() never adds more than the bound of the layout', () => {
  fc.assert(fc.property(judged, judged, fc.integer(), (a, b, seed) => {
    const entries = countPolicy(layout, { 'bandit-2': a, 'bandit-3': b, unknown: a }, seededChance(seed));
    expect(entries).toHaveLength(layout.cells.length);
    expect(entries.every((entry) => Number.isInteger(entry) && entry >= 0)).toBe(true);
    expect(entries.reduce((sum, entry) => sum + entry, 0)).toBeLessThanOrEqual(bound);
  }));
});

test('countPolicy() of four clicks at the largest weight fills y and x', () => {
  const choice: JudgedChoice = { propensity: 1 / MAX_REPORTED_WEIGHT, target: 1, reward: 1 };
  expect(countPolicy(layout, { 'bandit-3': Array.from({ length: REPORTED_CHOICES }, () => choice) }, seededChance(1)).slice(6, 12)).toEqual([2, 8, 1, 3, 1, 1]);
});

test('countPolicy() counts nothing for a device that chose nothing', () => {
  expect(countPolicy(layout, { 'bandit-2': [] }, seededChance(1)).every((entry) => entry === 0)).toBe(true);
});

/** Devices that saw three choices each: arms click with .05, .1, .2; the candidate takes the last three times as often. */
function summed(devices: number, seed: number): Float64Array {
  const [chance, clicks, target] = [seededChance(seed), [0.05, 0.1, 0.2], [0.1, 0.2, 0.7]];
  const sums = new Float64Array(layout.cells.length);
  for (let device = 0; device < devices; device++) {
    const choices = Array.from({ length: 3 }, (): JudgedChoice => {
      const arm = chance.below(3);
      return { propensity: 1 / 3, target: target[arm] ?? 0, reward: chance.next() < (clicks[arm] ?? 0) ? 1 : 0 };
    });
    countPolicy(layout, { 'bandit-2': choices }, chance).forEach((entry, at) => { sums[at] = (sums[at] ?? 0) + entry; });
  }
  return sums;
}

/** .1·.05 + .2·.1 + .7·.2 */
const WORTH = 0.165;

test('policyEstimateOf() of exact sums finds what the candidate is worth', () => {
  const { value, stdError, choices, low, high } = policyEstimateOf(totalsOfSteps(layout, summed(20_000, 3)), 'bandit-2');
  expect(choices).toBe(20_000);
  expect(stdError).toBeLessThan(0.004);
  expect(low).toBeLessThan(WORTH);
  expect(high).toBeGreaterThan(WORTH);
  expect(Math.abs(value - WORTH)).toBeLessThan(4 * stdError);
});

test('policyEstimateOf() of noised sums holds the worth within its interval in 92 % of releases or more', () => {
  // ε 1/4 a report at each of two servers; the same devices, 300 draws of noise and 10 draws of devices.
  const scale = { numerator: 4 * bound, denominator: 1 };
  const variance = 2 * discreteLaplaceVariance(scale);
  const randomness = repeatable(seededChance(9));
  let holds = 0;
  for (let draw = 0; draw < 10; draw++) {
    const sums = summed(8_000, 100 + draw);
    for (let release = 0; release < 30; release++) {
      const [leader, helper] = [discreteLaplaceVector(sums.length, scale, randomness), discreteLaplaceVector(sums.length, scale, randomness)];
      const { low, high } = policyEstimateOf(totalsOfSteps(layout, sums.map((sum, at) => sum + (leader[at] ?? 0) + (helper[at] ?? 0)), variance), 'bandit-2');
      holds += low <= WORTH && WORTH <= high ? 1 : 0;
    }
  }
  expect(holds / 300).toBeGreaterThan(0.92); // .95 less two deviations of .0126
});

test('limitation: policyEstimateOf() knows nothing where noise could explain the sum of weights', () => {
  const scale = { numerator: 4 * bound, denominator: 1 };
  const totals = totalsOfSteps(layout, summed(60, 3), 2 * discreteLaplaceVariance(scale));
  expect(policyEstimateOf(totals, 'bandit-2').stdError).toBe(Infinity);
  expect(policyEstimateOf(totals, 'bandit-9')).toMatchObject({ stdError: Infinity, choices: 0, effectiveChoices: 0 });
});
