import { discreteGaussianVector, rhoOfReport } from '#core/privacy';
import { abandonedTaskText, aggregateShareText, encodeRound, noRejects, REJECT_REASONS, type RoundId, type RoundRecord } from '#core/protocol';
import { parseKeyLine, sortedRoot } from '#core/tlog';
import { contentHash, fail, ok, toHex, type Fault, type Result } from '#core/units';
import { appendLeaf } from '#server/log';
import { releaseNoised } from '#server/pair';
import { stepModel, type StepOutput } from '#server/step';
import type { LeaderTables, ReleasedShare } from '#server/store';
import type { Leader, OwnTask } from './leader.ts';
import { currentModel, setCurrentModel, type CurrentModel } from './models.ts';

/**
 * `later`: the helper could not be asked, or what came was no answer; nothing is lost. `doubtful`: it answered, with a share
 * that is not its word on this batch; it keeps the true one, so that asking again mends what broke on the way. `never`: this
 * batch cannot be opened.
 */
export type CloseFault = Fault<'later' | 'doubtful' | 'never'>;

/** The helper's share with its word that it is the helper's. */
interface SignedShare extends ReleasedShare {
  /** 64 bytes. */
  readonly signature: Uint8Array;
}

/** Whether the key that the policy pins signed `text`: what it did not sign is red in every audit. */
async function isSigned({ policy, ed25519 }: Leader, text: Uint8Array, signature: Uint8Array): Promise<boolean> {
  const key = parseKeyLine(policy.helperKey);
  return key.ok && ed25519.verify(key.value.publicKey, text, signature);
}

/** The helper's noised share and signature, as kept. */
function keptShare({ batches }: Pick<LeaderTables, 'batches'>, { id }: OwnTask): SignedShare | undefined {
  const share = batches.share(id, 'helper');
  const signature = batches.signature(id);
  return share && signature && { ...share, signature };
}

/** The helper's noised share, kept from the first time it came. */
async function helperShare(leader: Leader, own: OwnTask): Promise<Result<SignedShare, CloseFault>> {
  const { id, vdaf } = own;
  const kept = keptShare(leader.store.tables, own);
  if (kept) return ok(kept);
  const ids = leader.store.tables.reports.countedIds(id);
  const idsRoot = sortedRoot(ids);
  const answer = await leader.peer.share({ taskId: id, reports: ids.length, idsRoot });
  if (!answer.ok) return fail(answer.fault.kind === 'refused' ? 'never' : 'later', answer.fault.message);
  const share = { bytes: answer.value.share, reports: answer.value.reports, idsRoot: toHex(answer.value.idsRoot), signature: answer.value.signature };
  if (!vdaf.decodeShare(share.bytes).ok || share.reports !== ids.length || share.idsRoot !== toHex(idsRoot)) {
    return fail('doubtful', 'The helper released a share of another batch than it was asked for');
  }
  const text = aggregateShareText({ taskId: id, reports: share.reports, idsRoot: share.idsRoot, share: contentHash(share.bytes) });
  if (!(await isSigned(leader, text, share.signature))) return fail('doubtful', 'The helper released a share that the key in the policy did not sign');
  return leader.store.transact((tables): Result<SignedShare, CloseFault> => {
    const meanwhile = keptShare(tables, own);
    if (meanwhile) return ok(meanwhile);
    tables.batches.addShare(id, 'helper', share);
    tables.batches.addSignature(id, share.signature);
    return ok(share);
  });
}

/** The leader's own share with its own full noise, drawn once: the bare sum is deleted in the transaction that keeps it. */
function leaderShare(leader: Leader, { id, task, vdaf }: OwnTask): Promise<ReleasedShare> {
  const kept = leader.store.tables.batches.share(id, 'leader');
  if (kept) return Promise.resolve(kept);
  const noise = vdaf.encodeIntegers(discreteGaussianVector(vdaf.outputLength, task.noiseVariance, leader.randomness));
  return leader.store.transact(({ batches, reports }) => {
    const meanwhile = batches.share(id, 'leader');
    if (meanwhile) return meanwhile;
    return releaseNoised(batches, { id, owner: 'leader', vdaf, noise, idsRoot: toHex(sortedRoot(reports.countedIds(id))) });
  });
}

interface ClosedBatch {
  readonly own: OwnTask;
  readonly before: CurrentModel;
  readonly leaderShare: ReleasedShare;
  readonly helperShare: SignedShare;
  readonly step: StepOutput;
  readonly closedMs: number;
}

function recordOf({ own, before, step, closedMs, ...shares }: ClosedBatch, tables: LeaderTables, code: RoundRecord['code']): RoundRecord {
  const rejects = noRejects();
  for (const scope of [own.id, '']) {
    const taken = tables.rejects.take(scope);
    for (const reason of REJECT_REASONS) rejects[reason] += taken[reason] ?? 0;
  }
  return {
    version: 1,
    round: (tables.rounds.last() + 1) as RoundId,
    model: own.task.model,
    task: own.id,
    leaderReports: shares.leaderShare.reports,
    helperReports: shares.helperShare.reports,
    rejects,
    openedMs: own.task.opensMs,
    closedMs,
    leaderShare: contentHash(shares.leaderShare.bytes),
    helperShare: contentHash(shares.helperShare.bytes),
    leaderIdsRoot: shares.leaderShare.idsRoot,
    helperIdsRoot: shares.helperShare.idsRoot,
    helperSignature: toHex(shares.helperShare.signature),
    modelBefore: before.model,
    modelAfter: step.model.hash,
    stateBefore: before.state,
    stateAfter: step.state.hash,
    outcome: step.outcome,
    ...(step.verdict && { verdict: { surplus: step.verdict.surplus } }),
    noiseToSignal: step.noiseToSignal,
    rho: rhoOfReport(own.task),
    code,
  };
}

/** Round, files, leaves and the new current model become durable together: a crash publishes all of a round or nothing. */
function publish(leader: Leader, batch: ClosedBatch): Promise<RoundRecord | undefined> {
  const { own, before, step } = batch;
  const tallied = leader.tally.take();
  return leader.store.transact((tables) => {
    for (const { scope, reason, by } of tallied) tables.rejects.add(scope, reason, by);
    if (!tables.tasks.move(own.id, 'closed', 'published')) return undefined;
    const record = recordOf(batch, tables, leader.deployment.code);
    tables.files.add('share', record.leaderShare, batch.leaderShare.bytes);
    tables.files.add('share', record.helperShare, batch.helperShare.bytes);
    tables.files.add('model', step.model.hash, step.model.bytes);
    tables.files.add('state', step.state.hash, step.state.bytes);
    const roundLeaf = appendLeaf(tables.log, { type: 'round', record });
    tables.rounds.add(record.round, encodeRound(record), roundLeaf);
    const moved = record.outcome !== 'kept'
      ? { leaf: appendLeaf(tables.log, { type: 'model', model: record.model, hash: record.modelAfter, round: record.round }), round: record.round }
      : { leaf: before.leaf, round: before.round };
    setCurrentModel(tables, record.model, { model: record.modelAfter, state: record.stateAfter, ...moved, closedRounds: before.closedRounds + 1 });
    return record;
  });
}

/**
 * Gives the batch up at both servers: its shares and sums are deleted unopened. A task in the log gets the helper's word for
 * that beside it; where the helper gives none, the audit shows a task without an end, which is then the truth.
 *
 * @returns false while the helper cannot be told: the next turn tries again, because it must not keep the sum
 */
export async function abandonBatch(leader: Leader, { id }: OwnTask, from: 'planned' | 'open' | 'closed'): Promise<boolean> {
  const told = await leader.peer.abandon(id);
  if (!told.ok && told.fault.kind === 'unreachable') return false;
  const word = told.ok && (await isSigned(leader, abandonedTaskText(id), told.value)) ? told.value : undefined;
  return leader.store.transact(({ tasks, batches, reports, log }) => {
    if (!tasks.move(id, from, 'abandoned')) return true;
    batches.dropSum(id);
    reports.dropShares(id);
    if (word && (tasks.get(id)?.leaf ?? -1) >= 0) appendLeaf(log, { type: 'abandoned', task: id, helperSignature: toHex(word) });
    return true;
  });
}

/**
 * Opens a closed batch and publishes its round. Every stage is kept before the next begins, so that a process killed
 * anywhere goes on from there: same helper share, same noise, same step, one round.
 */
export async function closeBatch(leader: Leader, own: OwnTask): Promise<Result<RoundRecord, CloseFault>> {
  const before = currentModel(leader.store.tables, own.task.model);
  if (!before || before.model !== own.task.baseModel) return fail('never', 'The model moved on while this task was open');
  const theirs = await helperShare(leader, own);
  if (!theirs.ok) return theirs;
  const ours = await leaderShare(leader, own);
  const model = leader.store.tables.files.get('model', before.model);
  const state = leader.store.tables.files.get('state', before.state);
  if (!model || !state) return fail('never', 'The files of the current model are gone');
  const step = stepModel({ task: own.task, vdaf: own.vdaf, model, state, leaderShare: ours.bytes, helperShare: theirs.value.bytes, reports: ours.reports });
  if (!step.ok) return fail('never', step.fault.message);
  const record = await publish(leader, { own, before, leaderShare: ours, helperShare: theirs.value, step: step.value, closedMs: leader.clock.nowMs() });
  return record ? ok(record) : fail('never', 'The round of this task is published already');
}
