import { isModelRound, type RoundRecord } from '#core/protocol';
import { abandonBatch, closeBatch, type CloseFault } from './close.ts';
import { createDoubts, type Doubts } from './doubts.ts';
import { helperOf, type Leader, type OwnTask, type Plan } from './leader.ts';
import type { Change } from './notice-keeper.ts';
import { prepareWaiting } from './prepare.ts';
import { isDue } from './tasks.ts';

/** Reports that make a job worth its round trip before the task closes. */
const WORTHWHILE_JOB = 32;
/** Longest a report waits for its job, ms: until then its shares lie in the store. */
const LONGEST_WAIT_MS = 3_000;
/** Jobs of one task in one turn, so that another task's closing waits for 1,024 reports at most. */
const JOBS_A_TURN = 4;

/** What becomes of a task's reports while it is open and after. */
export interface Batches {
  /** Sums what waits while the task is open, and closes it when it is due. */
  collect(plan: Plan, own: OwnTask): Promise<Change>;
  /** Sums the last reports of a closed task, then opens its batch or gives it up. */
  finish(own: OwnTask): Promise<Change>;
}

/** Deletes a batch with reports in it that nobody will open, and says so. */
async function giveUp(leader: Leader, own: OwnTask, why: string): Promise<void> {
  if (!(await abandonBatch(leader, own, 'closed'))) return;
  leader.logger.error('a batch is given up', { task: own.id, why });
  leader.tell({ kind: 'given-up', plan: own.row.plan, why });
}

/** Warns of a task that waits when the reason is another than the last time: it is asked for four times a second. */
type WarnOf = (own: OwnTask, message: string, why: string) => void;

function warnOnce({ logger }: Leader): WarnOf {
  const lastWhy = new Map<string, string>();
  return ({ id }, message, why) => {
    if (lastWhy.get(id) !== why) logger.warn(message, { task: id, why });
    lastWhy.set(id, why);
  };
}

/** What a batch is closed with, beside the leader. */
interface Closing {
  readonly doubts: Doubts;
  readonly warn: WarnOf;
  readonly onRound: (record: RoundRecord) => void;
}

async function notClosed(leader: Leader, own: OwnTask, { doubts, warn }: Closing, { kind, message }: CloseFault): Promise<Change> {
  if (kind === 'doubtful') leader.standings.met(helperOf(leader), 'shares', 'wrong-answer');
  if (kind === 'never' || (kind === 'doubtful' && !doubts.add(own.id))) await giveUp(leader, own, message);
  else warn(own, 'a closed task waits for the helper', message);
  return 'nothing';
}

async function finishBatch(leader: Leader, own: OwnTask, closing: Closing): Promise<Change> {
  const { store, logger, standings } = leader;
  const prepared = await prepareWaiting(leader, own, JOBS_A_TURN);
  if (!prepared.ok) {
    // As after a restore from a backup: waiting would be for ever.
    if (prepared.fault.problem === 'task-unknown' || prepared.fault.problem === 'task-closed') await giveUp(leader, own, `The helper has given up its half: ${prepared.fault.message}`);
    else closing.warn(own, 'a closed task waits for the helper', prepared.fault.message);
    return 'nothing';
  }
  const { waiting, counted } = store.tables.reports.counts(own.id);
  if (waiting > 0) return 'nothing';
  if (counted < own.task.minBatch) {
    logger.info('a task ended below its minimum batch and is not opened', { task: own.id, minBatch: own.task.minBatch });
    await abandonBatch(leader, own, 'closed');
    return 'nothing';
  }
  if (!closing.doubts.mayAsk(own.id)) return 'nothing';
  const closed = await closeBatch(leader, own);
  if (!closed.ok) return notClosed(leader, own, closing, closed.fault);
  standings.met(helperOf(leader), 'shares');
  const { round, leaderReports, outcome } = closed.value;
  logger.info('a round closed', { round, plan: own.row.plan, reports: leaderReports, outcome, ...(isModelRound(closed.value) && closed.value.verdict && { surplus: closed.value.verdict.surplus }) });
  closing.onRound(closed.value);
  return 'notices';
}

/** The batches of one leader. @param onRound - called after each round is durable */
export function createBatches(leader: Leader, onRound: (record: RoundRecord) => void): Batches {
  const { store, clock } = leader;
  const lastJobMs = new Map<string, number>();
  const warn = warnOnce(leader);
  const closing: Closing = { doubts: createDoubts(clock), warn, onRound };
  return {
    async collect(plan, own) {
      const { waiting } = store.tables.reports.counts(own.id);
      const sinceMs = clock.nowMs() - (lastJobMs.get(own.id) ?? 0);
      if (waiting >= WORTHWHILE_JOB || (waiting > 0 && sinceMs >= LONGEST_WAIT_MS)) {
        lastJobMs.set(own.id, clock.nowMs());
        const done = await prepareWaiting(leader, own, JOBS_A_TURN);
        if (!done.ok) warn(own, 'reports wait: the helper did not prepare them', done.fault.message);
      }
      if (!isDue(leader, plan, own)) return 'nothing';
      await store.transact(({ tasks }) => tasks.move(own.id, 'open', 'closed'));
      lastJobMs.delete(own.id);
      return 'notices';
    },
    finish: (own) => finishBatch(leader, own, closing),
  };
}
