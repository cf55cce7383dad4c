/** One hour, ms. */
export const HOUR_MS = 3_600_000;
/** 24 hours, ms. */
export const DAY_MS = 24 * HOUR_MS;
/** Seven days, ms. */
export const WEEK_MS = 7 * DAY_MS;
/** 365 days, ms. */
export const YEAR_MS = 365 * DAY_MS;
