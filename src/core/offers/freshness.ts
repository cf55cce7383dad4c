import { DAY_MS, HOUR_MS } from '#core/units';

/** How long a device goes by offers after its last look at the log, ms: prices move once a day, and a till honours what it showed for as long. */
export const MAX_OFFERS_AGE_MS = DAY_MS;
/** Most that a device's clock may run behind what it looked at, ms: it was set back, or is wrong. */
const CLOCK_BEHIND_MS = HOUR_MS;

/** Whether a device may show offers that it last confirmed at `confirmedMs`. */
export function areOffersFresh(confirmedMs: number, nowMs: number): boolean {
  return nowMs - confirmedMs <= MAX_OFFERS_AGE_MS && confirmedMs - nowMs <= CLOCK_BEHIND_MS;
}
