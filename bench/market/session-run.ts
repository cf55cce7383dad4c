import { mayPublish, snipw } from '#core/offpolicy';
import { seededChance } from '#core/units';
import { fitSessionValue, Q_PARAMETERS } from './q-head.ts';
import { ACTIONS, exploring, pageCents, runSession, type SessionPolicy, type Step } from './session.ts';

/** Sessions of the log that is learnt from, of the one the gate judges on, and of the simulation that knows the truth. */
const SESSIONS = 40_000;
/** What every policy that runs keeps exploring, and sessions that explore evenly, from which others are judged. */
const [KEPT_EXPLORATION, EVEN_EXPLORATION] = [0.4, 1];
const INTERESTS = 3;

/** What the gate says of the head. */
export interface SessionVerdict {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly effective: number;
  readonly verdict: string;
}

/** The session head beside the choice that looks at one page only, cents a session. */
export interface SessionResult {
  readonly parameters: number;
  readonly myopic: number;
  readonly head: number;
  /** From sessions of the running policy, and from as many that explore evenly. */
  readonly fromRunning: SessionVerdict;
  readonly fromEven: SessionVerdict;
}

/** Trains the head on logs, asks the gate, and measures both in the simulation. */
export function runSessionHead(seed: number): SessionResult {
  const myopic = (explore: number): SessionPolicy => exploring((row) => ACTIONS.map((_, action) => pageCents(action, row % INTERESTS)), explore);
  const running = sessionsOf(myopic(KEPT_EXPLORATION), seed);
  const q = fitSessionValue(running);
  const head = exploring((row) => [...q.subarray(row * ACTIONS.length, (row + 1) * ACTIONS.length)], KEPT_EXPLORATION);
  const present = meanCents(running);
  const verdictOf = (log: readonly (readonly Step[])[]): SessionVerdict => {
    const estimate = judgedBy(log, head);
    const verdict = mayPublish(estimate, present);
    return { value: estimate.value, low: estimate.low, high: estimate.high, effective: estimate.effectiveChoices, verdict: verdict.ok ? 'publish' : verdict.fault.kind };
  };
  return {
    parameters: Q_PARAMETERS, myopic: present, head: meanCents(sessionsOf(head, seed + 2)),
    fromRunning: verdictOf(sessionsOf(myopic(KEPT_EXPLORATION), seed + 1)), fromEven: verdictOf(sessionsOf(myopic(EVEN_EXPLORATION), seed + 3)),
  };
}

function sessionsOf(policy: SessionPolicy, seed: number): readonly (readonly Step[])[] {
  const chance = seededChance(seed);
  return Array.from({ length: SESSIONS }, () => runSession(policy, chance));
}

const centsOf = (steps: readonly Step[]): number => steps.reduce((sum, { cents }) => sum + cents, 0);
const meanCents = (sessions: readonly (readonly Step[])[]): number => sessions.reduce((sum, steps) => sum + centsOf(steps), 0) / sessions.length;

/** A session is one choice of the gate's estimator: its chance is the product over its pages. */
function judgedBy(sessions: readonly (readonly Step[])[], policy: SessionPolicy): ReturnType<typeof snipw> {
  const product = (steps: readonly Step[], of: (step: Step) => number): number => steps.reduce((all, step) => all * of(step), 1);
  return snipw({ reward: sessions.map(centsOf), propensity: sessions.map((steps) => product(steps, ({ propensity }) => propensity)), target: sessions.map((steps) => product(steps, ({ row, action }) => policy(row)[action] ?? 0)) });
}
