import { ACTIONS, STATES, type Step } from './session.ts';

/** Parameters of the table. */
export const Q_PARAMETERS = STATES * ACTIONS.length;
const SWEEPS = 400;
const STEP_SIZE = 0.1;
/** Weight of the conservative term: what the log rarely did is valued low. */
const CAUTION = 0.5;

/**
 * Value of each action in each state to the end of the session, from logged sessions alone: fitted Q iteration over a table with
 * CQL's term, which lowers the soft maximum of a state's values and raises those of what was logged.
 *
 * @returns shape [STATES, ACTIONS], cents
 * @see Kumar, Zhou, Tucker and Levine, "Conservative Q-Learning for Offline Reinforcement Learning" (2020), eq. 4
 */
export function fitSessionValue(sessions: readonly (readonly Step[])[]): Float64Array {
  const log = tallied(sessions);
  const q = new Float64Array(Q_PARAMETERS);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const best = Float64Array.from({ length: STATES }, (_, row) => Math.max(...q.subarray(row * WIDTH, (row + 1) * WIDTH)));
    const targets = log.cents.map((cents, cell) => cents + best.reduce((sum, value, row) => sum + value * (log.next[cell * STATES + row] ?? 0), 0));
    for (let row = 0; row < STATES; row++) step(q, targets, log.counts, row);
  }
  return q;
}

const WIDTH = ACTIONS.length;

/** What the log adds up to: how often each action was taken in each state, what it earned, and where it led. */
interface Tally {
  readonly counts: Float64Array;
  readonly cents: Float64Array;
  /** shape [STATES · ACTIONS, STATES] */
  readonly next: Float64Array;
}

function tallied(sessions: readonly (readonly Step[])[]): Tally {
  const tally: Tally = { counts: new Float64Array(Q_PARAMETERS), cents: new Float64Array(Q_PARAMETERS), next: new Float64Array(Q_PARAMETERS * STATES) };
  const add = (sums: Float64Array, at: number, amount: number): void => { sums[at] = (sums[at] ?? 0) + amount; };
  for (const steps of sessions) {
    steps.forEach(({ row, action, cents }, index) => {
      const [cell, after] = [row * WIDTH + action, steps[index + 1]];
      add(tally.counts, cell, 1);
      add(tally.cents, cell, cents);
      if (after) add(tally.next, cell * STATES + after.row, 1);
    });
  }
  return tally;
}

function step(q: Float64Array, targets: Float64Array, counts: Float64Array, row: number): void {
  const at = row * WIDTH;
  const values = q.slice(at, at + WIDTH);
  const most = Math.max(...values);
  const soft = values.map((value) => Math.exp(value - most));
  const [softSum, seen] = [soft.reduce((sum, one) => sum + one, 0), counts.slice(at, at + WIDTH).reduce((sum, one) => sum + one, 0)];
  if (seen === 0) return;
  values.forEach((value, action) => {
    const count = counts[at + action] ?? 0;
    const share = count / seen;
    const bellman = count > 0 ? share * ((targets[at + action] ?? 0) / count - value) : 0;
    q[at + action] = value + STEP_SIZE * WIDTH * (bellman - CAUTION * ((soft[action] ?? 0) / softSum - share));
  });
}
