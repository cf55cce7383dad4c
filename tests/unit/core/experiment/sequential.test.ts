import { describe, expect, test } from 'vitest';
import { alertsOf, ALPHA, alwaysValid, alwaysValidP, effectOf, REFERENCE_POINTS, type SeriesPoint } from '#core/experiment';
import { discreteLaplaceVariance, discreteLaplaceVector } from '#core/privacy';
import { HOUR_MS, seededChance } from '#core/units';
import { repeatable } from '#support/federation';
import { momentsOfSteps } from '#support/measure';

const PLAN = { devices: 8_000 };

test('alwaysValid() at the planned number is ± 3.035 errors, worked by hand', () => {
  // prior 1/(5.991 + ln 6.991) = 1/7.936 = .12601 of the plan: √(1.12601 · ln(1.12601 / (.12601 · .0025))) = √9.212
  const { low, high } = alwaysValid({ value: 1, stdError: 0.1 }, 8_000, PLAN);
  expect(high - 1).toBeCloseTo(0.30352, 4);
  expect(1 - low).toBeCloseTo(0.30352, 4);
});

test('alwaysValid() narrows as devices come, and counts more errors the further from the plan one looks too early', () => {
  const width = (devices: number): number => alwaysValid({ value: 0, stdError: 1 / Math.sqrt(devices) }, devices, PLAN).high;
  expect(width(16_000)).toBeLessThan(width(8_000));
  const inErrors = (devices: number): number => alwaysValid({ value: 0, stdError: 1 }, devices, PLAN).high;
  expect(inErrors(8_000)).toBeLessThan(inErrors(800));
  expect(inErrors(80)).toBeGreaterThan(inErrors(800));
});

test('alwaysValidP() is below α exactly where alwaysValid() leaves 0 out', () => {
  for (const devices of [50, 800, 8_000, 100_000]) {
    const edge = alwaysValid({ value: 0, stdError: 1 }, devices, PLAN).high;
    expect(alwaysValidP({ value: edge * 1.0001, stdError: 1 }, devices, PLAN)).toBeLessThan(ALPHA);
    expect(alwaysValidP({ value: edge * 0.9999, stdError: 1 }, devices, PLAN)).toBeGreaterThan(ALPHA);
  }
});

test('alwaysValid() and alwaysValidP() know nothing before the first round', () => {
  expect(alwaysValid({ value: 0, stdError: Infinity }, 100, PLAN).high).toBe(Infinity);
  expect(alwaysValid({ value: 0, stdError: 1 }, 0, PLAN).high).toBe(Infinity);
  expect(alwaysValidP({ value: 0, stdError: Infinity }, 100, PLAN)).toBe(1);
});

describe('looking after every one of 40 rounds, with the noise of both servers at ε 1/4', () => {
  const scale = { numerator: 4 * 16, denominator: 1 };
  const variance = 2 * discreteLaplaceVariance(scale);
  const [ROUNDS, PER_ARM] = [40, 100];

  /** Sums of one arm of one round: every device n 2 steps; each outcome 8 and 1. */
  function runs(lift: number, seed: number, count: number): { readonly always: number; readonly naive: number } {
    const [chance, randomness] = [seededChance(seed), repeatable(seededChance(seed + 1))];
    let [always, naive] = [0, 0];
    for (let run = 0; run < count; run++) {
      const sums = [[0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0]];
      let [calledAlways, calledNaive] = [false, false];
      for (let round = 1; round <= ROUNDS; round++) {
        sums.forEach((arm, index) => {
          let outcomes = 0;
          for (let device = 0; device < PER_ARM; device++) outcomes += chance.next() < 0.2 + index * lift ? 1 : 0;
          [2 * PER_ARM, 8 * outcomes, outcomes].forEach((steps, at) => { arm[at] = (arm[at] ?? 0) + steps; });
          for (let server = 0; server < 2; server++) discreteLaplaceVector(3, scale, randomness).forEach((noise, at) => { arm[at] = (arm[at] ?? 0) + noise; });
        });
        const { plain } = effectOf(momentsOfSteps(sums[1] ?? [], round * variance), momentsOfSteps(sums[0] ?? [], round * variance));
        const { low, high } = alwaysValid(plain, 2 * PER_ARM * round, PLAN);
        calledAlways ||= low > 0 || high < 0;
        calledNaive ||= plain.low > 0 || plain.high < 0;
      }
      always += calledAlways ? 1 : 0;
      naive += calledNaive ? 1 : 0;
    }
    return { always: always / count, naive: naive / count };
  }

  test('a difference that is none is called in at most 5 of 100 experiments, where ± 1.96 errors calls twice as many and more', () => {
    const { always, naive } = runs(0, 51, 600);
    expect(always).toBeLessThanOrEqual(ALPHA); // no slack: expected near .02, since 40 rounds are not for ever
    expect(naive).toBeGreaterThan(2 * ALPHA);
  });

  test('a difference that is there is found', () => { // noise alone leaves ± .036 after 40 rounds: .25 is seven errors
    expect(runs(0.25, 71, 60).always).toBeGreaterThan(0.8);
  });
});

describe('alertsOf()', () => {
  const at = (index: number): number => index * HOUR_MS;
  function series(seed: number, points: number, shift: (index: number) => number): SeriesPoint[] {
    const chance = seededChance(seed);
    return Array.from({ length: points }, (_, index) => ({ atMs: at(index), value: 0.05 + 0.01 * (chance.normal() + shift(index)), stdError: 0.01 }));
  }

  test('calls a shift of two deviations within ten points, says since when and which way', () => {
    const from = REFERENCE_POINTS + 20;
    const [first] = alertsOf(series(3, from + 30, (index) => (index >= from ? -2 : 0)));
    expect(first?.direction).toBe('below');
    expect(first?.atMs).toBeLessThanOrEqual(at(from + 10));
    expect(first?.atMs).toBeGreaterThanOrEqual(at(from));
    expect(first?.sinceMs).toBeGreaterThanOrEqual(at(from - 5));
    expect(first?.expected).toBeCloseTo(0.05, 2);
  });

  test('calls falsely at most once in 1,000 points on average', () => {
    let [calls, points] = [0, 0];
    for (let seed = 0; seed < 150; seed++) {
      calls += alertsOf(series(1_000 + seed, REFERENCE_POINTS + 1_000, () => 0)).length;
      points += 1_000;
    }
    expect(calls / points).toBeLessThan(1 / 1_000);
    expect(calls).toBeGreaterThan(10); // it is not merely deaf
  });

  test('says nothing before its reference is whole, and passes over points that say nothing', () => {
    expect(alertsOf(series(1, REFERENCE_POINTS - 1, () => 9))).toEqual([]);
    const quiet = series(2, REFERENCE_POINTS + 10, () => 0);
    expect(alertsOf([...quiet, ...Array.from({ length: 20 }, (_, index) => ({ atMs: at(100 + index), value: 9, stdError: Infinity }))])).toEqual([]);
  });
});
