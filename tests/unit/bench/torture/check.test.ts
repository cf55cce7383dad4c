import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { discreteGaussianVector } from '#core/privacy';
import { encodeRound, encodeTask, type RoundId } from '#core/protocol';
import { fromHex } from '#core/units';
import { openDatabase, openHelperStore, openLeaderStore } from '#server/libsql';
import { aRound, aTask, countingRandomness, idOf } from '#support/federation';
import { valueOf } from '#support/result';
import { aVdaf } from '#support/vdaf';
import { checkFiles, type Verdict } from '../../../../bench/torture/check.ts';
import type { SentReport } from '../../../../bench/torture/crowd.ts';
import { watchStore } from '../../../../bench/torture/watch.ts';

const task = aTask({ length: 40 });
const id = idOf(task);
const vdaf = aVdaf(task.length);

let folder = '';
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const reports: readonly SentReport[] = Array.from({ length: 50 }, (_, n) => ({
  taskId: id, reportId: (n + 1).toString(16).padStart(32, '0'), measurement: new Int32Array(task.length).fill(n), body: new Uint8Array(0), acknowledged: true,
}));

/** What a server did wrong. */
interface Mischief {
  /** Reports that the servers hold; all that were sent by default. */
  readonly held?: readonly SentReport[];
  /** Of those, what is in the helper's bare sum. */
  readonly summed?: readonly SentReport[];
  /** SQL that one server's file is given afterwards. */
  readonly leaderSql?: string;
  /** How much of the noise it should have drawn a server added. */
  readonly noise?: number;
}

/** Files of both servers after one round, and what the checks say of them. */
async function verdictOn({ held = reports, summed = held, leaderSql = '', noise = 1 }: Mischief): Promise<Verdict> {
  folder = mkdtempSync(join(tmpdir(), 'homebird-check-'));
  const files = { leaderFile: join(folder, 'leader.db'), helperFile: join(folder, 'helper.db') };
  await valueOf(openLeaderStore(files.leaderFile)).close();
  await valueOf(openHelperStore(files.helperFile)).close();
  for (const path of Object.values(files)) watchStore(path);
  const [leader, helper] = [valueOf(openLeaderStore(files.leaderFile)), valueOf(openHelperStore(files.helperFile))];
  const ids = held.map(({ reportId }) => fromHex(reportId));
  const bare = vdaf.emptySum();
  for (const { measurement } of summed) vdaf.aggregate(bare, vdaf.encodeIntegers(measurement));
  const released = (sum: Uint32Array, seed: string) => {
    const noised = sum.slice();
    vdaf.aggregate(noised, vdaf.encodeIntegers(discreteGaussianVector(task.length, task.noiseVariance, countingRandomness(seed)).map((value) => value * noise)));
    return { bytes: vdaf.encodeShare(noised), reports: held.length, idsRoot: 'aa' };
  };
  const theirs = released(bare, 'helper');
  await helper.transact(({ tasks, jobs, batches }) => {
    tasks.add(id, task.baseModel, task.block, encodeTask(task));
    for (const one of ids) jobs.addSeen(id, one, true);
    batches.putSum(id, { sum: bare, reports: held.length });
    batches.addShare(id, 'helper', theirs);
    batches.dropSum(id);
  });
  await leader.transact(({ tasks, reports: table, batches, rounds }) => {
    tasks.add({ id, plan: 'mix', bytes: encodeTask(task), opensMs: task.opensMs, closesMs: task.closesMs });
    for (const [from, to] of [['planned', 'open'], ['open', 'closed'], ['closed', 'published']] as const) tasks.move(id, from, to);
    for (const one of ids) table.add(id, { id: one, relay: Uint8Array.of(1), leaderShare: Uint8Array.of(1) }, new Uint8Array(32), 1);
    const job = table.claim(id, 'j', held.length);
    if (job) table.finish(job, []);
    batches.putSum(id, { sum: vdaf.emptySum(), reports: held.length });
    batches.addShare(id, 'helper', theirs);
    batches.addShare(id, 'leader', released(vdaf.emptySum(), 'leader'));
    batches.dropSum(id);
    rounds.add(1, encodeRound(aRound({ round: 1 as RoundId, task: id, leaderReports: held.length, helperReports: held.length })), 4);
  });
  await leader.close();
  await helper.close();
  const database = valueOf(openDatabase(files.leaderFile, leaderSql));
  database.close();
  return checkFiles(files, { sent: new Map([[id, new Map(reports.map((report) => [report.reportId, report]))]]), tasks: () => [{ id, task }] });
}

test('checkFiles() finds nothing wrong where nothing is', async () => {
  expect(await verdictOn({})).toMatchObject({ rounds: 1, counted: 50, lost: 0, twice: 0, openedTwice: 0, wrongSums: 0, noiseValues: 40, faults: [] });
});

const stranger: SentReport = { taskId: id, reportId: 'f'.repeat(32), measurement: new Int32Array(task.length), body: new Uint8Array(0), acknowledged: false };

test.each<[string, Mischief, Partial<Verdict>]>([
  ['an acknowledged report that nobody has any more', { held: reports.slice(1) }, { lost: 1 }],
  ['a report that is in the sum twice under one id', { summed: [...reports, ...reports.slice(-1)] }, { wrongSums: 1 }],
  ['a report that is missing from the sum', { summed: reports.slice(0, -1) }, { wrongSums: 1 }],
  ['a report that nobody sent', { held: [...reports, stranger] }, { twice: 1 }],
  ['a share that was released again with other noise', { leaderSql: `UPDATE share SET bytes = zeroblob(160) WHERE owner = 'leader'` }, { openedTwice: 1 }],
  ['a share without noise', { noise: 0 }, { noise: 0 }],
])('checkFiles() finds %s', async (_what, mischief, found) => {
  const verdict = await verdictOn(mischief);
  expect(verdict).toMatchObject(found);
  expect(verdict.faults.length).toBeGreaterThan(0);
});
