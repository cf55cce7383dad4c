import type { RoundRecord } from '#core/protocol';
import { inTurns, type Turns } from '#server/turns';
import { createBatches } from './batches.ts';
import { abandonBatch } from './close.ts';
import { ownTask, planName, type Leader, type OwnTask, type Plan } from './leader.ts';
import { createNoticeKeeper, type Change } from './notice-keeper.ts';
import type { NoticeBoard } from './publish.ts';
import { openTask, planTask } from './tasks.ts';

/** Pause between two turns of the scheduler, ms: what a closing time may be late. */
const TURN_MS = 250;
/** Pause before the next task is planned after the helper did not agree to one, ms. */
const AGREE_RETRY_MS = 2_000;

/** Moves every task through its life: planned, open, closed, published or abandoned; then plans the next. */
export interface Scheduler extends Turns {
  /** One step for every plan; calls must not overlap. */
  turn(): Promise<void>;
}

/** Takes one step for one plan. */
function createAdvance(leader: Leader, board: NoticeBoard, onRound: (record: RoundRecord) => void): (plan: Plan) => Promise<Change> {
  const { store, clock } = leader;
  const batches = createBatches(leader, onRound);
  const restUntilMs = new Map<string, number>();

  async function agree(plan: Plan, own: OwnTask): Promise<Change> {
    if (await openTask(leader, own)) return 'notices';
    restUntilMs.set(planName(plan), clock.nowMs() + AGREE_RETRY_MS);
    return 'nothing';
  }

  return async (plan) => {
    if (clock.nowMs() < (restUntilMs.get(planName(plan)) ?? 0)) return 'nothing';
    const row = store.tables.tasks.inPhase('planned', 'open', 'closed').find((task) => task.plan === planName(plan));
    if (!row) {
      if (board.current() && !board.isCurrent()) return 'nothing'; // a task that cannot be shown would only run out
      await planTask(leader, plan);
      return 'nothing';
    }
    const own = ownTask(leader, row);
    if (row.phase === 'open') return batches.collect(plan, own);
    if (row.phase === 'closed') return batches.finish(own);
    if (clock.nowMs() < own.task.closesMs) return agree(plan, own);
    await abandonBatch(leader, own, 'planned'); // the helper was away for all of its window
    return 'nothing';
  };
}

/**
 * The scheduler of one leader.
 *
 * @param onRound - called after each round is durable
 */
export function createScheduler(leader: Leader, board: NoticeBoard, onRound: (record: RoundRecord) => void = () => undefined): Scheduler {
  const { store, logger, deployment, tally } = leader;
  const advance = createAdvance(leader, board, onRound);
  const keepNotices = createNoticeKeeper(leader, board);

  async function turn(): Promise<void> {
    for (const plan of [...deployment.plans, ...(deployment.measures ?? [])]) {
      try {
        await keepNotices(await advance(plan));
      } catch (error) {
        // A failed write or a bug in one task must not stop the other: its state is on disk and the next turn looks again.
        logger.error('a turn failed', { plan: planName(plan), error: error instanceof Error ? error.message : String(error) });
      }
    }
    const tallied = tally.take();
    if (tallied.length > 0) await store.transact(({ rejects }) => tallied.forEach(({ scope, reason, by }) => rejects.add(scope, reason, by)));
  }

  return { turn, ...inTurns(() => turn().catch((error: unknown) => logger.error('a turn failed', { error: String(error) })), TURN_MS) };
}
