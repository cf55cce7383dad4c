import { decodeModel, reportLength, reportsToCover } from '#core/fedavg';
import { encodeLayout, type Layout } from '#core/measurement';
import { FLOORS, noiseVarianceFor } from '#core/privacy';
import { encodeTask, SHOP_KINDS, taskIdOf, type MeasureTask, type ModelTask, type Task } from '#core/protocol';
import { contentHash, fromHex, utf8Decode, utf8Encode } from '#core/units';
import { measureVdafFor, vdafForTask } from '#core/vdaf';
import { appendLeaf } from '#server/log';
import type { LeaderTables } from '#server/store';
import { hasCampaigns } from './ads.ts';
import { abandonBatch } from './close.ts';
import { addFirstModel } from './genesis.ts';
import { planName, type Counted, type Leader, type MeasurePlan, type ModelPlan, type OwnTask, type Plan } from './leader.ts';
import { recordsOf } from './measured.ts';
import { currentModels, type CurrentModel } from './models.ts';

/** What every task of this leader says of itself and its helper. */
function partiesOf({ deployment, identity, policy, helperConfigId }: Leader): Pick<Task, 'version' | 'leader' | 'helper' | 'adjacency' | 'simulated'> {
  return {
    version: 2,
    leader: { url: deployment.url, hpkeConfigId: identity.hpkeConfig.id, hpkePublicKey: identity.hpke.publicKey },
    helper: { url: deployment.helperUrl, hpkeConfigId: helperConfigId, hpkePublicKey: fromHex(policy.helperHpkeKey) },
    adjacency: 'zero-out',
    simulated: deployment.simulated,
  };
}

function newModelTask(leader: Leader, plan: ModelPlan, current: CurrentModel): ModelTask {
  const { store, clock } = leader;
  const file = store.tables.files.get('model', current.model);
  const model = file && decodeModel(file);
  if (!model?.ok) throw new TypeError(`The current ${plan.model} model cannot be read`);
  const opensMs = clock.nowMs();
  // A model larger than one report takes its blocks in turn; a block that found too few reports is tried again.
  const block = current.closedRounds % reportsToCover(model.value);
  const length = reportLength(model.value, block);
  return {
    ...partiesOf(leader),
    kind: 'model',
    model: plan.model,
    vdaf: vdafForTask(length, FLOORS.integerNorm),
    length,
    baseModel: current.model,
    block,
    minBatch: plan.minBatch,
    clipNorm: plan.clipNorm,
    integerNorm: FLOORS.integerNorm,
    noiseVariance: noiseVarianceFor(plan.noiseMultiplier, FLOORS.integerNorm),
    dpDelta: FLOORS.maxDelta,
    opensMs,
    closesMs: opensMs + plan.windowMs(current.closedRounds),
  };
}

function newMeasureTask(leader: Leader, plan: MeasurePlan, { layout, bound }: Counted): MeasureTask {
  const opensMs = leader.clock.nowMs();
  const { epsilon, vdaf = 'Prio3L1BoundSum' } = plan;
  return {
    ...partiesOf(leader),
    kind: 'measure',
    vdaf: measureVdafFor(vdaf, layout.cells.length, bound),
    length: layout.cells.length,
    layout: contentHash(encodeLayout(layout)),
    bound,
    epsilon,
    noiseScale: { numerator: bound * epsilon.denominator, denominator: epsilon.numerator },
    minBatch: plan.minBatch,
    opensMs,
    closesMs: opensMs + plan.windowMs,
  };
}

/** Setting that holds how many tasks a measurement's plan has made. */
const turnsOf = (plan: MeasurePlan): string => `turns of ${planName(plan)}`;

function turnNow({ settings }: Pick<LeaderTables, 'settings'>, plan: MeasurePlan): number {
  const kept = settings.get(turnsOf(plan));
  return kept ? Number(utf8Decode(kept)) : 0;
}

/** Whether a plan's model is trained now: one of ads only while the shop has campaigns. */
function isRun({ store, clock }: Leader, { model }: ModelPlan): boolean {
  return SHOP_KINDS.some((kind) => kind === model) || hasCampaigns(store.tables, clock.nowMs());
}

/** Most reports that any round had, by the rounds there were: asked at every turn, and rounds are many. */
const mostReports = new WeakMap<Leader, { readonly rounds: number; readonly most: number }>();

function mostReportsOf(leader: Leader): number {
  const { rounds } = leader.store.tables;
  const known = mostReports.get(leader);
  if (known?.rounds === rounds.last()) return known.most;
  const most = recordsOf({ rounds }).reduce((largest, { leaderReports }) => Math.max(largest, leaderReports), 0);
  mostReports.set(leader, { rounds: rounds.last(), most });
  return most;
}

/** Whether the model of a plan that has none yet begins now: with the first campaign, and where enough devices report. */
function begins(leader: Leader, plan: ModelPlan): boolean {
  return isRun(leader, plan) && mostReportsOf(leader) >= (plan.fromReports ?? 0);
}

/** The next task of a plan; undefined where it has run all its rounds, or has nothing to count. */
function nextTask(leader: Leader, plan: Plan): { readonly task: Task; readonly layout?: Layout } | undefined {
  if ('model' in plan) {
    const current = currentModels(leader.store.tables)[plan.model];
    if (!current || !isRun(leader, plan)) return undefined;
    return plan.maxRounds !== undefined && current.closedRounds >= plan.maxRounds ? undefined : { task: newModelTask(leader, plan, current) };
  }
  const { store: { tables }, clock } = leader;
  const counted = plan.counts(tables, { nowMs: clock.nowMs(), turn: turnNow(tables, plan) });
  return counted && { task: newMeasureTask(leader, plan, counted), layout: counted.layout };
}

/** Makes the next task of a plan, where there is one. Nobody is promised anything yet. */
export async function planTask(leader: Leader, plan: Plan): Promise<void> {
  if ('model' in plan && !currentModels(leader.store.tables)[plan.model] && begins(leader, plan)) {
    await leader.store.transact((tables) => addFirstModel(tables, plan.model, leader.deployment));
  }
  const next = nextTask(leader, plan);
  if (!next) return;
  const { task, layout } = next;
  const bytes = encodeTask(task);
  const id = taskIdOf(bytes);
  await leader.store.transact(({ tasks, files, settings }) => {
    // With the task, so that whoever is shown the one can load the other.
    if (task.kind === 'measure' && layout) files.add('layout', task.layout, encodeLayout(layout));
    if (tasks.get(id)) return;
    tasks.add({ id, plan: planName(plan), bytes, opensMs: task.opensMs, closesMs: task.closesMs });
    if ('measure' in plan) settings.set(turnsOf(plan), utf8Encode(String(turnNow({ settings }, plan) + 1)));
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
export function isDue({ store, clock }: Leader, plan: Plan, { id, task }: OwnTask): boolean {
  const nowMs = clock.nowMs();
  if (nowMs >= task.closesMs) return true;
  const { target } = plan;
  if (!target || nowMs < task.opensMs + target.earliestMs) return false;
  const { waiting, counted } = store.tables.reports.counts(id);
  return waiting + counted >= target.reports;
}
