import { DAY_MS } from '#core/units';

/** What a campaign may spend, and when. */
export interface Flight {
  /** Absent: only the total binds. */
  readonly dailyCents?: number;
  readonly totalCents: number;
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * What a campaign should spend on the day that begins at `dayMs`: what is left of the total, evenly over the days left, and no
 * more than the daily budget. The last day gets all that is left; outside the flight, or with nothing left, 0.
 *
 * @param spentCents - estimated spend of all days before
 */
export function dayTargetCents({ dailyCents = Infinity, totalCents, startMs, endMs }: Flight, spentCents: number, dayMs: number): number {
  const leftCents = totalCents - spentCents;
  if (dayMs >= endMs || dayMs + DAY_MS <= startMs || leftCents <= 0) return 0;
  const today = Math.min(dayMs + DAY_MS, endMs) - Math.max(dayMs, startMs);
  return Math.min(dailyCents, leftCents * (today / (endMs - Math.max(dayMs, startMs))));
}
