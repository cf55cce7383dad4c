import { decodeReport, MAX_JOB_REPORTS, reportNonce, vdafContext, type PrepareRequest, type PrepareResponse, type RejectReason, type ReportError } from '#core/protocol';
import { equalBytes, fail, ok, toHex, type Result } from '#core/units';
import type { PrepareState } from '#core/vdaf';
import { verifyKeyOf } from '#server/pair';
import type { JobRow, ReportRow } from '#server/store';
import type { PeerFault } from './helper-peer.ts';
import type { Leader, OwnTask } from './leader.ts';

/** What the helper's reasons are called in a round's record. */
const REASONS: Readonly<Record<ReportError, RejectReason>> = {
  batch_collected: 'task-closed', report_replayed: 'replayed', report_dropped: 'malformed', hpke_unknown_config_id: 'undecryptable', hpke_decrypt_error: 'undecryptable',
  vdaf_prep_error: 'invalid-proof', task_expired: 'task-closed', invalid_message: 'malformed', report_too_early: 'task-future',
};

interface Begun {
  readonly row: ReportRow;
  readonly state: PrepareState;
  readonly request: PrepareRequest;
}

/** A report of a job after the helper answered. */
type Finished = { readonly id: Uint8Array; readonly outputShare: Uint32Array } | { readonly id: Uint8Array; readonly reason: RejectReason };

/** First step of preparation on the leader's shares. What fails here failed at intake already, so a stored report does not. */
async function begin(leader: Leader, { id, task, vdaf }: OwnTask, row: ReportRow): Promise<Result<Begun>> {
  const report = decodeReport(row.relay);
  if (!report.ok) return report;
  const { metadata, publicShare, helper } = report.value;
  const verifyKey = verifyKeyOf(leader.secret, id, vdaf.verifyKeyBytes);
  const prepared = await vdaf.prepareInit({ verifyKey, context: vdafContext(id), aggregator: 0, nonce: reportNonce(task, id, row.id), publicShare, inputShare: row.leaderShare });
  if (!prepared.ok) return prepared;
  return ok({ row, state: prepared.value.state, request: { metadata, publicShare, helper, prepareShare: prepared.value.share } });
}

async function finish({ vdaf }: OwnTask, { row, state }: Begun, response: PrepareResponse): Promise<Finished> {
  if (response.kind === 'rejected') return { id: row.id, reason: REASONS[response.error] };
  const outputShare = await vdaf.prepareNext(state, response.message);
  return outputShare.ok ? { id: row.id, outputShare: outputShare.value } : { id: row.id, reason: 'invalid-proof' };
}

/** Writes a job's end in one transaction: the sum grows and the shares go, or neither. Doing it again changes nothing. */
function settle(leader: Leader, { id, vdaf }: OwnTask, job: JobRow, finished: readonly Finished[]): Promise<boolean> {
  return leader.store.transact(({ reports, batches, rejects }) => {
    const rejected = finished.filter((report) => 'reason' in report);
    if (!reports.finish(job, rejected.map((report) => report.id))) return false;
    for (const { reason } of rejected) rejects.add(id, reason, 1);
    const batch = batches.sum(id, vdaf.emptySum().length);
    let counted = 0;
    for (const report of finished) {
      if (!('outputShare' in report)) continue;
      vdaf.aggregate(batch.sum, report.outputShare);
      counted += 1;
    }
    if (counted > 0) batches.putSum(id, { sum: batch.sum, reports: batch.reports + counted });
    return true;
  });
}

/**
 * Takes one job through preparation with the helper and into the running sum.
 * Safe to repeat at any point: the job's content is fixed, the helper answers the same, and only the first end counts.
 */
async function runJob(leader: Leader, own: OwnTask, job: JobRow): Promise<Result<void, PeerFault>> {
  const begun: Begun[] = [];
  const finished: Finished[] = [];
  for (const row of job.reports) {
    const first = await begin(leader, own, row);
    if (first.ok) begun.push(first.value);
    else finished.push({ id: row.id, reason: 'malformed' });
  }
  const answers = begun.length === 0 ? ok([]) : await leader.peer.prepare(job.id, { taskId: own.id, requests: begun.map(({ request }) => request) });
  if (!answers.ok) return answers;
  for (const [i, report] of begun.entries()) {
    const response = answers.value[i];
    if (!response || !equalBytes(response.reportId, report.row.id)) return fail('malformed', 'The helper answered for other reports than it was asked about');
    finished.push(await finish(own, report, response));
  }
  const isSettled = await settle(leader, own, job, finished);
  if (isSettled) for (const report of finished) if ('reason' in report) leader.metrics.count('rejects_total', 'Reports turned away, by reason', { reason: report.reason });
  return ok(undefined);
}

/**
 * Prepares and sums reports of `own` that wait, oldest first, until none is left or the helper cannot be asked.
 * Jobs that an earlier process began come first, unchanged.
 *
 * @param most - jobs to run at most, so that other tasks have their turn
 */
export async function prepareWaiting(leader: Leader, own: OwnTask, most: number): Promise<Result<void, PeerFault>> {
  for (let i = 0; i < most; i++) {
    const [unfinished] = leader.store.tables.reports.unfinished(own.id);
    const job = unfinished ?? (await claimJob(leader, own));
    if (!job) break;
    const done = await runJob(leader, own, job);
    if (!done.ok) return done;
  }
  return ok(undefined);
}

function claimJob(leader: Leader, { id }: OwnTask): Promise<JobRow | undefined> {
  if (leader.store.tables.reports.counts(id).waiting === 0) return Promise.resolve(undefined);
  const jobId = new Uint8Array(16);
  leader.randomness.fill(jobId);
  return leader.store.transact(({ reports }) => reports.claim(id, toHex(jobId), MAX_JOB_REPORTS));
}
