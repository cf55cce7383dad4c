import type { Belief } from './belief.ts';

/** Largest change of a pass-through from one delivery file to the next, as a factor: noise must not make ads flicker. */
const MOST_CHANGE = 1.5;
/** Pass-through a campaign starts with, or again after a pause: enough to be measured. */
const LEAST_STEP = 0.05;
/** Deviations of what is believed spent that are held back, so that spending too much is rarer than too little. */
export const HELD_DEVIATIONS = 0.5;

/** What the controller knows of one campaign when it writes a delivery file. */
export interface PacingState {
  /** Budget of the day. */
  readonly targetCents: number;
  /** Believed spent today. */
  readonly spentCents: Belief;
  /** Cents per opportunity at pass-through 1. */
  readonly rate: Belief;
  /** Opportunities (page views) still expected today, by the traffic's profile. */
  readonly opportunitiesLeft: number;
  /** Pass-through of the file before; absent for the first. */
  readonly previous?: number;
}

/**
 * Pass-through that spends what is left evenly over the opportunities left: (target − spent − what is held back) / (rate ·
 * opportunities), within 0 to 1. It moves by a factor of 1.5 at most, but falls to 0 at once where the budget is believed gone.
 */
export function passThroughOf({ targetCents, spentCents, rate, opportunitiesLeft, previous }: PacingState): number {
  const expectedCents = rate.mean * opportunitiesLeft;
  // Both doubts come from the same rate: they add up, not their squares.
  const doubt = Math.sqrt(spentCents.variance) + Math.sqrt(rate.variance) * opportunitiesLeft * Math.min(1, targetCents / Math.max(expectedCents, 1e-9));
  const leftCents = targetCents - spentCents.mean - HELD_DEVIATIONS * Math.min(doubt, 0.1 * targetCents);
  if (!(leftCents > 0)) return 0;
  const wanted = expectedCents > 0 ? Math.min(1, leftCents / expectedCents) : 1;
  if (previous === undefined) return wanted;
  const from = Math.max(LEAST_STEP, previous);
  return Math.min(1, Math.max(from / MOST_CHANGE, Math.min(from * MOST_CHANGE, wanted)));
}

/**
 * Opportunities still expected today: what the profile says is left of the day, scaled by how today compares with it so far.
 *
 * @param profile - shape [slots of the day], usual opportunities in each
 * @param seen - opportunities of today by slot, as many as are over; the shop counts its own page views exactly
 */
export function opportunitiesLeft(profile: readonly number[], seen: readonly number[]): number {
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const [usual, today] = [sum(profile.slice(0, seen.length)), sum(seen)];
  const left = sum(profile.slice(seen.length));
  const dayTotal = usual + left;
  // A day is taken for a usual one until a tenth of it is over: a quiet night says little of the evening.
  const trust = dayTotal > 0 ? Math.min(1, usual / (0.1 * dayTotal)) : 0;
  const factor = usual > 0 ? 1 + trust * (today / usual - 1) : 1;
  return left * Math.max(0, factor);
}
