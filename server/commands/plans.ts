import { PAIR_UNIT } from '#core/cooccurrence';
import { filledLayout } from '#core/measurement';
import { FLOORS } from '#core/privacy';
import { rankCells } from '#core/ranking';
import { MIX_CLIP_NORM } from '#worker/recommender';
import { T11_CLIP_NORM } from '#worker/trainer';
import type { MeasureFile, PlanFile } from './leader-command.ts';
import type { ServeOptions } from './serve-options.ts';

/** k of the T11 task: fewer than 492 reports have R above the gate's 12 (`MAX_NOISE_TO_SIGNAL`), so the round could teach nothing. */
const T11_MIN_BATCH = 500;
/** z = 4 reports that the floors' weekly budget pays for. */
const REPORTS_A_WEEK = 2;
/** Simulated shoppers from which T11 is trained too. */
const T11_FROM_SHOPPERS = 1_000;
/** Rounds of the demonstration that come quickly. */
const QUICK_ROUNDS = 10;
/** With `--rounds` nobody is watching: a round closes when this share of the simulated shoppers has reported … */
const ENOUGH_SHARE = 0.9;
/** … but not before every one of them had time to see the task. */
const ENOUGH_AFTER_MS = 5_000;
/** Pairs close after the mix: with `--rounds 1` the round that is shown is the one that changes shelves first. */
const PAIRS_AFTER_MS = 2 * ENOUGH_AFTER_MS;
/** Part of a round over which devices spread their reports, so that retries still fit. */
const RETRY_SHARE = 0.5;

/** The rounds that a demonstration of this size runs. */
export function plansFor({ shoppers, rounds, pairBlocks, roundMs, laterRoundMs }: ServeOptions): readonly PlanFile[] {
  const trainsT11 = shoppers >= T11_FROM_SHOPPERS;
  const plans = 1 + (trainsT11 ? 1 : 0) + (pairBlocks > 0 ? 1 : 0);
  const reporting = shoppers * Math.min(1, REPORTS_A_WEEK / plans); // of three tasks a week each device leaves one out, by chance
  const target = (minBatch: number, earliestMs = ENOUGH_AFTER_MS): Pick<PlanFile, 'target'> =>
    rounds === undefined || shoppers === 0 ? {} : { target: { reports: Math.max(minBatch, Math.floor(ENOUGH_SHARE * reporting)), earliestMs } };
  const shared = { noiseMultiplier: FLOORS.minNoiseMultiplier, windows: { first: QUICK_ROUNDS, firstMs: roundMs, laterMs: laterRoundMs } };
  const mix: PlanFile = { ...shared, model: 'mix', clipNorm: MIX_CLIP_NORM, minBatch: FLOORS.minBatch, ...target(FLOORS.minBatch) };
  const t11: PlanFile = { ...shared, model: 't11', clipNorm: T11_CLIP_NORM, minBatch: T11_MIN_BATCH, ...target(T11_MIN_BATCH) };
  const pairs: PlanFile = { ...shared, model: 'pairs', clipNorm: FLOORS.integerNorm / PAIR_UNIT, minBatch: FLOORS.minBatch, ...target(FLOORS.minBatch, PAIRS_AFTER_MS) };
  return [mix, ...(trainsT11 ? [t11] : []), ...(pairBlocks > 0 ? [pairs] : [])];
}

/** Events of a week that one report counts at most: a shopper turns to more only in weeks that are not like others. */
const QUALITY_EVENTS = 16;

/**
 * Measurements of a demonstration of this size: how often what a shopper turns to next is among the first ten of what is
 * served, and of popularity. Four cells and no more, because each carries the noise of both servers. It begins after the first
 * round, so that this is a model's; with `--rounds` it closes once most have reported, as models do.
 */
export function measuresFor({ shoppers, rounds, laterRoundMs, roundMs }: ServeOptions): readonly MeasureFile[] {
  if (shoppers === 0) return [];
  return [{
    measure: 'quality', layout: filledLayout('quality', rankCells([10])),
    afterRounds: 1, bound: QUALITY_EVENTS, epsilon: FLOORS.maxEpsilon, minBatch: FLOORS.minBatch, windowMs: rounds === undefined ? Math.max(roundMs, laterRoundMs / 2) : laterRoundMs,
    ...(rounds !== undefined && { target: { reports: Math.max(FLOORS.minBatch, Math.floor(ENOUGH_SHARE * shoppers)), earliestMs: ENOUGH_AFTER_MS } }),
  }];
}

/** Longest random delay of a device before it reports, ms. */
export function retryWindowFor({ roundMs, rounds }: Pick<ServeOptions, 'roundMs' | 'rounds'>): number {
  return rounds === undefined ? Math.floor(RETRY_SHARE * roundMs) : Math.min(ENOUGH_AFTER_MS, Math.floor(RETRY_SHARE * roundMs));
}
