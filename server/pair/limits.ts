import type { Task } from '#core/protocol';
import { DAY_MS, HOUR_MS } from '#core/units';

/**
 * Reports one task takes. Nobody signs in to send one, so without an end a stranger fills the leader's disk, and a leader its
 * helper's: at this many a task of pairs whose helper is away holds 6.5 GB of shares. It is two thousand times the smallest
 * batch, and sums of 8 million still fit 32 bits.
 */
export const MAX_TASK_REPORTS = 100_000;

/**
 * How far ahead of a server's clock a report's time may lie, ms (DAP: tolerable clock skew). A report is spent whether it is
 * taken or not, and nothing rests on its time, so that a device whose clock is wrong by a time zone is not turned away.
 */
const CLOCK_SKEW_MS = DAY_MS;

/**
 * Why a report of this time is none of this task: `early`, it is from before the task opened or from the future (DAP
 * `report_too_early`); `late`, it is from after the task closed (DAP `task_expired`). A device seals while its own clock is
 * inside the window, so that no honest one is ever late.
 *
 * @param timeHours - as the report says, in whole hours since 1970; an hour counts as inside where any of it is
 */
export function reportTimeFault({ opensMs, closesMs }: Pick<Task, 'opensMs' | 'closesMs'>, timeHours: number, nowMs: number): 'early' | 'late' | undefined {
  const fromMs = timeHours * HOUR_MS;
  if (fromMs >= closesMs) return 'late';
  return fromMs + HOUR_MS <= opensMs || fromMs > nowMs + CLOCK_SKEW_MS ? 'early' : undefined;
}
