import { decodeModel } from '#core/fedavg';
import { FLOORS, noiseVarianceFor } from '#core/privacy';
import { encodeTask, taskIdOf, type RoundRecord, type Task } from '#core/protocol';
import { fromHex } from '#core/units';
import { appendLeaf } from '#server/log';
import { abandonBatch, closeBatch } from './close.ts';
import { ownTask, type Leader, type ModelPlan, type OwnTask } from './leader.ts';
import { currentModels, type CurrentModel } from './models.ts';
import { prepareWaiting } from './prepare.ts';
import type { NoticeBoard } from './publish.ts';

/** Pause between two turns of the scheduler, ms: what a closing time may be late. */
const TURN_MS = 250;
/** Reports that make a job worth its round trip before the task closes. */
const WORTHWHILE_JOB = 32;
/** Longest a report waits for its job, ms: until then its shares lie in the store. */
const LONGEST_WAIT_MS = 3_000;
/** Jobs of one task in one turn, so that another task's closing waits for 1,024 reports at most. */
const JOBS_A_TURN = 4;
/** Pause before the helper is asked to cosign again after it was away, ms. */
const COSIGN_RETRY_MS = 5_000;
/** δ of every task: the floor of the clients. */
const DP_DELTA = FLOORS.maxDelta;

/** Moves every task through its life: planned, open, closed, published or abandoned; then plans the next. */
export interface Scheduler {
  /** One step for every model; calls must not overlap. */
  turn(): Promise<void>;
  /** Turns again and again until `stop`. */
  start(): void;
  /** Resolves after the turn in progress. */
  stop(): Promise<void>;
}

function newTask({ deployment, identity, policy, store, clock }: Leader, plan: ModelPlan, current: CurrentModel, hpkeConfigId: number): Task {
  const file = store.tables.files.get('model', current.model);
  const model = file && decodeModel(file);
  if (!model?.ok) throw new TypeError(`The current ${plan.model} model cannot be read`);
  const opensMs = clock.nowMs();
  return {
    version: 1,
    kind: 'model',
    model: plan.model,
    vdaf: 'additive32',
    length: model.value.weights.length,
    baseModel: current.model,
    block: 0,
    leader: { url: deployment.url, hpkeConfigId: identity.hpkeConfig.id, hpkePublicKey: identity.hpke.publicKey },
    helper: { url: deployment.helperUrl, hpkeConfigId, hpkePublicKey: fromHex(policy.helperHpkeKey) },
    minBatch: plan.minBatch,
    clipNorm: plan.clipNorm,
    integerNorm: FLOORS.integerNorm,
    noiseVariance: noiseVarianceFor(plan.noiseMultiplier, FLOORS.integerNorm),
    dpDelta: DP_DELTA,
    adjacency: 'zero-out',
    opensMs,
    closesMs: opensMs + plan.windowMs(current.closedRounds),
    simulated: deployment.simulated,
  };
}

/** Promises the task: the helper agrees first, then the log has it, and only then devices are offered it. */
async function openTask(leader: Leader, own: OwnTask): Promise<boolean> {
  const agreed = await leader.peer.agree(own.id, own.row.bytes);
  if (!agreed.ok) {
    leader.logger.warn('the helper does not agree to a task yet', { task: own.id, why: agreed.fault.message });
    if (agreed.fault.kind === 'refused') await abandonBatch(leader, own, 'planned');
    return false;
  }
  await leader.store.transact(({ tasks, log }) => {
    if (tasks.move(own.id, 'planned', 'open')) tasks.setLeaf(own.id, appendLeaf(log, { type: 'task', task: own.id }));
  });
  return true;
}

function isDue({ store, clock }: Leader, plan: ModelPlan, { id, task }: OwnTask): boolean {
  const nowMs = clock.nowMs();
  if (nowMs >= task.closesMs) return true;
  const { target } = plan;
  if (!target || nowMs < task.opensMs + target.earliestMs) return false;
  const { waiting, counted } = store.tables.reports.counts(id);
  return waiting + counted >= target.reports;
}

/** @param board - shows what changed
 *  @param onRound - called after each round is durable */
export function createScheduler(leader: Leader, board: NoticeBoard, hpkeConfigId: number, onRound: (record: RoundRecord) => void = () => undefined): Scheduler {
  const { store, clock, logger, deployment } = leader;
  const lastJobMs = new Map<string, number>();
  let isLogKeyPinned = false;
  let stale = true;
  let nextCosignMs = 0;

  async function planNext(plan: ModelPlan): Promise<void> {
    const current = currentModels(store.tables)[plan.model];
    if (plan.maxRounds !== undefined && current.closedRounds >= plan.maxRounds) return;
    const task = newTask(leader, plan, current, hpkeConfigId);
    const bytes = encodeTask(task);
    const id = taskIdOf(bytes);
    await store.transact(({ tasks }) => {
      if (!tasks.get(id)) tasks.add({ id, model: plan.model, bytes, opensMs: task.opensMs, closesMs: task.closesMs });
    });
  }

  async function collect(plan: ModelPlan, own: OwnTask): Promise<void> {
    const { waiting } = store.tables.reports.counts(own.id);
    const sinceMs = clock.nowMs() - (lastJobMs.get(own.id) ?? 0);
    if (waiting >= WORTHWHILE_JOB || (waiting > 0 && sinceMs >= LONGEST_WAIT_MS)) {
      lastJobMs.set(own.id, clock.nowMs());
      const done = await prepareWaiting(leader, own, JOBS_A_TURN);
      if (!done.ok) logger.warn('reports wait: the helper did not prepare them', { task: own.id, why: done.fault.message });
    }
    if (!isDue(leader, plan, own)) return;
    await store.transact(({ tasks }) => tasks.move(own.id, 'open', 'closed'));
    stale = true;
  }

  async function finishBatch(own: OwnTask): Promise<void> {
    const prepared = await prepareWaiting(leader, own, JOBS_A_TURN);
    if (!prepared.ok) {
      logger.warn('a closed task waits for the helper', { task: own.id, why: prepared.fault.message });
      return;
    }
    const { waiting, counted } = store.tables.reports.counts(own.id);
    if (waiting > 0) return;
    if (counted < own.task.minBatch) {
      logger.info('a task ended below its minimum batch and is not opened', { task: own.id, minBatch: own.task.minBatch });
      await abandonBatch(leader, own, 'closed');
      return;
    }
    const closed = await closeBatch(leader, own);
    if (closed.ok) {
      logger.info('a round closed', { round: closed.value.round, model: own.task.model, reports: closed.value.leaderReports, outcome: closed.value.outcome });
      stale = true;
      onRound(closed.value);
    } else if (closed.fault.kind === 'never') {
      logger.error('a batch is given up', { task: own.id, why: closed.fault.message });
      await abandonBatch(leader, own, 'closed');
    } else {
      logger.warn('a closed task waits for the helper', { task: own.id, why: closed.fault.message });
    }
  }

  async function advance(plan: ModelPlan): Promise<void> {
    const [row] = store.tables.tasks.inPhase('planned', 'open', 'closed').filter(({ model }) => model === plan.model);
    if (!row) return planNext(plan);
    const own = ownTask(leader, row);
    if (row.phase === 'open') return collect(plan, own);
    if (row.phase === 'closed') return finishBatch(own);
    if (clock.nowMs() >= own.task.closesMs) return abandonBatch(leader, own, 'planned'); // the helper was away for all of its window
    if (await openTask(leader, own)) stale = true;
    return undefined;
  }

  async function flushTally(): Promise<void> {
    const tallied = leader.tally.take();
    if (tallied.length > 0) await store.transact(({ rejects }) => tallied.forEach(({ scope, reason, by }) => rejects.add(scope, reason, by)));
  }

  async function showWhatChanged(): Promise<void> {
    const current = board.current();
    const wantsCosignature = current !== undefined && !current.isCosigned && clock.nowMs() >= nextCosignMs;
    if (!stale && !wantsCosignature) return;
    if (!isLogKeyPinned) isLogKeyPinned = (await leader.peer.pinLogKey(leader.policy.logKey)).ok;
    await board.refresh();
    stale = false;
    nextCosignMs = clock.nowMs() + COSIGN_RETRY_MS;
  }

  async function turn(): Promise<void> {
    for (const plan of deployment.plans) {
      try {
        await advance(plan);
      } catch (error) {
        // A failed write or a bug in one task must not stop the other: its state is on disk and the next turn looks again.
        logger.error('a turn failed', { model: plan.model, error: error instanceof Error ? error.message : String(error) });
      }
    }
    await flushTally();
    await showWhatChanged();
  }

  const loop = new AbortController();
  let running: Promise<void> | undefined;
  async function run(): Promise<void> {
    while (!loop.signal.aborted) {
      try {
        await turn();
      } catch (error) {
        logger.error('a turn failed', { error: error instanceof Error ? error.message : String(error) });
      }
      await new Promise((resolve) => setTimeout(resolve, TURN_MS));
    }
  }
  return {
    turn,
    start() {
      running ??= run();
    },
    async stop() {
      loop.abort();
      await running;
    },
  };
}
