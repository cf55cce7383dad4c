import { decodeRound, type TaskId } from '#core/protocol';
import { equalBytes, fromHex, toHex } from '#core/units';
import { openHelperStore, openLeaderStore } from '#server/libsql';
import type { HelperStore, HelperTables, LeaderStore, LeaderTables, TaskRow } from '#server/store';
import type { SentReport } from './crowd.ts';
import type { Ground } from './ground.ts';
import { valueOf, taskVdaf, type OpenTask } from './reports.ts';
import { readWatched, type BareSum, type Watched } from './watch.ts';

/** What the files of both servers hold after a run, judged by what the devices know. */
export interface Verdict {
  /** Rounds opened and published. */
  readonly rounds: number;
  /** Reports in sums that were compared. */
  readonly counted: number;
  /** Acknowledged reports in neither a sum nor a queue. */
  readonly lost: number;
  /** Reports in a sum more than once, or in a sum although no device sent them. */
  readonly twice: number;
  /** Batches with more than one released share of one server, or more than one round. */
  readonly openedTwice: number;
  /** Batches whose bare sums do not add up to the plain sum of what was counted. */
  readonly wrongSums: number;
  /** Deviation of the noise in all opened batches, in units of what the tasks promise; about 1. NaN where none opened. */
  readonly noise: number;
  /** Values that `noise` was computed from. */
  readonly noiseValues: number;
  /** One line for each thing that is wrong. */
  readonly faults: readonly string[];
}

/** Everything the checks of one task read. */
interface TaskFiles {
  readonly open: OpenTask;
  readonly row: TaskRow;
  readonly sent: ReadonlyMap<string, SentReport>;
  readonly leader: LeaderTables;
  readonly helper: HelperTables;
  readonly leaderWatched: Watched;
  readonly helperWatched: Watched;
  /** Whether bad reports were sent too, so that some may be rejected after they were taken. */
  readonly mayReject: boolean;
}

/** Adds up over tasks. */
interface Totals {
  rounds: number;
  counted: number;
  lost: number;
  twice: number;
  openedTwice: number;
  wrongSums: number;
  noiseSquares: number;
  noiseValues: number;
  readonly faults: string[];
}

/** Ids that both servers counted, hex; they differ only while a job is under way, which a stopped leader has none of. */
function countedIds({ open: { id }, leader, helper }: TaskFiles, totals: Totals): readonly string[] {
  const [ours, theirs] = [leader.reports.countedIds(id).map(toHex), helper.jobs.countedIds(id).map(toHex)];
  if (ours.join() !== theirs.join()) totals.faults.push(`task ${id}: the leader counted ${ours.length} reports, the helper ${theirs.length}, or others`);
  for (const ids of [ours, theirs]) {
    totals.twice += ids.length - new Set(ids).size;
    if (new Set(ids).size !== ids.length) totals.faults.push(`task ${id}: an id is counted twice`);
  }
  return ours;
}

function checkLost({ open: { id }, leader, sent, mayReject }: TaskFiles, counted: readonly string[], totals: Totals): void {
  const inSum = new Set(counted);
  const { rejected, waiting } = leader.reports.counts(id);
  if (!mayReject) totals.lost += rejected;
  if (rejected > 0 && !mayReject) totals.faults.push(`task ${id}: ${rejected} good reports were rejected after they were acknowledged`);
  if (waiting > 0 && leader.batches.share(id, 'leader')) totals.faults.push(`task ${id} was opened without ${waiting} reports that waited`);
  const isKnown = ({ reportId }: SentReport): boolean => leader.reports.bodyHash(id, fromHex(reportId)) !== undefined;
  const isLost = (report: SentReport): boolean => !inSum.has(report.reportId) && (!isKnown(report) || (mayReject && waiting === 0));
  const lost = [...sent.values()].filter((report) => report.acknowledged && isLost(report));
  totals.lost += lost.length;
  if (lost.length > 0) totals.faults.push(`task ${id}: ${lost.length} acknowledged reports are gone, the first ${lost[0]?.reportId}`);
  const strangers = counted.filter((reportId) => !sent.has(reportId));
  totals.twice += strangers.length;
  if (strangers.length > 0) totals.faults.push(`task ${id}: ${strangers.length} reports were counted that nobody sent`);
}

/** The one bare sum a server had when it released its share; of a task not yet opened, the one it has. */
function bareSum(watched: Watched, tables: Pick<LeaderTables, 'batches'>, { id, task }: OpenTask, isOpened: boolean): BareSum | undefined {
  if (!isOpened) return tables.batches.sum(id, taskVdaf(task).outputLength);
  const sums = watched.bareSums(id);
  return sums.length === 1 ? sums[0] : undefined;
}

/** Leader's and helper's bare sums together, against the plain sum of the very integers that the counted devices sealed. */
function checkSums(files: TaskFiles, counted: readonly string[], isOpened: boolean, totals: Totals): Uint32Array {
  const { open, sent } = files;
  const vdaf = taskVdaf(open.task);
  const plain = vdaf.emptySum();
  for (const reportId of counted) {
    const report = sent.get(reportId);
    if (report) vdaf.aggregate(plain, vdaf.encodeIntegers(report.measurement));
  }
  const [ours, theirs] = [bareSum(files.leaderWatched, files.leader, open, isOpened), bareSum(files.helperWatched, files.helper, open, isOpened)];
  const together = vdaf.emptySum();
  if (ours && theirs) for (const { sum } of [ours, theirs]) vdaf.aggregate(together, sum);
  const isRight = ours?.reports === counted.length && theirs?.reports === counted.length && plain.every((word, i) => word === together[i]);
  totals.counted += counted.length;
  if (!isRight) {
    totals.wrongSums += 1;
    totals.faults.push(`task ${open.id}: the bare sums of ${ours?.reports} and ${theirs?.reports} reports are not the plain sum of ${counted.length}`);
  }
  return plain;
}

/** One released share a server, one round, and the round names these very bytes. */
function checkOpened({ open: { id }, leader, helper, leaderWatched, helperWatched }: TaskFiles, rounds: readonly { leaderReports: number }[], totals: Totals): void {
  const released = [leaderWatched.shares(id, 'leader'), leaderWatched.shares(id, 'helper'), helperWatched.shares(id, 'helper')];
  const isOnce = rounds.length === 1 && released.every((shares) => shares.length === 1);
  const [, kept, theirs] = released.map(([share]) => share);
  const isSame = kept !== undefined && theirs !== undefined && equalBytes(kept, theirs) && equalBytes(helper.batches.share(id, 'helper')?.bytes ?? new Uint8Array(0), kept);
  if (!isOnce || !isSame) {
    totals.openedTwice += 1;
    totals.faults.push(`task ${id}: ${rounds.length} rounds, shares released ${released.map((shares) => shares.length).join(', ')} times${isSame ? '' : ', and not the same ones'}`);
  }
  if (rounds[0]?.leaderReports !== leader.reports.countedIds(id).length) totals.faults.push(`task ${id}: its round names ${rounds[0]?.leaderReports} reports`);
}

/** What both released shares hold beyond the plain sum is the noise of both. */
function addNoise({ open: { id, task }, leaderWatched }: TaskFiles, plain: Uint32Array, reports: number, totals: Totals): void {
  const vdaf = taskVdaf(task);
  const shares = [leaderWatched.shares(id, 'leader')[0], leaderWatched.shares(id, 'helper')[0]].map((share) => vdaf.decodeShare(share ?? new Uint8Array(0)));
  const [ours, theirs] = shares;
  if (!ours?.ok || !theirs?.ok) return void totals.faults.push(`task ${id}: a released share cannot be read`);
  const noised = vdaf.unshard([ours.value, theirs.value], reports);
  const exact = vdaf.unshard([plain, vdaf.emptySum()], reports);
  const variance = (2 * task.noiseVariance.numerator) / task.noiseVariance.denominator;
  for (const [i, value] of noised.entries()) totals.noiseSquares += (value - (exact[i] ?? 0)) ** 2 / variance;
  totals.noiseValues += noised.length;
}

function checkTask(files: TaskFiles, roundsOf: ReadonlyMap<TaskId, readonly { leaderReports: number }[]>, totals: Totals): void {
  const { open: { id }, row } = files;
  if (row.phase === 'abandoned') totals.faults.push(`task ${id} was given up`);
  const counted = countedIds(files, totals);
  checkLost(files, counted, totals);
  const isOpened = files.leader.batches.share(id, 'leader') !== undefined;
  const plain = checkSums(files, counted, isOpened, totals);
  if (row.phase !== 'published') return;
  totals.rounds += 1;
  checkOpened(files, roundsOf.get(id) ?? [], totals);
  addNoise(files, plain, counted.length, totals);
}

function roundsByTask(leader: LeaderTables): Map<TaskId, { leaderReports: number }[]> {
  const rounds = new Map<TaskId, { leaderReports: number }[]>();
  for (const { record } of leader.rounds.all()) {
    const round = valueOf(decodeRound(record));
    rounds.set(round.task, [...(rounds.get(round.task) ?? []), round]);
  }
  return rounds;
}

/** How far the noise may lie from what is promised: six deviations of a deviation estimated from `values` values. */
function noiseTolerance(values: number): number {
  return 6 / Math.sqrt(2 * values);
}

function verdictOf(totals: Totals): Verdict {
  const noise = Math.sqrt(totals.noiseSquares / totals.noiseValues);
  if (Math.abs(noise - 1) > noiseTolerance(totals.noiseValues)) totals.faults.push(`the noise of ${totals.noiseValues} values deviates ${noise.toFixed(2)} times as much as promised`);
  const { rounds, counted, lost, twice, openedTwice, wrongSums, noiseValues, faults } = totals;
  return { rounds, counted, lost, twice, openedTwice, wrongSums, noise, noiseValues, faults };
}

/** What the devices know. */
export interface Known {
  readonly sent: ReadonlyMap<TaskId, ReadonlyMap<string, SentReport>>;
  tasks(): readonly OpenTask[];
  /** Whether bad reports were sent too. */
  readonly mayReject?: boolean;
}

function checkStores(leader: LeaderStore, helper: HelperStore, watched: { readonly leader: Watched; readonly helper: Watched }, crowd: Known): Verdict {
  const totals: Totals = { rounds: 0, counted: 0, lost: 0, twice: 0, openedTwice: 0, wrongSums: 0, noiseSquares: 0, noiseValues: 0, faults: [] };
  const rounds = roundsByTask(leader.tables);
  for (const open of crowd.tasks()) {
    const row = leader.tables.tasks.get(open.id);
    if (row) checkTask({ open, row, sent: crowd.sent.get(open.id) ?? new Map(), leader: leader.tables, helper: helper.tables, leaderWatched: watched.leader, helperWatched: watched.helper, mayReject: crowd.mayReject === true }, rounds, totals);
    else totals.faults.push(`task ${open.id} was offered and is not known`);
  }
  return verdictOf(totals);
}

/** Reads both servers' files, which nobody has open any more, and judges them by what the devices know. */
export async function checkFiles(ground: Pick<Ground, 'leaderFile' | 'helperFile'>, crowd: Known): Promise<Verdict> {
  const tasks = crowd.tasks().map(({ id }) => id);
  const copy = (path: string): Watched => readWatched(path, (watched) => {
    const sums = new Map(tasks.map((id) => [id, watched.bareSums(id)]));
    const shares = new Map(tasks.map((id) => [id, { leader: watched.shares(id, 'leader'), helper: watched.shares(id, 'helper') }]));
    return { bareSums: (id) => sums.get(id) ?? [], shares: (id, owner) => shares.get(id)?.[owner] ?? [] };
  });
  const watched = { leader: copy(ground.leaderFile), helper: copy(ground.helperFile) };
  const [leader, helper] = [valueOf(openLeaderStore(ground.leaderFile)), valueOf(openHelperStore(ground.helperFile))];
  try {
    return checkStores(leader, helper, watched, crowd);
  } finally {
    await leader.close();
    await helper.close();
  }
}
