import type { TaskId } from '#core/protocol';
import { HOUR_MS } from '#core/units';
import { COUNT_STEP } from '#server/http';
import type { TaskRow } from '#server/store';
import type { Leader } from './leader.ts';

/** Looks at a task's reports in its window, at most; in a day's window that is every hour, and no report says more than its hour. */
const LOOKS_A_WINDOW = 24;

/**
 * How many reports an open task is shown with to everybody: full tens, and looked at anew so seldom that who fills up a ten
 * with reports of his own learns of the next shopper's hour at most, not of her minute.
 */
export function shownCounts({ store, clock }: Pick<Leader, 'store' | 'clock'>): (row: TaskRow) => number {
  const shown = new Map<TaskId, { readonly reports: number; readonly untilMs: number }>();
  return ({ id, opensMs, closesMs }) => {
    const nowMs = clock.nowMs();
    const kept = shown.get(id);
    if (kept && nowMs < kept.untilMs) return kept.reports;
    for (const [other, { untilMs }] of shown) if (untilMs <= nowMs) shown.delete(other); // tasks that ended
    const { waiting, counted } = store.tables.reports.counts(id);
    const reports = Math.floor((waiting + counted) / COUNT_STEP) * COUNT_STEP;
    shown.set(id, { reports, untilMs: nowMs + Math.min(HOUR_MS, (closesMs - opensMs) / LOOKS_A_WINDOW) });
    return reports;
  };
}
