import type { LedgerEntry } from '#core/protocol';
import { WEEK_MS, YEAR_MS } from '#core/units';
import { epsilonOf, spentRho } from './accountant.ts';
import { FLOORS } from './floors.ts';

/** What was spent up to `nowMs` in the last 7 and 365 days as ρ, what that means as ε at the largest δ a task may have, and the week's limit as ρ, of the kinds of task that were reported to. */
export function budgetOf(entries: readonly LedgerEntry[], nowMs: number) {
  const [weekRho, yearRho] = [spentRho(entries, nowMs, WEEK_MS), spentRho(entries, nowMs, YEAR_MS)];
  return { weekRho, yearRho, weekEpsilon: epsilonOf(weekRho, FLOORS.maxDelta), yearEpsilon: epsilonOf(yearRho, FLOORS.maxDelta), weekLimitRho: FLOORS.weekRho + (spentRho(entries.filter(({ kind }) => kind === 'measure'), nowMs, WEEK_MS) > 0 ? FLOORS.measureWeekRho : 0) };
}
