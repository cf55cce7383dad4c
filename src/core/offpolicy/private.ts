import { addMoments, countMoments, filledLayout, MOMENT_BOUND, MOMENTS, momentUnit, momentsOf, normalEstimate, spreadOf, type Layout, type Totals } from '#core/measurement';
import { shuffled, type Chance } from '#core/units';
import type { PolicyEstimate } from './estimate.ts';

/** Largest weight a device reports: noise is the same whatever a report may hold at most, so a wider range drowns what is usual, near 1. */
export const MAX_REPORTED_WEIGHT = 5;
/** Choices a device reports of one day; of more it takes these many by chance. */
export const REPORTED_CHOICES = 4;

/** One logged choice on the device, and how the candidate policy sees it. */
export interface JudgedChoice {
  /** Chance with which it was made, above 0. */
  readonly propensity: number;
  /** Chance with which the candidate policy would have made it. */
  readonly target: number;
  /** What came of it, 0 to 1: a click counts 1. */
  readonly reward: number;
}

/** A layout and how much one report may add over all of its cells. */
export interface PolicyLayout {
  readonly layout: Layout;
  readonly bound: number;
}

/**
 * Layout of a measurement that judges candidate policies on the devices' own logs: of each the moments of y = Σw·r and x = Σw.
 *
 * @param policies - ids of candidates, 1 to 42, spelled as cells are
 */
export function policyLayout(policies: readonly string[]): PolicyLayout {
  const cells = policies.flatMap((policy) => MOMENTS.map((moment) => `${policy}/${moment}`));
  return { layout: filledLayout('policy', cells, momentUnit), bound: MOMENT_BOUND * policies.length };
}

/**
 * One device's report on the candidates that `layout` names: clipped weights and weighted rewards of at most
 * {@link REPORTED_CHOICES} choices, as whole steps whose sum never exceeds the layout's bound.
 *
 * @param judged - the day's choices as each candidate sees them; a candidate left out, or a device without choices, counts nothing
 * @returns shape [cells]
 * @throws RangeError if a propensity is not above 0
 */
export function countPolicy(layout: Layout, judged: Readonly<Record<string, readonly JudgedChoice[]>>, chance: Chance): number[] {
  const entries = layout.cells.map(() => 0);
  for (const [policy, choices] of Object.entries(judged)) {
    const at = layout.cells.indexOf(`${policy}/n`);
    if (at < 0 || choices.length === 0) continue;
    const taken = shuffled(choices, chance).slice(0, REPORTED_CHOICES);
    const weights = taken.map(({ propensity, target }) => {
      if (!(propensity > 0)) throw new RangeError(`Cannot weight a choice of propensity ${propensity}: wanted above 0`);
      return Math.min(MAX_REPORTED_WEIGHT, target / propensity);
    });
    const most = MAX_REPORTED_WEIGHT * REPORTED_CHOICES;
    const [x, y] = [weights.reduce((sum, weight) => sum + weight, 0) / most, weights.reduce((sum, weight, i) => sum + weight * Math.min(1, Math.max(0, taken[i]?.reward ?? 0)), 0) / most];
    countMoments(y, x, chance).forEach((steps, moment) => {
      entries[at + moment] = steps;
    });
  }
  return entries;
}

/**
 * SNIPW of one candidate from noised sums, Σy / Σx, with an interval that holds both sampling of devices and the noise. What is
 * effective is counted in devices, with Σx² read at the upper end of its noise. A sum of weights that noise could
 * explain (below 4 deviations), or that no round counted, tells nothing: an infinite error.
 */
export function policyEstimateOf(totals: Totals, policy: string): PolicyEstimate {
  const moments = momentsOf(totals, policy) ?? addMoments([]);
  const { n, y, x, xx, noise } = moments;
  const squares = Math.max(xx, 0) + Math.sqrt(noise.xx);
  const diagnostics = { choices: Math.max(0, Math.round(n)), effectiveChoices: x > 0 && squares > 0 ? Math.min(n, x ** 2 / squares) : 0, };
  if (!(n > 0 && x > 4 * Math.sqrt(noise.x))) return { ...normalEstimate(0, Infinity), ...diagnostics };
  const value = y / x;
  const spread = spreadOf(moments);
  const [yMean, xMean] = [y / n, x / n];
  const between = spread.yy - 2 * value * spread.xy + value ** 2 * spread.xx + (yMean - value * xMean) ** 2;
  const stdError = Math.sqrt(Math.max(0, n * between) + noise.y + value ** 2 * noise.x) / x;
  return { ...normalEstimate(value, stdError), ...diagnostics };
}
