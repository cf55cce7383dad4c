import { noiseFor } from '#core/privacy';
import { aggregateShareText, decodeAggregateShareRequest, encodeAggregateShareResponse, problem, type AggregateShareRequest, type TaskId } from '#core/protocol';
import { sortedRoot } from '#core/tlog';
import { contentHash, fromHex, ok, toHex } from '#core/units';
import { releaseNoised } from '#server/pair';
import type { HelperTables, ReleasedShare } from '#server/store';
import { knownTask, type Helper, type KnownTask } from './helper.ts';
import { refuse, type Answer } from './refusal.ts';

/**
 * Whether what is asked for is the batch this helper counted. Below the minimum it says only that, whatever was asked for, and
 * never how many it counted: who has the pair's secret but not the reports must not learn by guessing which there are.
 */
function mismatch({ jobs }: HelperTables, { id, task }: KnownTask, request: AggregateShareRequest): Answer<string> {
  const ids = jobs.countedIds(id);
  if (ids.length < task.minBatch) return refuse(problem('too-few-reports', `The batch opens from ${task.minBatch} reports`));
  const idsRoot = toHex(sortedRoot(ids));
  if (ids.length === request.reports && idsRoot === toHex(request.idsRoot)) return ok(idsRoot);
  return refuse(problem('batch-mismatch', 'This helper counted another number of reports than the request names, or others'));
}

/** The answer with this helper's signature, which is durable before it is sent. Signing may wait: the share is kept by then. */
async function responseOf({ store, identity, ed25519 }: Helper, { id }: KnownTask, { reports, idsRoot, bytes }: ReleasedShare): Promise<Uint8Array> {
  const kept = store.tables.batches.signature(id);
  const text = aggregateShareText({ taskId: id, reports, idsRoot, share: contentHash(bytes) });
  const fresh = kept ?? (await ed25519.sign(identity.signer.secretKey, text));
  const signature = kept ?? (await store.transact(({ batches }) => {
    batches.addSignature(id, fresh);
    return batches.signature(id) ?? fresh;
  }));
  return encodeAggregateShareResponse({ reports, idsRoot: fromHex(idsRoot), share: bytes, signature });
}

/** The share released before, if the request is for the same batch. */
function released({ batches }: HelperTables, { id }: KnownTask, request: AggregateShareRequest): Answer<ReleasedShare> | undefined {
  const share = batches.share(id, 'helper');
  if (!share) return undefined;
  const same = share.reports === request.reports && share.idsRoot === toHex(request.idsRoot);
  return same ? ok(share) : refuse(problem('batch-mismatch', 'The share of this task was released for another set of reports'));
}

/** Answers the leader's requests for a share. */
type ReleaseShare = (taskId: string, body: Uint8Array) => Promise<Answer<Uint8Array>>;

/**
 * Releases this helper's share of a batch with its own full noise added, once, and signs what it released.
 *
 * The noised share is durable and the bare sum deleted before a byte is sent. Asking again gives the same bytes: noise is
 * never drawn twice for one batch, because the mean of two draws would hold less of it. The signature binds task, count,
 * ids and share to this helper's key, so that a leader cannot invent them.
 */
export function shareReleaser(helper: Helper): ReleaseShare {
  const drawing = new Map<TaskId, Promise<Answer<ReleasedShare>>>();
  async function shareOf(known: KnownTask, request: AggregateShareRequest): Promise<Answer<ReleasedShare>> {
    // One draw a task at a time: it holds up every shop of this process, and who asked meanwhile finds what it released.
    for (let other = drawing.get(known.id); other; other = drawing.get(known.id)) await other.catch(() => undefined);
    const share = released(helper.store.tables, known, request);
    if (share) return share;
    const drawn = drawShare(helper, known, request).finally(() => drawing.delete(known.id));
    drawing.set(known.id, drawn);
    return drawn;
  }
  return async (taskId, body) => {
    const request = decodeAggregateShareRequest(body);
    if (!request.ok) return refuse(problem('malformed', request.fault.message));
    if (request.value.taskId !== taskId) return refuse(problem('malformed', 'The request is for another task than its address'));
    const known = knownTask(helper, taskId);
    if (!known) return refuse(problem('task-unknown', 'This helper has not agreed to that task'));
    const share = await shareOf(known, request.value);
    return share.ok ? ok(await responseOf(helper, known, share.value)) : share;
  };
}

/** Whether a share of this batch may still be drawn; the root of its ids. */
function releasable(tables: HelperTables, known: KnownTask, request: AggregateShareRequest): Answer<string> {
  // Given up: its sum is gone, and what would be released is no share of anything.
  if (tables.tasks.get(known.id)?.phase !== 'open') return refuse(problem('task-closed', 'This task was given up'));
  return mismatch(tables, known, request);
}

async function drawShare(helper: Helper, known: KnownTask, request: AggregateShareRequest): Promise<Answer<ReleasedShare>> {
  const { vdaf, task, id } = known;
  const asked = releasable(helper.store.tables, known, request);
  if (!asked.ok) return asked; // noise for thousands of entries takes a second: not for a batch that is refused anyway
  const noise = vdaf.encodeIntegers(noiseFor(task, vdaf.outputLength, helper.randomness));
  return helper.store.transact((tables): Answer<ReleasedShare> => {
    // Looked at again inside the transaction, whatever happened meanwhile: one draw must win, and none for a task given up.
    const meanwhile = released(tables, known, request);
    if (meanwhile) return meanwhile;
    const idsRoot = releasable(tables, known, request);
    if (!idsRoot.ok) return idsRoot;
    const share = releaseNoised(tables.batches, { id, owner: 'helper', vdaf, noise, idsRoot: idsRoot.value });
    tables.tasks.setPhase(id, 'collected');
    tables.jobs.dropAnswers(id); // no job comes again: its leader asked for the share after the last of them
    return ok(share);
  });
}
