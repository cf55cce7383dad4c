import { FLOORS } from '#core/privacy';
import { MIX_CLIP_NORM } from '#worker/recommender';
import { T11_CLIP_NORM } from '#worker/trainer';
import type { PlanFile } from './leader-command.ts';
import type { ServeOptions } from './serve-options.ts';

/** k of the T11 task: fewer than 492 reports have R above the gate's 12 (`MAX_NOISE_TO_SIGNAL`), so the round could teach nothing. */
const T11_MIN_BATCH = 500;
/** Simulated shoppers from which T11 is trained too. */
const T11_FROM_SHOPPERS = 1_000;
/** Rounds of the demonstration that come quickly. */
const QUICK_ROUNDS = 10;
/** With `--rounds` nobody is watching: a round closes when this share of the simulated shoppers has reported … */
const ENOUGH_SHARE = 0.9;
/** … but not before every one of them had time to see the task. */
const ENOUGH_AFTER_MS = 5_000;
/** Part of a round over which devices spread their reports, so that retries still fit. */
const RETRY_SHARE = 0.5;

/** The rounds that a demonstration of this size runs. */
export function plansFor({ shoppers, rounds, roundMs, laterRoundMs }: ServeOptions): readonly PlanFile[] {
  const target = (minBatch: number): Pick<PlanFile, 'target'> =>
    rounds === undefined || shoppers === 0 ? {} : { target: { reports: Math.max(minBatch, Math.floor(ENOUGH_SHARE * shoppers)), earliestMs: ENOUGH_AFTER_MS } };
  const shared = { noiseMultiplier: FLOORS.minNoiseMultiplier, windows: { first: QUICK_ROUNDS, firstMs: roundMs, laterMs: laterRoundMs } };
  const mix: PlanFile = { ...shared, model: 'mix', clipNorm: MIX_CLIP_NORM, minBatch: FLOORS.minBatch, ...target(FLOORS.minBatch) };
  const t11: PlanFile = { ...shared, model: 't11', clipNorm: T11_CLIP_NORM, minBatch: T11_MIN_BATCH, ...target(T11_MIN_BATCH) };
  return shoppers >= T11_FROM_SHOPPERS ? [mix, t11] : [mix];
}

/** Longest random delay of a device before it reports, ms. */
export function retryWindowFor({ roundMs, rounds }: Pick<ServeOptions, 'roundMs' | 'rounds'>): number {
  return rounds === undefined ? Math.floor(RETRY_SHARE * roundMs) : Math.min(ENOUGH_AFTER_MS, Math.floor(RETRY_SHARE * roundMs));
}
