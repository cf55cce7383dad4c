import fc from 'fast-check';
import { expect, test } from 'vitest';
import { budgetFault, checkTask, FLOORS, floorFault, movedOutMark, rhoOfReport } from '#core/privacy';
import type { LedgerEntry, Manifest, PolicyFile, ReportFault, ModelTask, TaskId } from '#core/protocol';
import { DAY_MS, WEEK_MS, YEAR_MS } from '#core/units';
import { vdafForTask } from '#core/vdaf';
import { aHash, aKey, aLedgerEntry, aManifest, aPolicy, aTask, idOf, NOON_MS } from '#support/federation';

interface Situation {
  readonly task?: Partial<ModelTask>;
  readonly policy?: Partial<PolicyFile>;
  readonly manifest?: Partial<Manifest>;
  readonly ledger?: readonly LedgerEntry[];
  readonly nowMs?: number;
}

function faultOf({ task = {}, policy = {}, manifest = {}, ledger = [], nowMs = NOON_MS }: Situation): ReportFault['kind'] | undefined {
  const asked = aTask(task);
  return checkTask(asked, idOf(asked), { policy: aPolicy(policy), ledger, nowMs, manifest: aManifest([asked], manifest) })?.kind;
}

test('checkTask() lets a task through that keeps every floor', () => {
  expect(faultOf({})).toBeUndefined();
  expect(faultOf({ task: { model: 't11', length: 11_001, baseModel: aHash('t11 model 0') } })).toBeUndefined();
  expect(faultOf({ task: { model: 'pairs', length: 13_000, block: 29, clipNorm: 4, baseModel: aHash('pairs model 0') } })).toBeUndefined();
});

const { numerator } = aTask().noiseVariance;
test.each<readonly [string, Situation, ReportFault['kind']]>([
  ['k below 50', { task: { minBatch: 49 } }, 'task-refused'],
  ['noise a hair below z = 4', { task: { noiseVariance: { numerator: numerator - 1, denominator: 1 } } }, 'task-refused'],
  ['noise a hair below z = 4, as a fraction floats round up', { task: { noiseVariance: { numerator: numerator * 2 ** 30 - 1, denominator: 2 ** 30 } } }, 'task-refused'],
  ['noise that no server draws, for a report that seems to cost nothing', { task: { noiseVariance: { numerator: 2 ** 44 + 1, denominator: 1 } } }, 'task-refused'],
  ['another integer norm', { task: { integerNorm: 32_768, noiseVariance: { numerator: 2 ** 40, denominator: 1 } } }, 'task-refused'],
  ['a delta above 1e-6', { task: { dpDelta: 1e-5 } }, 'task-refused'],
  ['another VDAF', { task: { vdaf: { ...aTask().vdaf, name: 'Pine64HmacSha256Aes128' } } }, 'task-refused'],
  ['an unknown VDAF', { task: { vdaf: { ...aTask().vdaf, name: 'plain' } } }, 'task-refused'],
  ['five proofs', { task: { vdaf: { ...aTask().vdaf, numProofs: 5 } } }, 'task-refused'],
  ['one proof of the norm', { task: { vdaf: { ...aTask().vdaf, numProofsNormEquality: 1 } } }, 'task-refused'],
  ['chunks so short that a proof misses more', { task: { vdaf: { ...aTask().vdaf, chunkLength: 1 } } }, 'task-refused'],
  ['chunks of the norm so short that a proof misses more', { task: { vdaf: { ...aTask().vdaf, chunkLengthNormEquality: 1 } } }, 'task-refused'],
  ['a report of more than 65,536 bytes', { task: { model: 't11', length: 11_000, vdaf: { ...vdafForTask(11_000, 256), chunkLength: 5000, numProofs: 9 } } }, 'task-refused'],
  ['a mix of 41 weights and a verdict', { task: { length: 42 } }, 'task-refused'],
  ['a mix of a verdict alone', { task: { length: 1 } }, 'task-refused'],
  ['a block of pairs beyond one report', { task: { model: 'pairs', length: 13_001 } }, 'task-refused'],
  ['a T11 beyond one report', { task: { model: 't11', length: 11_002 } }, 'task-refused'],
  ['a window longer than a week', { task: { closesMs: NOON_MS + 2 * WEEK_MS } }, 'task-refused'],
  ['another leader', { task: { leader: { ...aTask().leader, url: 'https://evil.example' } } }, 'task-refused'],
  ['another helper key', { task: { helper: { ...aTask().helper, hpkePublicKey: aKey(9) } } }, 'task-refused'],
  ['one key for both servers', { task: { leader: { ...aTask().leader, hpkePublicKey: aKey(2) } } }, 'task-refused'],
  ['a task the manifest does not offer', { manifest: { tasks: [] } }, 'task-refused'],
  ['a simulated task in a real shop', { task: { simulated: true } }, 'task-refused'],
  ['another base model', { task: { baseModel: aHash('model for one user') } }, 'unverified-model'],
  ['a closed task', { nowMs: NOON_MS + 60_000 }, 'task-closed'],
  ['a task not open yet', { nowMs: NOON_MS - 60_001 }, 'no-task'],
  ['a second report to the task', { ledger: [aLedgerEntry({ taskId: idOf(aTask()), atMs: NOON_MS - YEAR_MS })] }, 'already-reported'],
  ['a report on the same base model and block a day ago', { ledger: [aLedgerEntry({ baseModel: aTask().baseModel, atMs: NOON_MS - DAY_MS + 1 })] }, 'already-reported'],
  ['a third report in a week', { ledger: [aLedgerEntry({ atMs: NOON_MS - DAY_MS }), aLedgerEntry({ atMs: NOON_MS - WEEK_MS + 1 })] }, 'budget-spent'],
  ['a report above the year\'s budget', { ledger: [aLedgerEntry({ atMs: NOON_MS - YEAR_MS + 1, rho: 4 - 1 / 64 })] }, 'budget-spent'],
  ['a draft that was never sent', { ledger: [aLedgerEntry({ rho: 1 / 16, state: 'draft' })] }, 'budget-spent'],
  ['a shop\'s own higher k', { policy: { floors: { minBatch: 100, minNoiseMultiplier: 0, weekRho: 9, yearRho: 9 } } }, 'task-refused'],
  ['a shop\'s own stronger noise', { policy: { floors: { minBatch: 0, minNoiseMultiplier: 4.1, weekRho: 9, yearRho: 9 } } }, 'task-refused'],
  ['a shop\'s own smaller budget', { policy: { floors: { minBatch: 0, minNoiseMultiplier: 0, weekRho: 1 / 64, yearRho: 9 } } }, 'budget-spent'],
])('checkTask() refuses %s', (_what, situation, kind) => {
  expect(faultOf(situation)).toBe(kind);
});

test.each<readonly [string, Situation]>([
  ['a second report in a week on another model', { ledger: [aLedgerEntry()] }],
  ['reports older than a week', { ledger: [aLedgerEntry({ atMs: NOON_MS - WEEK_MS }), aLedgerEntry({ atMs: NOON_MS - WEEK_MS })] }],
  ['the same base model a day later, in another task', { ledger: [aLedgerEntry({ baseModel: aTask().baseModel, atMs: NOON_MS - DAY_MS })] }],
  ['the most noise that servers draw', { task: { noiseVariance: { numerator: 2 ** 44, denominator: 1 } } }],
  ['more noise than asked', { task: { noiseVariance: { numerator: 4 * numerator + 1, denominator: 3 } } }],
])('checkTask() allows %s', (_what, situation) => {
  expect(faultOf(situation)).toBeUndefined();
});

test('a policy can tighten floors and never loosen them', () => {
  fc.assert(fc.property(fc.double({ min: 0, max: 8, noNaN: true }), fc.integer({ min: 1, max: 200 }), fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 8 }), (z, k, weekRho, minBatch, noise) => {
    const task = aTask({ minBatch, noiseVariance: { numerator: noise * noise * 65_536, denominator: 1 } });
    const policy = aPolicy({ floors: { minBatch: k, minNoiseMultiplier: z, weekRho, yearRho: 4 } });
    const allowed = checkTask(task, idOf(task), { policy, ledger: [], nowMs: NOON_MS, manifest: aManifest([task]) }) === undefined;
    if (allowed) expect(minBatch >= Math.max(50, k) && noise >= Math.max(4, z) && rhoOfReport(task) <= Math.min(1 / 16, weekRho)).toBe(true);
    else expect(minBatch < Math.max(50, k) || noise < Math.max(4, z) || rhoOfReport(task) > Math.min(1 / 16, weekRho)).toBe(true);
  }));
});

test('checkTask() lets no device report that was moved from, for a year by its own clock and by the time that the leader signed', () => {
  const ledger = [movedOutMark(NOON_MS)];
  const later = (nowMs: number, issuedMs: number) => faultOf({ ledger, nowMs, manifest: { issuedMs }, task: { opensMs: nowMs - 1, closesMs: nowMs + DAY_MS } });
  expect(later(NOON_MS, NOON_MS)).toBe('moved');
  expect(later(NOON_MS - DAY_MS, NOON_MS)).toBe('moved');
  expect(later(NOON_MS + YEAR_MS - 1, NOON_MS + YEAR_MS - 1)).toBe('moved');
  expect(later(NOON_MS + 3 * YEAR_MS, NOON_MS + DAY_MS)).toBe('moved'); // a clock that jumped ahead
  expect(later(NOON_MS + YEAR_MS, NOON_MS + YEAR_MS)).toBeUndefined();
});

test('no sequence of reports that budgetFault() allows spends more than the week\'s or the year\'s budget', () => {
  const steps = fc.array(fc.record({ gapMs: fc.integer({ min: 0, max: 3 * WEEK_MS }), noise: fc.integer({ min: 4, max: 12 }) }), { minLength: 1, maxLength: 60 });
  fc.assert(fc.property(steps, (attempts) => {
    const ledger: LedgerEntry[] = [];
    let nowMs = NOON_MS;
    for (const [i, { gapMs, noise }] of attempts.entries()) {
      nowMs += gapMs;
      const task = aTask({ baseModel: aHash(`model ${i}`), noiseVariance: { numerator: noise * noise * 65_536, denominator: 1 } });
      if (budgetFault({ task, taskId: idOf(task), rho: rhoOfReport(task) }, ledger, { policy: aPolicy(), manifest: { issuedMs: nowMs }, nowMs }) === undefined) ledger.push(aLedgerEntry({ taskId: idOf(task), atMs: nowMs, rho: rhoOfReport(task) }));
      for (const [windowMs, limit] of [[WEEK_MS, FLOORS.weekRho], [YEAR_MS, FLOORS.yearRho]] as const) {
        const spent = ledger.filter(({ atMs }) => atMs > nowMs - windowMs).reduce((sum, { rho }) => sum + rho, 0);
        expect(spent).toBeLessThanOrEqual(limit);
      }
    }
    expect(ledger.length).toBeGreaterThan(0);
  }));
});

test('floorFault() is what a helper asks: it needs no manifest and no ledger', () => {
  expect(floorFault(aTask())).toBeUndefined();
  expect(floorFault(aTask({ minBatch: 10 }))?.kind).toBe('task-refused');
  expect(floorFault(aTask({ minBatch: 60 }), { floors: { minBatch: 61, minNoiseMultiplier: 0, weekRho: 1, yearRho: 1 } })?.kind).toBe('task-refused');
});

test('limitation: a clock set forward by a week frees the week\'s budget', () => {
  const ledger = [aLedgerEntry(), aLedgerEntry({ taskId: aHash('third') as string as TaskId })];
  expect(faultOf({ ledger })).toBe('budget-spent');
  const later = NOON_MS + WEEK_MS;
  expect(faultOf({ ledger, nowMs: later, task: { opensMs: later - 1, closesMs: later + 1 } })).toBeUndefined();
});
