import { DEFAULT_PORTRAITS, PORTRAIT_DIMS, portraitsLayout } from '#core/audience';
import { PAIR_UNIT } from '#core/cooccurrence';
import { FLOORS } from '#core/privacy';
import { ADS_KINDS } from '#core/protocol';
import { DAY_MS, HOUR_MS } from '#core/units';
import type { CountedSubject, DeliveryRules } from '#server/leader';
import { AD_CLIP_NORM } from '#worker/models';
import { MIX_CLIP_NORM } from '#worker/recommender';
import { T11_CLIP_NORM } from '#worker/trainer';
import type { MeasureFile, PlanFile } from './leader-command.ts';
import type { ServeOptions } from './serve-options.ts';

/** k of the T11 task: fewer than 492 reports have R above the gate's 12 (`MAX_NOISE_TO_SIGNAL`), so the round could teach nothing. */
const T11_MIN_BATCH = 500;
/** z = 4 reports that the floors' weekly budget pays for. */
const REPORTS_A_WEEK = 2;
/** k of the models of chances, by the same gate: 537 reports. */
const AD_HEADS_MIN_BATCH = 550;
/** k of portraits: with fewer devices the average one of a dozen holds no k of its own and is not kept (`stepPortraits`). */
const PORTRAITS_MIN_BATCH = 800;
/** Simulated shoppers from which models of ads are trained too: a third of them report to each of six tasks a week. */
const ADS_FROM_SHOPPERS = 2_500;
/** Where none are simulated: reports that a round of another model had before they begin, so that what five tasks share is enough for each. */
const ADS_FROM_REPORTS = 2_000;
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
export function plansFor({ shoppers, rounds, pairBlocks, roundMs, laterRoundMs }: Pick<ServeOptions, 'shoppers' | 'rounds' | 'pairBlocks' | 'roundMs' | 'laterRoundMs'>): readonly PlanFile[] {
  const trainsT11 = shoppers >= T11_FROM_SHOPPERS;
  const trainsAds = shoppers === 0 || shoppers >= ADS_FROM_SHOPPERS;
  const plans = 1 + (trainsT11 ? 1 : 0) + (pairBlocks > 0 ? 1 : 0) + (trainsAds ? ADS_KINDS.length : 0);
  const reporting = shoppers * Math.min(1, REPORTS_A_WEEK / plans); // of more tasks a week each device leaves out all but two, by chance
  const target = (minBatch: number, earliestMs = ENOUGH_AFTER_MS): Pick<PlanFile, 'target'> =>
    rounds === undefined || shoppers === 0 ? {} : { target: { reports: Math.max(minBatch, Math.floor(ENOUGH_SHARE * reporting)), earliestMs } };
  const shared = { noiseMultiplier: FLOORS.minNoiseMultiplier, windows: { first: QUICK_ROUNDS, firstMs: roundMs, laterMs: laterRoundMs } };
  const mix: PlanFile = { ...shared, model: 'mix', clipNorm: MIX_CLIP_NORM, minBatch: FLOORS.minBatch, ...target(FLOORS.minBatch) };
  const t11: PlanFile = { ...shared, model: 't11', clipNorm: T11_CLIP_NORM, minBatch: T11_MIN_BATCH, ...target(T11_MIN_BATCH) };
  const pairs: PlanFile = { ...shared, model: 'pairs', clipNorm: FLOORS.integerNorm / PAIR_UNIT, minBatch: FLOORS.minBatch, ...target(FLOORS.minBatch, PAIRS_AFTER_MS) };
  const portraitsClip = portraitsLayout(DEFAULT_PORTRAITS, PORTRAIT_DIMS).clip;
  const ofAds = ADS_KINDS.map((model): PlanFile => {
    const [minBatch, clipNorm] = model === 'portraits' ? [PORTRAITS_MIN_BATCH, portraitsClip] : [AD_HEADS_MIN_BATCH, AD_CLIP_NORM];
    return { ...shared, model, clipNorm, minBatch, ...(shoppers === 0 && { fromReports: ADS_FROM_REPORTS }), ...target(minBatch) };
  });
  return [mix, ...(trainsT11 ? [t11] : []), ...(pairBlocks > 0 ? [pairs] : []), ...(trainsAds ? ofAds : [])];
}

/** Of the measurements beside the one of ads, what the crowd gives to each, as a share (`bench/simulate/crowd.ts`). */
const CROWD_BESIDE_SHARE = 0.4;
/** What the measurement of audiences counts in turn; reach first and thrice a lap, and where nothing is to be calibrated or on trial, because a campaign is aimed by the mean of some rounds of it (`reachOf`). */
const AUDIENCE_SUBJECTS: readonly CountedSubject[] = ['reach', 'experiment', 'calibration', 'reach', 'bandit', 'policy', 'reach', 'buying', 'demand', 'parity', 'offers'];
/** The same of a demonstration: prices are looked at between any two others, so that one sees them move within minutes; what it has hardly ever to count stands last. */
const DEMO_AUDIENCE_SUBJECTS: readonly CountedSubject[] = ['reach', 'demand', ...(['reach', 'experiment', 'bandit', 'buying', 'reach', 'offers'] as const).flatMap((subject): CountedSubject[] => [subject, 'parity', 'demand']), 'calibration', 'policy'];
/** Rounds of a demonstration that a measurement waits for its reports: a simulated shopper gives one in a simulated week. */
const MEASURE_ROUNDS = 4;
/** Where no devices are simulated a measurement takes as many reports as make one worth its noise, but waits no longer than this, ms, for them … */
const REAL_WINDOW_MS = DAY_MS;
/** … and no shorter than this, so that most hours of a day have their own. */
const REAL_EARLIEST_MS = HOUR_MS;
const REAL_REPORTS = 1_000;

/**
 * Measurements of a deployment: what campaigns did, which budgets are held by and most reports go to; whether shelves are
 * good; and in turn whom campaigns can be aimed at, what is followed, what experiments brought and what leads to purchases. A
 * device answers one of the three a day, by its own draw. Each closes once as many have reported as its share is.
 */
export function measuresFor({ shoppers, crowd, rounds, laterRoundMs, roundMs }: Pick<ServeOptions, 'shoppers' | 'crowd' | 'rounds' | 'laterRoundMs' | 'roundMs'>): readonly MeasureFile[] {
  const subjects: readonly (readonly [string, readonly CountedSubject[], number])[] = [['ads', ['ads'], crowd], ['quality', ['quality'], 0], ['audience', shoppers === 0 ? AUDIENCE_SUBJECTS : DEMO_AUDIENCE_SUBJECTS, CROWD_BESIDE_SHARE * crowd]];
  const enough = (fromCrowd: number): number => Math.max(FLOORS.minBatch, Math.floor(ENOUGH_SHARE * (shoppers / subjects.length + fromCrowd)));
  const shared = shoppers === 0
    ? { windowMs: REAL_WINDOW_MS, target: { reports: REAL_REPORTS, earliestMs: REAL_EARLIEST_MS } }
    : { windowMs: MEASURE_ROUNDS * laterRoundMs };
  const earliestMs = rounds === undefined ? roundMs / 2 : ENOUGH_AFTER_MS;
  return subjects.map(([measure, own, fromCrowd]) => ({ target: { reports: enough(fromCrowd), earliestMs }, ...shared, measure, subjects: own, epsilon: FLOORS.maxEpsilon, minBatch: FLOORS.minBatch }));
}

/** How soon a real shopper tells of an ad on average, ms: she comes back after a day and a half, and one of three draws is for ads. */
const REAL_TELL_MS = 3 * 1.5 * DAY_MS;

/**
 * What each measured round of ads of a demonstration stands for to budgets, ms: its shoppers bring a week of theirs, as many as 168 times
 * so many shoppers bring in an hour. So budgets of days are seen to be paced within minutes.
 */
const DEMO_ROUND_MS = HOUR_MS;
/** How late a simulated shopper tells of an ad, of that time, ms: her report leaves as soon as her week is over. */
const DEMO_TELL_MS = DEMO_ROUND_MS / 20;

/** Deliveries follow figures by the hour; in a demonstration by the measured round, which is an hour to its budgets. */
export function deliveryRulesFor({ shoppers, roundMs }: Pick<ServeOptions, 'shoppers' | 'roundMs'>): DeliveryRules {
  return shoppers === 0 ? { everyMs: HOUR_MS, tellMs: REAL_TELL_MS } : { everyMs: Math.min(DEMO_ROUND_MS, roundMs / 2), tellMs: DEMO_TELL_MS, roundStandsForMs: DEMO_ROUND_MS };
}

/** Longest random delay of a device before it reports, ms. */
export function retryWindowFor({ roundMs, rounds }: Pick<ServeOptions, 'roundMs' | 'rounds'>): number {
  return rounds === undefined ? Math.floor(RETRY_SHARE * roundMs) : Math.min(ENOUGH_AFTER_MS, Math.floor(RETRY_SHARE * roundMs));
}
