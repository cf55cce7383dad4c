import { discreteGaussianVector } from '#core/privacy';
import { decodeAggregateShareRequest, encodeAggregateShareResponse, problem, type AggregateShareRequest } from '#core/protocol';
import { sortedRoot } from '#core/tlog';
import { fromHex, ok, toHex } from '#core/units';
import { encodeAggregateShare } from '#core/vdaf';
import type { HelperTables, ReleasedShare } from '#server/store';
import { knownTask, type Helper, type KnownTask } from './helper.ts';
import { refuse, type Answer } from './tasks.ts';

/** Whether what is asked for is the batch this helper counted. */
function mismatch({ jobs }: HelperTables, { id, task }: KnownTask, request: AggregateShareRequest): Answer<string> {
  const ids = jobs.countedIds(id);
  const idsRoot = toHex(sortedRoot(ids));
  if (ids.length !== request.reports || idsRoot !== toHex(request.idsRoot)) {
    return refuse(problem('batch-mismatch', `This helper counted ${ids.length} reports, the request names ${request.reports}, or others of the same number`));
  }
  if (ids.length < task.minBatch) return refuse(problem('too-few-reports', `The batch holds ${ids.length} reports and opens from ${task.minBatch}`));
  return ok(idsRoot);
}

function responseOf({ reports, idsRoot, bytes }: ReleasedShare): Uint8Array {
  return encodeAggregateShareResponse({ reports, idsRoot: fromHex(idsRoot), share: bytes });
}

/** The share released before, if the request is for the same batch. */
function released({ batches }: HelperTables, { id }: KnownTask, request: AggregateShareRequest): Answer<Uint8Array> | undefined {
  const share = batches.share(id, 'helper');
  if (!share) return undefined;
  const same = share.reports === request.reports && share.idsRoot === toHex(request.idsRoot);
  return same ? ok(responseOf(share)) : refuse(problem('batch-mismatch', 'The share of this task was released for another set of reports'));
}

/**
 * Releases this helper's share of a batch with its own full noise added, once.
 *
 * The noised share is durable and the bare sum deleted before a byte is sent. Asking again gives the same bytes: noise is
 * never drawn twice for one batch, because the mean of two draws would hold less of it.
 */
export async function releaseShare(helper: Helper, taskId: string, body: Uint8Array): Promise<Answer<Uint8Array>> {
  const request = decodeAggregateShareRequest(body);
  if (!request.ok) return refuse(problem('malformed', request.fault.message));
  if (request.value.taskId !== taskId) return refuse(problem('malformed', 'The request is for another task than its address'));
  const known = knownTask(helper, taskId);
  if (!known) return refuse(problem('task-unknown', 'This helper has not agreed to that task'));
  const before = released(helper.store.tables, known, request.value);
  if (before) return before;
  const { vdaf, task, id } = known;
  const noise = vdaf.encodeIntegers(discreteGaussianVector(vdaf.outputLength, task.noiseVariance, helper.randomness));
  return helper.store.transact((tables): Answer<Uint8Array> => {
    // Looked at again inside the transaction: two requests may have drawn noise at the same time, and one draw must win.
    const meanwhile = released(tables, known, request.value);
    if (meanwhile) return meanwhile;
    // Given up meanwhile: its sum is gone, and what would be released is no share of anything.
    if (tables.tasks.get(id)?.phase !== 'open') return refuse(problem('task-closed', 'This task was given up'));
    const idsRoot = mismatch(tables, known, request.value);
    if (!idsRoot.ok) return idsRoot;
    const { sum, reports } = tables.batches.sum(id, vdaf.outputLength);
    vdaf.aggregate(sum, noise);
    const share = { bytes: encodeAggregateShare(sum), reports, idsRoot: idsRoot.value };
    tables.batches.addShare(id, 'helper', share);
    tables.batches.dropSum(id);
    tables.tasks.setPhase(id, 'collected');
    return ok(responseOf(share));
  });
}
