import fc from 'fast-check';
import { expect, test } from 'vitest';
import { experimentLayout, MOST_OUTCOME_CENTS } from '#core/experiment';
import type { PublishedSum } from '#core/measurement';
import { DAY_MS, HOUR_MS } from '#core/units';
import { leastFoundCents, mostDevices, noiseOver, plannedDevices, type PlanQuestion } from '../../../../src/pages/console/experiment-plan.ts';

const { layout } = experimentLayout([{ id: 'lift', arms: [{ name: 'shown', thousandths: 900 }, { name: 'held', thousandths: 100 }] }]);
const round = (closedMs: number, reports: number): PublishedSum => ({ layout, sum: layout.cells.map(() => 0), noiseVariance: 16_384, reports, closedMs });
const sums = [round(0, 900), round(2 * DAY_MS, 100), round(2 * DAY_MS + HOUR_MS, 140)];
const question: PlanQuestion = { thousandths: [900, 100], effectCents: 200, spreadCents: 3_000, noiseStdDev: 0 };

test('plannedDevices() by hand: twice what one look takes, of arms of a tenth and nine', () => {
  // 2·(z.975 + z.80)²·30²/2² = 3,532 of each of two equal arms; 1/900 + 1/100 of a thousand instead, twice for looking all the time.
  expect(plannedDevices(question)).toBe(39_246);
  expect([{ effectCents: 0 }, { spreadCents: NaN }, { thousandths: [1000, 0] }].map((change) => plannedDevices({ ...question, ...change }))).toEqual([undefined, undefined, undefined]);
});

test('mostDevices() and noiseOver() go by the rounds of the last day', () => {
  expect(mostDevices(sums, 28)).toBe(28 * 240);
  expect([mostDevices([], 28), noiseOver([], 28)]).toEqual([undefined, 0]);
  const unit = layout.units[layout.cells.findIndex((cell) => cell.endsWith('/y'))] ?? 0;
  expect(noiseOver(sums, 28, 4)).toBeCloseTo(unit * 128 * Math.sqrt(2 * 28 * 4), 9);
});

test('leastFoundCents() is the least difference that so many devices find, to the cent', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 100, max: 10_000 }), fc.double({ min: 0, max: 100, noNaN: true }), (devices, spreadCents, noiseStdDev) => {
    const asked = { ...question, spreadCents, noiseStdDev };
    const least = leastFoundCents(asked, devices);
    const wanted = (effectCents: number): number => plannedDevices({ ...asked, effectCents }) ?? Infinity;
    if (least !== undefined) expect(wanted(least)).toBeLessThanOrEqual(devices);
    expect(wanted((least ?? MOST_OUTCOME_CENTS + 1) - 1)).toBeGreaterThan(devices);
  }));
});
