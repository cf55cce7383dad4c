import type { RoundRecord } from '#core/protocol';
import { HOUR_MS } from '#core/units';
import { abandonBatch, closeBatch } from './close.ts';
import { ownTask, type Leader, type ModelPlan, type OwnTask } from './leader.ts';
import { prepareWaiting } from './prepare.ts';
import type { NoticeBoard } from './publish.ts';
import { isDue, openTask, planTask } from './tasks.ts';

/** Pause between two turns of the scheduler, ms: what a closing time may be late. */
const TURN_MS = 250;
/** Reports that make a job worth its round trip before the task closes. */
const WORTHWHILE_JOB = 32;
/** Longest a report waits for its job, ms: until then its shares lie in the store. */
const LONGEST_WAIT_MS = 3_000;
/** Jobs of one task in one turn, so that another task's closing waits for 1,024 reports at most. */
const JOBS_A_TURN = 4;
/** Pause before the next task is planned after the helper did not agree to one, ms. */
const AGREE_RETRY_MS = 2_000;
/** Pause before those who have not cosigned are asked again, ms. */
const COSIGN_RETRY_MS = 5_000;
/** Manifest and cosignature are renewed this often even when nothing changes; devices refuse them after seven days. */
const RENEW_MS = HOUR_MS;

/** Moves every task through its life: planned, open, closed, published or abandoned; then plans the next. */
export interface Scheduler {
  /** One step for every model; calls must not overlap. */
  turn(): Promise<void>;
  /** Turns again and again until `stop`. */
  start(): void;
  /** Resolves after the turn in progress. */
  stop(): Promise<void>;
}

/** What one model's turn did, as far as the notices go. */
type Change = 'nothing' | 'notices';

/** Sums what waits while the task is open, and closes it when it is due. */
async function collect(leader: Leader, plan: ModelPlan, own: OwnTask, lastJobMs: Map<string, number>): Promise<Change> {
  const { store, clock, logger } = leader;
  const { waiting } = store.tables.reports.counts(own.id);
  const sinceMs = clock.nowMs() - (lastJobMs.get(own.id) ?? 0);
  if (waiting >= WORTHWHILE_JOB || (waiting > 0 && sinceMs >= LONGEST_WAIT_MS)) {
    lastJobMs.set(own.id, clock.nowMs());
    const done = await prepareWaiting(leader, own, JOBS_A_TURN);
    if (!done.ok) logger.warn('reports wait: the helper did not prepare them', { task: own.id, why: done.fault.message });
  }
  if (!isDue(leader, plan, own)) return 'nothing';
  await store.transact(({ tasks }) => tasks.move(own.id, 'open', 'closed'));
  lastJobMs.delete(own.id);
  return 'notices';
}

/** Sums the last reports of a closed task, then opens its batch or gives it up. */
async function finishBatch(leader: Leader, own: OwnTask, onRound: (record: RoundRecord) => void): Promise<Change> {
  const { store, logger } = leader;
  const prepared = await prepareWaiting(leader, own, JOBS_A_TURN);
  if (!prepared.ok) {
    const isGone = prepared.fault.problem === 'task-unknown' || prepared.fault.problem === 'task-closed';
    logger.warn(isGone ? 'a batch is given up: the helper has given up its half' : 'a closed task waits for the helper', { task: own.id, why: prepared.fault.message });
    if (isGone) await abandonBatch(leader, own, 'closed'); // as after a restore from a backup: waiting would be for ever
    return 'nothing';
  }
  const { waiting, counted } = store.tables.reports.counts(own.id);
  if (waiting > 0) return 'nothing';
  if (counted < own.task.minBatch) {
    logger.info('a task ended below its minimum batch and is not opened', { task: own.id, minBatch: own.task.minBatch });
    await abandonBatch(leader, own, 'closed');
    return 'nothing';
  }
  const closed = await closeBatch(leader, own);
  if (closed.ok) {
    const { round, model, leaderReports, outcome, verdict } = closed.value;
    logger.info('a round closed', { round, model, reports: leaderReports, outcome, ...(verdict && { surplus: verdict.surplus }) });
    onRound(closed.value);
    return 'notices';
  }
  logger[closed.fault.kind === 'never' ? 'error' : 'warn'](closed.fault.kind === 'never' ? 'a batch is given up' : 'a closed task waits for the helper', { task: own.id, why: closed.fault.message });
  if (closed.fault.kind === 'never') await abandonBatch(leader, own, 'closed');
  return 'nothing';
}

/** Shows manifest and checkpoint anew where something changed, a cosignature is missing or they grow old. */
function createNoticeKeeper(leader: Leader, board: NoticeBoard): (change: Change) => Promise<void> {
  const { clock, peer, policy } = leader;
  let isLogKeyPinned = false;
  let isStale = true;
  let shownMs = 0;
  return async (change) => {
    isStale ||= change === 'notices';
    const ageMs = clock.nowMs() - shownMs;
    const wantsCosignature = !board.isCurrent() && ageMs >= COSIGN_RETRY_MS;
    if (!isStale && !wantsCosignature && ageMs < RENEW_MS) return;
    if (!isLogKeyPinned) isLogKeyPinned = (await peer.pinLogKey(policy.logKey)).ok;
    await board.refresh();
    isStale = false;
    shownMs = clock.nowMs();
  };
}

/**
 * The scheduler of one leader.
 *
 * @param onRound - called after each round is durable
 */
export function createScheduler(leader: Leader, board: NoticeBoard, onRound: (record: RoundRecord) => void = () => undefined): Scheduler {
  const { store, clock, logger, deployment, tally } = leader;
  const lastJobMs = new Map<string, number>();
  const restUntilMs = new Map<string, number>();
  const keepNotices = createNoticeKeeper(leader, board);

  async function agree(plan: ModelPlan, own: OwnTask): Promise<Change> {
    if (await openTask(leader, own)) return 'notices';
    restUntilMs.set(plan.model, clock.nowMs() + AGREE_RETRY_MS);
    return 'nothing';
  }

  async function advance(plan: ModelPlan): Promise<Change> {
    if (clock.nowMs() < (restUntilMs.get(plan.model) ?? 0)) return 'nothing';
    const row = store.tables.tasks.inPhase('planned', 'open', 'closed').find(({ model }) => model === plan.model);
    if (!row) {
      if (board.current() && !board.isCurrent()) return 'nothing'; // a task that cannot be shown would only run out
      await planTask(leader, plan);
      return 'nothing';
    }
    const own = ownTask(leader, row);
    if (row.phase === 'open') return collect(leader, plan, own, lastJobMs);
    if (row.phase === 'closed') return finishBatch(leader, own, onRound);
    if (clock.nowMs() < own.task.closesMs) return agree(plan, own);
    await abandonBatch(leader, own, 'planned'); // the helper was away for all of its window
    return 'nothing';
  }

  async function turn(): Promise<void> {
    for (const plan of deployment.plans) {
      try {
        await keepNotices(await advance(plan));
      } catch (error) {
        // A failed write or a bug in one task must not stop the other: its state is on disk and the next turn looks again.
        logger.error('a turn failed', { model: plan.model, error: error instanceof Error ? error.message : String(error) });
      }
    }
    const tallied = tally.take();
    if (tallied.length > 0) await store.transact(({ rejects }) => tallied.forEach(({ scope, reason, by }) => rejects.add(scope, reason, by)));
  }

  const ending = new AbortController();
  let running: Promise<void> | undefined;
  async function run(): Promise<void> {
    while (!ending.signal.aborted) {
      await turn().catch((error: unknown) => logger.error('a turn failed', { error: String(error) }));
      await new Promise((resolve) => setTimeout(resolve, TURN_MS));
    }
  }
  return {
    turn,
    start() {
      running ??= run();
    },
    async stop() {
      ending.abort();
      await running;
    },
  };
}
