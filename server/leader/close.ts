import { noiseFor, rhoOfTask } from '#core/privacy';
import { encodeSum } from '#core/measurement';
import { abandonedTaskText, aggregateShareText, encodeRound, noRejects, REJECT_REASONS, type MeasureRound, type MeasureTask, type ModelRound, type ModelTask, type RoundId, type RoundRecord, type Task } from '#core/protocol';
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
  const noise = vdaf.encodeIntegers(noiseFor(task, vdaf.outputLength, leader.randomness));
  return leader.store.transact(({ batches, reports }) => {
    const meanwhile = batches.share(id, 'leader');
    if (meanwhile) return meanwhile;
    return releaseNoised(batches, { id, owner: 'leader', vdaf, noise, idsRoot: toHex(sortedRoot(reports.countedIds(id))) });
  });
}

/** A batch with both noised shares. */
interface OpenedBatch<Kind extends Task = Task> {
  readonly own: OwnTask & { readonly task: Kind };
  readonly leaderShare: ReleasedShare;
  readonly helperShare: SignedShare;
  readonly closedMs: number;
}

type RoundBase = Omit<MeasureRound, 'outcome' | 'layout' | 'sum'>;

function baseOf({ own, closedMs, ...shares }: OpenedBatch, tables: LeaderTables, code: RoundRecord['code']): RoundBase {
  const rejects = noRejects();
  for (const scope of [own.id, '']) {
    const taken = tables.rejects.take(scope);
    for (const reason of REJECT_REASONS) rejects[reason] += taken[reason] ?? 0;
  }
  return {
    version: 1,
    round: (tables.rounds.last() + 1) as RoundId,
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
    rho: rhoOfTask(own.task),
    code,
  };
}

/** Round, files and leaves become durable together: a crash publishes all of a round or nothing. @param finish - the record of the round, and what else changes with it */
function publish<Round extends RoundRecord>(leader: Leader, batch: OpenedBatch, finish: (base: RoundBase, tables: LeaderTables) => { readonly record: Round; afterwards?(): void }): Promise<Round | undefined> {
  const tallied = leader.tally.take();
  return leader.store.transact((tables) => {
    for (const { scope, reason, by } of tallied) tables.rejects.add(scope, reason, by);
    if (!tables.tasks.move(batch.own.id, 'closed', 'published')) return undefined;
    const { record, afterwards } = finish(baseOf(batch, tables, leader.deployment.code), tables);
    tables.files.add('share', record.leaderShare, batch.leaderShare.bytes);
    tables.files.add('share', record.helperShare, batch.helperShare.bytes);
    const roundLeaf = appendLeaf(tables.log, { type: 'round', record });
    tables.rounds.add(record.round, encodeRound(record), roundLeaf);
    afterwards?.();
    return record;
  });
}

/** A model's step becomes its newest model together with its round. */
function publishStep(leader: Leader, batch: OpenedBatch<ModelTask>, before: CurrentModel, step: StepOutput): Promise<ModelRound | undefined> {
  return publish(leader, batch, (base, tables) => {
    const record: ModelRound = {
      ...base,
      model: batch.own.task.model,
      modelBefore: before.model,
      modelAfter: step.model.hash,
      stateBefore: before.state,
      stateAfter: step.state.hash,
      outcome: step.outcome,
      ...(step.verdict && { verdict: { surplus: step.verdict.surplus } }),
      noiseToSignal: step.noiseToSignal,
    };
    tables.files.add('model', step.model.hash, step.model.bytes);
    tables.files.add('state', step.state.hash, step.state.bytes);
    return {
      record,
      afterwards() {
        const moved = record.outcome !== 'kept'
          ? { leaf: appendLeaf(tables.log, { type: 'model', model: record.model, hash: record.modelAfter, round: record.round }), round: record.round }
          : { leaf: before.leaf, round: before.round };
        setCurrentModel(tables, record.model, { model: record.modelAfter, state: record.stateAfter, ...moved, closedRounds: before.closedRounds + 1 });
      },
    };
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

/** Both noised shares of a batch, each kept from the first time it was made. */
async function openBatch<Kind extends Task>(leader: Leader, own: OwnTask & { readonly task: Kind }): Promise<Result<OpenedBatch<Kind>, CloseFault>> {
  const theirs = await helperShare(leader, own);
  return theirs.ok ? ok({ own, leaderShare: await leaderShare(leader, own), helperShare: theirs.value, closedMs: leader.clock.nowMs() }) : theirs;
}

async function closeModel(leader: Leader, own: OwnTask & { readonly task: ModelTask }): Promise<Result<ModelRound | undefined, CloseFault>> {
  const { task, vdaf } = own;
  const before = currentModel(leader.store.tables, task.model);
  if (!before || before.model !== task.baseModel) return fail('never', 'The model moved on while this task was open');
  const batch = await openBatch(leader, own);
  if (!batch.ok) return batch;
  const { leaderShare: ours, helperShare: theirs } = batch.value;
  const model = leader.store.tables.files.get('model', before.model);
  const state = leader.store.tables.files.get('state', before.state);
  if (!model || !state) return fail('never', 'The files of the current model are gone');
  const step = stepModel({ task, vdaf, model, state, leaderShare: ours.bytes, helperShare: theirs.bytes, reports: ours.reports });
  return step.ok ? ok(await publishStep(leader, batch.value, before, step.value)) : fail('never', step.fault.message);
}

async function closeMeasurement(leader: Leader, own: OwnTask & { readonly task: MeasureTask }): Promise<Result<MeasureRound | undefined, CloseFault>> {
  const { task: { layout }, vdaf } = own;
  const batch = await openBatch(leader, own);
  if (!batch.ok) return batch;
  const [ours, theirs] = [vdaf.decodeShare(batch.value.leaderShare.bytes), vdaf.decodeShare(batch.value.helperShare.bytes)];
  if (!ours.ok || !theirs.ok) return fail('never', 'A share of this batch cannot be read');
  const sum = encodeSum(vdaf.unshard([ours.value, theirs.value], batch.value.leaderShare.reports));
  return ok(await publish(leader, batch.value, (base, { files }) => {
    const record: MeasureRound = { ...base, outcome: 'measured', layout, sum: contentHash(sum) };
    files.add('sum', record.sum, sum);
    return { record };
  }));
}

/**
 * Opens a closed batch and publishes its round. Every stage is kept before the next begins, so that a process killed
 * anywhere goes on from there: same helper share, same noise, same step, one round.
 */
export async function closeBatch(leader: Leader, own: OwnTask): Promise<Result<RoundRecord, CloseFault>> {
  const { task } = own;
  const record = task.kind === 'model' ? await closeModel(leader, { ...own, task }) : await closeMeasurement(leader, { ...own, task });
  if (!record.ok) return record;
  return record.value ? ok(record.value) : fail('never', 'The round of this task is published already');
}
