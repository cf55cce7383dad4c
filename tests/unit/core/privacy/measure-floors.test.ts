import fc from 'fast-check';
import { expect, test } from 'vitest';
import { budgetFault, checkMeasureTask, floorFault, FLOORS, rhoOfTask } from '#core/privacy';
import { taskIdOf, encodeTask, type LedgerEntry, type MeasureEntry, type MeasureTask } from '#core/protocol';
import { DAY_MS, WEEK_MS, YEAR_MS } from '#core/units';
import { measureVdafFor } from '#core/vdaf';
import { aHash, aLedgerEntry, aManifest, aPolicy, NOON_MS } from '#support/federation';
import { aMeasureTask, layoutHash } from '#support/measure';

const idOf = (task: MeasureTask) => taskIdOf(encodeTask(task));

function anEntry(changes: Partial<MeasureEntry> = {}): MeasureEntry {
  const { taskId, atMs, rho, state, reportId, body, url } = aLedgerEntry({ rho: 1 / 32 });
  return { taskId, atMs, rho, state, reportId, body, url, kind: 'measure', subject: 'quality', layout: layoutHash(), ...changes };
}

function check(task: MeasureTask, ledger: readonly LedgerEntry[] = [], nowMs = NOON_MS) {
  const id = idOf(task);
  return checkMeasureTask(task, id, { policy: aPolicy(), ledger, nowMs, manifest: { ...aManifest([]), tasks: [{ id, leaf: 0 }] } });
}

test('checkMeasureTask() takes a task that keeps every floor, and a histogram', () => {
  expect(check(aMeasureTask())).toBeUndefined();
  expect(check(aMeasureTask({ bound: 1, vdaf: measureVdafFor('Prio3Histogram', 16, 1), noiseScale: { numerator: 4, denominator: 1 } }))).toBeUndefined();
  expect(rhoOfTask(aMeasureTask())).toBe(1 / 32);
});

const of = (bound: number, changes: Partial<MeasureTask> = {}): MeasureTask => aMeasureTask({ bound, vdaf: measureVdafFor('Prio3L1BoundSum', changes.length ?? 16, bound), noiseScale: { numerator: 4 * bound, denominator: 1 }, ...changes });

test.each<readonly [string, MeasureTask, RegExp]>([
  ['a VDAF of another sort', aMeasureTask({ vdaf: { name: 'Prio3Sum' as never, chunkLength: 9 } }), /VDAF "Prio3Sum" is none of/],
  ['fifteen cells', of(16, { length: 15 }), /15 entries, wanted 16 to 256/],
  ['257 cells', of(16, { length: 257 }), /257 entries/],
  ['a batch below 50', aMeasureTask({ minBatch: 49 }), /batch of 49 is below 50/],
  ['an ε above 1/4', aMeasureTask({ epsilon: { numerator: 1_000_001, denominator: 4_000_000 } }), /epsilon 1000001\/4000000 is above 1\/4/],
  ['noise that is too small', aMeasureTask({ noiseScale: { numerator: 63, denominator: 1 } }), /scale 63 is too small for a bound of 16/],
  ['noise that is too small by one part in 2^52', aMeasureTask({ noiseScale: { numerator: 2 ** 53 - 1, denominator: 2 ** 47 } }), /too small/],
  ['noise that no server draws', aMeasureTask({ noiseScale: { numerator: 2 ** 45, denominator: 1 } }), /more than any server draws/],
  ['a histogram with a bound of two', aMeasureTask({ vdaf: { name: 'Prio3Histogram', chunkLength: 4 }, bound: 2 }), /bound 2 is not 1 to 1/],
  ['a bound that sums of 32 bits do not hold', of(16_385), /bound 16385/],
  ['reports that no closing tab can send', of(16_384, { length: 256 }), /bytes, wanted at most 65536/],
  ['a window longer than a week', aMeasureTask({ closesMs: NOON_MS + 2 * WEEK_MS }), /longer than a week/],
])('checkMeasureTask() refuses %s', (_, task, why) => {
  expect(check(task)?.message).toMatch(why);
  expect(floorFault(task)?.message).toMatch(why); // the helper too
});

test('checkMeasureTask() refuses other servers, another helper key, a task not offered and one that closed', () => {
  const task = aMeasureTask();
  expect(check({ ...task, leader: { ...task.leader, url: 'https://other.example' } })?.message).toContain('servers that the policy does not');
  expect(check({ ...task, helper: { ...task.helper, hpkePublicKey: new Uint8Array(65).fill(9) } })?.message).toContain('helper key');
  expect(checkMeasureTask(task, idOf(task), { policy: aPolicy(), ledger: [], nowMs: NOON_MS, manifest: aManifest([]) })?.message).toContain('does not offer it');
  expect(check(task, [], task.closesMs)?.kind).toBe('task-closed');
});

test('a device gives one report a day to measurements, whatever they count', () => {
  const dayStart = Math.floor(NOON_MS / DAY_MS) * DAY_MS;
  const other = anEntry({ subject: 'ads', layout: aHash('another layout'), atMs: dayStart });
  expect(check(aMeasureTask(), [other])?.kind).toBe('already-reported');
  expect(check(aMeasureTask(), [{ ...other, atMs: dayStart - 1 }])).toBeUndefined();
  expect(check(aMeasureTask(), [aLedgerEntry({ atMs: dayStart })])).toBeUndefined(); // a model's report is none
});

test('models and measurements draw on budgets of their own, and on one of the year', () => {
  const days = (count: number): readonly LedgerEntry[] => Array.from({ length: count }, (_, i) => anEntry({ taskId: aHash(`task ${i}`) as never, atMs: NOON_MS - DAY_MS - i }));
  expect(check(aMeasureTask(), days(7))).toBeUndefined();
  expect(check(aMeasureTask(), days(8))?.message).toContain('0.25 of 0.25 is spent this week');
  const models = Array.from({ length: 4 }, (_, i) => aLedgerEntry({ taskId: aHash(`model task ${i}`) as never, atMs: NOON_MS - i }));
  expect(check(aMeasureTask(), models)).toBeUndefined();
  const year = Array.from({ length: 128 }, (_, i) => aLedgerEntry({ taskId: aHash(`year ${i}`) as never, atMs: NOON_MS - 2 * WEEK_MS - i }));
  expect(check(aMeasureTask(), year)?.message).toContain('spent this year');
});

test('no sequence of reports that budgetFault() allows spends more on measurements than a week\'s and a year\'s budget', () => {
  const steps = fc.array(fc.integer({ min: 0, max: 2 * DAY_MS }), { minLength: 1, maxLength: 60 });
  fc.assert(fc.property(steps, fc.integer({ min: 4, max: 12 }), (gaps, denominator) => {
    const ledger: LedgerEntry[] = [];
    let nowMs = NOON_MS;
    for (const [i, gapMs] of gaps.entries()) {
      nowMs += gapMs;
      const task = aMeasureTask({ epsilon: { numerator: 1, denominator } });
      const taskId = aHash(`task ${i}`) as never;
      const rho = rhoOfTask(task);
      if (budgetFault({ task, taskId, rho }, ledger, { policy: aPolicy(), manifest: { issuedMs: nowMs }, nowMs }) === undefined) ledger.push(anEntry({ taskId, atMs: nowMs, rho }));
      const spent = (windowMs: number): number => ledger.filter(({ atMs }) => atMs > nowMs - windowMs).reduce((sum, entry) => sum + entry.rho, 0);
      expect(spent(WEEK_MS)).toBeLessThanOrEqual(FLOORS.measureWeekRho);
      expect(spent(YEAR_MS)).toBeLessThanOrEqual(FLOORS.yearRho);
      const days = ledger.map(({ atMs }) => Math.floor(atMs / DAY_MS));
      expect(new Set(days).size).toBe(days.length);
    }
  }));
});
