import {
  decodePlaintextInputShare, decodeUpload, encodeReport, hpkeInfo, inputShareAad, problem,
  type Problem, type RejectReason, type Report, type TaskId,
} from '#core/protocol';
import { equalBytes, fail, HOUR_MS, type Fault, type Result } from '#core/units';
import { hpkeOpen, sha256Native } from '#server/kernels';
import { MAX_TASK_REPORTS, reportTimeFault } from '#server/pair';
import type { LeaderTables } from '#server/store';
import { ownTask, type Leader, type OwnTask } from './leader.ts';

/** What became of an upload. `accepted` and `duplicate` are only said once the report is durable. */
export type IntakeResult = { readonly kind: 'accepted' | 'duplicate' } | { readonly kind: 'refused'; readonly problem: Problem };

const NO_SEAL = { configId: 0, enc: new Uint8Array(0), payload: new Uint8Array(0) };

/** What is already known of this report id; undefined for a new one. */
function earlier({ reports }: Pick<LeaderTables, 'reports'>, taskId: TaskId, report: Report, bodyHash: Uint8Array): 'duplicate' | 'conflict' | undefined {
  const known = reports.bodyHash(taskId, report.metadata.reportId);
  if (!known) return undefined;
  return equalBytes(known, bodyHash) ? 'duplicate' : 'conflict';
}

/** What is already known of a report, or why its task does not take it. */
type Seen = 'duplicate' | keyof typeof DETAILS;

/** Why the task takes no report now; undefined when it does. */
function windowFault({ tasks, reports }: Pick<LeaderTables, 'tasks' | 'reports'>, taskId: TaskId, nowMs: number): 'task-unknown' | 'task-closed' | 'task-full' | 'task-future' | undefined {
  const task = tasks.get(taskId);
  if (!task || task.phase === 'planned') return 'task-unknown';
  if (task.phase !== 'open' || nowMs >= task.closesMs) return 'task-closed';
  if (nowMs < task.opensMs) return 'task-future';
  return reports.accepted(taskId) >= MAX_TASK_REPORTS ? 'task-full' : undefined;
}

/** Opens the leader's seal and measures the share inside: what it proves is looked at with the helper, in a job. */
function openShare({ identity }: Leader, { id, bytes }: OwnTask, report: Report): Result<Uint8Array, Fault<'undecryptable' | 'malformed'>> {
  const { metadata, publicShare, leader: seal } = report;
  if (publicShare.length !== bytes.publicShare) return fail('malformed', `The public share has ${publicShare.length} bytes, wanted ${bytes.publicShare}`);
  if (seal.configId !== identity.hpkeConfig.id) return fail('undecryptable', 'The leader share is sealed to another key');
  const opened = hpkeOpen({
    enc: seal.enc, payload: seal.payload, keys: identity.hpke, info: hpkeInfo('leader'), aad: inputShareAad(id, metadata, publicShare),
  });
  if (!opened.ok) return fail('undecryptable', opened.fault.message);
  const share = decodePlaintextInputShare(opened.value);
  if (!share.ok) return fail('malformed', share.fault.message);
  const [wanted] = bytes.inputShares;
  return share.value.length === wanted ? share : fail('malformed', `The leader share has ${share.value.length} bytes, wanted ${wanted}`);
}

/** Texts of refusals that say nothing of the request itself. */
const DETAILS = {
  'conflict': 'Another report with this id is already here',
  'task-unknown': 'This leader has no such task',
  'task-closed': 'The task takes no more reports',
  'task-full': 'The task holds as many reports as it takes',
  'task-future': 'The task is not open yet',
} as const;

/** Refusals of a report whose own time is none of its task's (DAP). */
const TIME_REFUSALS = {
  early: { reason: 'task-future', detail: 'The report says it was made before the task opened, or in the future' },
  late: { reason: 'task-closed', detail: 'The report says it was made after the task closed' },
} as const;

/**
 * Takes one upload: decodes it, looks for its id, checks the task's window and the report's time, opens and checks the leader's
 * share, keeps it.
 * Any bytes may come in; the answer is always a value. The same bytes again are a duplicate even after the task closed:
 * a device that missed its acknowledgement must learn that the report counts.
 */
export async function takeUpload(leader: Leader, body: Uint8Array): Promise<IntakeResult> {
  const refuse = (scope: string, reason: RejectReason, detail: string): IntakeResult => {
    leader.tally.add(scope, reason);
    leader.metrics.count('rejects_total', 'Reports turned away, by reason', { reason });
    return { kind: 'refused', problem: problem(reason, detail) };
  };
  const upload = decodeUpload(body);
  if (!upload.ok) return refuse('', 'malformed', upload.fault.message);
  const { taskId, report } = upload.value;
  const bodyHash = sha256Native(body);
  const { tables } = leader.store;
  const look = (now: LeaderTables): Seen | undefined => earlier(now, taskId, report, bodyHash) ?? windowFault(now, taskId, leader.clock.nowMs());
  const answer = (seen: Seen): IntakeResult => {
    if (seen === 'duplicate') return { kind: 'duplicate' };
    // Full is closed to a device: the same bytes sent again later would not be taken either.
    return refuse(seen === 'task-unknown' ? '' : taskId, seen === 'task-full' ? 'task-closed' : seen, DETAILS[seen]);
  };
  const before = look(tables);
  if (before) return answer(before);
  const row = tables.tasks.get(taskId);
  if (!row) return answer('task-unknown');
  const own = ownTask(leader, row);
  const time = reportTimeFault(own.task, report.metadata.timeHours, leader.clock.nowMs());
  if (time) return refuse(taskId, TIME_REFUSALS[time].reason, TIME_REFUSALS[time].detail);
  const leaderShare = openShare(leader, own, report);
  if (!leaderShare.ok) return refuse(taskId, leaderShare.fault.kind, leaderShare.fault.message);
  const relay = encodeReport({ ...report, leader: NO_SEAL });
  const hour = Math.floor(leader.clock.nowMs() / HOUR_MS);
  const meanwhile = await leader.store.transact((now): Seen | undefined => {
    // Looked at again: the same id may have come twice at once, or the task closed meanwhile.
    const seen = look(now);
    if (!seen) now.reports.add(taskId, { id: report.metadata.reportId, relay, leaderShare: leaderShare.value }, bodyHash, hour);
    return seen;
  });
  if (meanwhile) return answer(meanwhile);
  leader.metrics.count('reports_total', 'Reports accepted'); // once it is durable, and once: a transaction may run again
  return { kind: 'accepted' };
}
