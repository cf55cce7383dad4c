import { decodeModel, reportLength, reportsToCover } from '#core/fedavg';
import { FLOORS, noiseVarianceFor } from '#core/privacy';
import { encodeTask, taskIdOf, type Task } from '#core/protocol';
import { fromHex } from '#core/units';
import { vdafForTask } from '#core/vdaf';
import { appendLeaf } from '#server/log';
import { abandonBatch } from './close.ts';
import type { Leader, ModelPlan, OwnTask } from './leader.ts';
import { currentModels, type CurrentModel } from './models.ts';

function newTask({ deployment, identity, policy, helperConfigId, store, clock }: Leader, plan: ModelPlan, current: CurrentModel): Task {
  const file = store.tables.files.get('model', current.model);
  const model = file && decodeModel(file);
  if (!model?.ok) throw new TypeError(`The current ${plan.model} model cannot be read`);
  const opensMs = clock.nowMs();
  // A model larger than one report takes its blocks in turn; a block that found too few reports is tried again.
  const block = current.closedRounds % reportsToCover(model.value);
  const length = reportLength(model.value, block);
  return {
    version: 2,
    kind: 'model',
    model: plan.model,
    vdaf: vdafForTask(length, FLOORS.integerNorm),
    length,
    baseModel: current.model,
    block,
    leader: { url: deployment.url, hpkeConfigId: identity.hpkeConfig.id, hpkePublicKey: identity.hpke.publicKey },
    helper: { url: deployment.helperUrl, hpkeConfigId: helperConfigId, hpkePublicKey: fromHex(policy.helperHpkeKey) },
    minBatch: plan.minBatch,
    clipNorm: plan.clipNorm,
    integerNorm: FLOORS.integerNorm,
    noiseVariance: noiseVarianceFor(plan.noiseMultiplier, FLOORS.integerNorm),
    dpDelta: FLOORS.maxDelta,
    adjacency: 'zero-out',
    opensMs,
    closesMs: opensMs + plan.windowMs(current.closedRounds),
    simulated: deployment.simulated,
  };
}

/** Makes the next task of a plan, unless it has run all its rounds. Nobody is promised anything yet. */
export async function planTask(leader: Leader, plan: ModelPlan): Promise<void> {
  const current = currentModels(leader.store.tables)[plan.model];
  if (plan.maxRounds !== undefined && current.closedRounds >= plan.maxRounds) return;
  const task = newTask(leader, plan, current);
  const bytes = encodeTask(task);
  const id = taskIdOf(bytes);
  await leader.store.transact(({ tasks }) => {
    if (!tasks.get(id)) tasks.add({ id, model: plan.model, bytes, opensMs: task.opensMs, closesMs: task.closesMs });
  });
}

/**
 * Promises a planned task: the helper agrees first, then the log has it, and only then devices are offered it.
 *
 * @returns whether it is open now
 */
export async function openTask(leader: Leader, own: OwnTask): Promise<boolean> {
  const agreed = await leader.peer.agree(own.id, own.row.bytes);
  if (!agreed.ok) {
    leader.logger.warn('the helper does not agree to a task', { task: own.id, why: agreed.fault.message });
    if (agreed.fault.kind === 'refused') await abandonBatch(leader, own, 'planned');
    return false;
  }
  await leader.store.transact(({ tasks, log }) => {
    if (tasks.move(own.id, 'planned', 'open')) tasks.setLeaf(own.id, appendLeaf(log, { type: 'task', task: own.id }));
  });
  return true;
}

/** Whether an open task takes its last report now. */
export function isDue({ store, clock }: Leader, plan: ModelPlan, { id, task }: OwnTask): boolean {
  const nowMs = clock.nowMs();
  if (nowMs >= task.closesMs) return true;
  const { target } = plan;
  if (!target || nowMs < task.opensMs + target.earliestMs) return false;
  const { waiting, counted } = store.tables.reports.counts(id);
  return waiting + counted >= target.reports;
}
