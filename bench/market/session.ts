import type { Chance } from '#core/units';

/** Most pages of a simulated session. */
export const PAGES = 6;
/** What may stand on a page: nothing, an ad that fits her interest less well but pays more, or one that fits. */
export const ACTIONS = ['none', 'paying', 'fitting'] as const;
/** Ads in a row that annoy more than the last. */
const MOST_ANNOYANCE = 3;
const INTERESTS = 3;

/** What a policy sees: the page, how many ads stood lately, how keen she seems. */
export interface SessionState {
  readonly page: number;
  readonly annoyance: number;
  readonly interest: number;
}
/** States that a table has a row for. */
export const STATES = PAGES * (MOST_ANNOYANCE + 1) * INTERESTS;

/** Row of a state. */
export function rowOf({ page, annoyance, interest }: SessionState): number {
  return (page * (MOST_ANNOYANCE + 1) + annoyance) * INTERESTS + interest;
}

/** One page of a session: what stood there, with what chance, and what it earned, cents. */
export interface Step {
  readonly row: number;
  readonly action: number;
  readonly propensity: number;
  readonly cents: number;
}

/** Chances of each action in a state, shape [ACTIONS]. */
export type SessionPolicy = (row: number) => readonly number[];

/** Expected cents of an action on its own page, which is all that a myopic policy knows. */
export function pageCents(action: number, interest: number): number {
  return action === 0 ? 0 : action === 1 ? 2.2 : 1.2 + 0.5 * interest;
}

/** What a visit that goes on to the end of its pages earns by itself: the shop's own sales. */
const STAY_CENTS = 3;

/** One session under `policy`. An ad may send her away, one that pays but does not fit more often, the more of them the likelier; each page she stays earns the shop's own sales. */
export function runSession(policy: SessionPolicy, chance: Chance): readonly Step[] {
  const steps: Step[] = [];
  const interest = chance.below(INTERESTS);
  let annoyance = 0;
  for (let page = 0; page < PAGES; page++) {
    const row = rowOf({ page, annoyance, interest });
    const chances = policy(row);
    const action = drawn(chances, chance);
    const ad = chance.next() < 0.5 ? 2 * pageCents(action, interest) : 0;
    const leaves = chance.next() < 0.05 + (action === 1 ? 0.12 + 0.08 * annoyance : action === 2 ? 0.03 + 0.04 * annoyance : 0);
    steps.push({ row, action, propensity: chances[action] ?? 1, cents: ad + (leaves ? 0 : STAY_CENTS * (0.5 + 0.5 * interest)) });
    annoyance = Math.max(0, Math.min(MOST_ANNOYANCE, annoyance + (action === 0 ? -1 : action === 1 ? 1 : 0)));
    if (leaves) break;
  }
  return steps;
}

function drawn(chances: readonly number[], chance: Chance): number {
  let left = chance.next();
  for (let action = 0; action < chances.length; action++) {
    left -= chances[action] ?? 0;
    if (left < 0) return action;
  }
  return chances.length - 1;
}

/** The best action of `values` with share `1 − explore`, all alike with the rest: what is published always keeps exploring. */
export function exploring(values: (row: number) => readonly number[], explore: number): SessionPolicy {
  return (row) => {
    const all = values(row);
    const best = all.indexOf(Math.max(...all));
    return all.map((_, action) => explore / all.length + (action === best ? 1 - explore : 0));
  };
}
