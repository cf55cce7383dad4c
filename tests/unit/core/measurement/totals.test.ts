import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeSum, MIN_CELLS, noiseVarianceOf, publishedSumOf, shareOf, totalsOf, totalsOverTime, type PublishedSum } from '#core/measurement';
import { discreteLaplaceVector } from '#core/privacy';
import { HOUR_MS, seededChance } from '#core/units';
import { aLayout, aMeasureTask } from '#support/measure';
import { valueOf } from '#support/result';
import { seededRandomness } from '#bench/lanes';

const TASK = aMeasureTask();
const SPARE = Array.from({ length: MIN_CELLS - 2 }, (_, i) => `spare-${i + 1}`);

/** A sum over two cells of these names, in these units. */
function aSum(cells: readonly [string, string], steps: readonly [number, number], change: Partial<PublishedSum> & { readonly units?: readonly number[] } = {}): PublishedSum {
  const { units = [1, 1], ...rest } = change;
  return { layout: aLayout({ subject: 'ads', cells: [...cells, ...SPARE], units: [...units, ...SPARE.map(() => 1)] }), sum: [...steps, ...SPARE.map(() => 0)], noiseVariance: 100, reports: 50, closedMs: 0, ...rest };
}

test('totalsOf() adds cells of one name over layouts that differ, each in its unit, by hand', () => {
  const totals = totalsOf([
    aSum(['boots/clicks', 'boots/value'], [8, 3], { units: [0.25, 1000] }),
    aSum(['hats/clicks', 'boots/clicks'], [4, 2], { units: [0.5, 0.5], noiseVariance: 40, reports: 60 }),
  ]);
  expect(totals.get('boots/clicks')).toEqual({ value: 3, noiseVariance: 100 / 16 + 10, reports: 110 });
  expect(totals.get('boots/value')).toEqual({ value: 3000, noiseVariance: 1e8, reports: 50 });
  expect(totals.get('hats/clicks')).toEqual({ value: 2, noiseVariance: 10, reports: 60 });
  expect(totals.has('gloves/clicks')).toBe(false);
});

test('totalsOf() is the same in any order, and so are totals of spans that are added up', () => {
  const sums = fc.array(fc.record({ a: fc.integer({ min: -1e6, max: 1e6 }), b: fc.integer({ min: -1e6, max: 1e6 }), swap: fc.boolean(), hours: fc.integer({ min: 0, max: 50 }) }), { maxLength: 12 });
  fc.assert(fc.property(sums, (drawn) => {
    const each = drawn.map(({ a, b, swap, hours }) => aSum(swap ? ['b', 'a'] : ['a', 'c'], [a, b], { closedMs: hours * HOUR_MS }));
    const whole = totalsOf(each);
    expect([...totalsOf([...each].reverse())].sort()).toEqual([...whole].sort());
    const spans = totalsOverTime(each, 24 * HOUR_MS);
    expect(spans.map(({ fromMs }) => fromMs)).toEqual([...new Set(spans.map(({ fromMs }) => fromMs))].sort((x, y) => x - y));
    for (const [cell, { value, reports }] of whole) {
      expect(spans.reduce((sum, { totals }) => sum + (totals.get(cell)?.value ?? 0), 0)).toBe(value);
      expect(spans.reduce((sum, { totals }) => sum + (totals.get(cell)?.reports ?? 0), 0)).toBe(reports);
    }
  }));
});

test('totalsOf() refuses a sum of another length than its layout', () => {
  expect(() => totalsOf([{ ...aSum(['a', 'b'], [1, 2]), sum: [1] }])).toThrow(RangeError);
});

test('publishedSumOf() reads the sum of a round, and names what it cannot read', () => {
  const steps = Int32Array.from({ length: MIN_CELLS }, (_, i) => i - 4);
  const files = { task: TASK, record: { leaderReports: 70, closedMs: 5 }, layout: aLayout(), sum: encodeSum(steps) };
  expect(valueOf(publishedSumOf(files))).toEqual({ layout: aLayout(), sum: steps, noiseVariance: noiseVarianceOf(TASK), reports: 70, closedMs: 5 });
  expect(publishedSumOf({ ...files, sum: files.sum.subarray(1) })).toMatchObject({ ok: false, fault: { kind: 'malformed' } });
});

const TRIALS = 400;
const CELLS = ['a', 'b', 'c', 'd'];

test('shareOf() holds the true share nineteen times of twenty', () => {
  const [events, truth] = [4_000, 0.3];
  const chance = seededChance(5);
  let held = 0;
  for (let trial = 0; trial < TRIALS; trial++) {
    const hits = Math.round(events * truth + Math.sqrt(events * truth * (1 - truth)) * chance.normal());
    const noises = [0, 1].map((server) => discreteLaplaceVector(4, TASK.noiseScale, seededRandomness(2 * trial + server)));
    const sum = [hits / 2, hits / 2, (events - hits) / 2, (events - hits) / 2].map((count, i) => Math.round(count) + noises.reduce((noise, each) => noise + (each[i] ?? 0), 0));
    const totals = totalsOf([{ layout: aLayout({ cells: CELLS, units: [1, 1, 1, 1] }), sum, noiseVariance: noiseVarianceOf(TASK), reports: 500, closedMs: 0 }]);
    const share = shareOf(totals, { part: ['a', 'b'], of: CELLS });
    if (share.low <= truth && truth <= share.high) held += 1;
  }
  expect(held / TRIALS).toBeGreaterThan(0.915); // 95 % less three deviations of 400 trials
  expect(held / TRIALS).toBeLessThan(0.985);
});

test('shareOf() of a sum that does not stand out of its noise, or that nobody counted, says that nothing is known', () => {
  const totals = totalsOf([aSum(['a', 'b'], [40, 10], { noiseVariance: noiseVarianceOf(TASK) })]);
  expect(shareOf(totals, { part: ['a'], of: ['a', 'b'] })).toMatchObject({ stdError: Infinity, low: 0, high: 1 });
  expect(shareOf(totals, { part: ['z'], of: ['z'] })).toMatchObject({ stdError: Infinity, low: 0, high: 1 });
});
