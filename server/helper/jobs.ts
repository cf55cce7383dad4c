import {
  decodeAggregationJob, decodePlaintextInputShare, encodeAggregationAnswer, hpkeInfo, inputShareAad, problem, reportNonce, vdafContext,
  type PrepareRequest, type PrepareResponse, type ReportError, type TaskId,
} from '#core/protocol';
import { equalBytes, fail, ok, type Fault, type Result } from '#core/units';
import { hpkeOpen, sha256Native } from '#server/kernels';
import { MAX_TASK_REPORTS, reportTimeFault, verifyKeyOf } from '#server/pair';
import type { HelperTables } from '#server/store';
import { refuseFull, storeFull } from './full.ts';
import { knownTask, type Helper, type KnownTask } from './helper.ts';
import { refuse, type Answer, type Refusal } from './refusal.ts';

/** What preparation made of one report, before it is known whether its id is new. */
type Prepared =
  | { readonly reportId: Uint8Array; readonly kind: 'ready'; readonly outputShare: Uint32Array; readonly message: Uint8Array }
  | { readonly reportId: Uint8Array; readonly kind: 'rejected'; readonly error: ReportError };

/** Opens the helper's seal of one report; a share sealed for another task, id or role does not open. */
function openShare({ identity }: Helper, taskId: TaskId, request: PrepareRequest): Result<Uint8Array, Fault<ReportError>> {
  if (request.helper.configId !== identity.hpkeConfig.id) return fail('hpke_unknown_config_id', 'Sealed to another key');
  const opened = hpkeOpen({
    enc: request.helper.enc, payload: request.helper.payload, keys: identity.hpke,
    info: hpkeInfo('helper'), aad: inputShareAad(taskId, request.metadata, request.publicShare),
  });
  if (!opened.ok) return fail('hpke_decrypt_error', opened.fault.message);
  const share = decodePlaintextInputShare(opened.value);
  return share.ok ? share : fail('invalid_message', share.fault.message);
}

async function prepare(helper: Helper, { id, task, vdaf }: KnownTask, request: PrepareRequest): Promise<Prepared> {
  const { reportId, timeHours } = request.metadata;
  const rejected = (error: ReportError): Prepared => ({ reportId, kind: 'rejected', error });
  const time = reportTimeFault(task, timeHours, helper.clock.nowMs());
  if (time) return rejected(time === 'early' ? 'report_too_early' : 'task_expired');
  const inputShare = openShare(helper, id, request);
  if (!inputShare.ok) return rejected(inputShare.fault.kind);
  const context = vdafContext(id);
  const verifyKey = verifyKeyOf(helper.secret, id, vdaf.verifyKeyBytes);
  const prepared = await vdaf.prepareInit({ verifyKey, context, aggregator: 1, nonce: reportNonce(task, id, reportId), publicShare: request.publicShare, inputShare: inputShare.value });
  if (!prepared.ok) return rejected('vdaf_prep_error');
  const message = await vdaf.prepareSharesToMessage(context, [request.prepareShare, prepared.value.share]);
  if (!message.ok) return rejected('vdaf_prep_error');
  const outputShare = await vdaf.prepareNext(prepared.value.state, message.value);
  return outputShare.ok ? { reportId, kind: 'ready', outputShare: outputShare.value, message: message.value } : rejected('vdaf_prep_error');
}

/** Adds what is new to the running sum and marks every id as seen, so that no report is ever counted in two jobs. */
function count({ jobs, batches, rejects }: HelperTables, { id, vdaf }: KnownTask, prepared: readonly Prepared[]): readonly PrepareResponse[] {
  const { sum, reports } = batches.sum(id, vdaf.emptySum().length);
  let counted = 0;
  const responses = prepared.map((report): PrepareResponse => {
    const replayed = jobs.isSeen(id, report.reportId);
    if (!replayed) jobs.addSeen(id, report.reportId, report.kind === 'ready');
    if (replayed || report.kind === 'rejected') {
      const error = report.kind === 'rejected' ? report.error : 'report_replayed';
      rejects.add(id, error, 1);
      return { reportId: report.reportId, kind: 'rejected', error };
    }
    vdaf.aggregate(sum, report.outputShare);
    counted += 1;
    return { reportId: report.reportId, kind: 'finished', message: report.message };
  });
  if (counted > 0) batches.putSum(id, { sum, reports: reports + counted });
  return responses;
}

/**
 * Why a task takes no job of so many reports. What it refused counts too, so that its ids and answers have an end as well; an
 * honest leader takes no more for one task, and asks about each once.
 */
function jobFault({ tasks, batches, rejects }: HelperTables, { id, vdaf }: KnownTask, more: number): Refusal | undefined {
  if (tasks.get(id)?.phase !== 'open') return refuse(problem('task-closed', 'This task takes no more reports'));
  const refused = Object.values(rejects.of(id)).reduce((sum, count) => sum + count, 0);
  return batches.sum(id, vdaf.outputLength).reports + refused + more > MAX_TASK_REPORTS ? refuseFull('task-reports') : undefined;
}

/**
 * Prepares the reports of one job and adds them to the task's sum; answers each with its prepare message or the reason.
 * The same job again gives the same answer and adds nothing, for as long as the task is open; the same job id with other bytes is a conflict.
 * Sum, seen ids and answer become durable together, before the answer is given.
 */
export async function answerJob(helper: Helper, taskId: string, jobId: string, body: Uint8Array): Promise<Answer<Uint8Array>> {
  const requestHash = sha256Native(body);
  const job = decodeAggregationJob(body);
  if (!job.ok) return refuse(problem('malformed', job.fault.message));
  if (job.value.taskId !== taskId) return refuse(problem('malformed', 'The job is for another task than its address'));
  const known = knownTask(helper, taskId);
  if (!known) return refuse(problem('task-unknown', 'This helper has not agreed to that task'));
  const earlier = (tables: HelperTables): Answer<Uint8Array> | undefined => {
    const answer = tables.jobs.answer(known.id, jobId);
    if (!answer) return undefined;
    return equalBytes(answer.requestHash, requestHash) ? ok(answer.response) : refuse(problem('conflict', 'This job came before with other bytes'));
  };
  const before = earlier(helper.store.tables) ?? jobFault(helper.store.tables, known, job.value.requests.length) ?? storeFull(helper);
  if (before) return before;
  if (job.value.requests.length === 0) return refuse(problem('malformed', 'The job holds no report'));
  const prepared: Prepared[] = [];
  for (const request of job.value.requests) prepared.push(await prepare(helper, known, request));
  const { answer, fresh } = await helper.store.transact((tables): { readonly answer: Answer<Uint8Array>; readonly fresh: readonly PrepareResponse[] } => {
    const meanwhile = earlier(tables);
    if (meanwhile) return { answer: meanwhile, fresh: [] };
    const fault = jobFault(tables, known, prepared.length); // looked at again: it may have closed, or others come, meanwhile
    if (fault) return { answer: fault, fresh: [] };
    const fresh = count(tables, known, prepared);
    const response = encodeAggregationAnswer(fresh);
    tables.jobs.addAnswer(known.id, jobId, requestHash, response);
    return { answer: ok(response), fresh };
  });
  for (const report of fresh) if (report.kind === 'rejected') helper.metrics.count('rejects_total', 'Reports left out of the sum, by reason', { reason: report.error });
  return answer;
}
