import { sigmoid, type AdExample } from '#core/ctr';
import type { Catalogue } from '#core/catalogue';
import { historyOf } from '#core/features';
import { gatedStep, initialState, type Trial } from '#core/fedavg';
import { FLOORS, noiseVarianceFor } from '#core/privacy';
import { VERDICT_ENTRIES, type RoundOutcome } from '#core/protocol';
import { seededChance } from '#core/units';
import { lazyLayout, trainLocally } from '#worker/federation';
import { AD_CLIP_NORM, arraysEncoder, firstAdModel } from '#worker/models';
import { aggregationOf } from './aggregate.ts';
import { seededRandomness } from './chance.ts';

/** Ads that one made-up shopper met: a moment each, and what came of it. */
export type AdLog = readonly AdExample[];

/** A world of made-up shoppers. */
export interface AdWorld {
  /** Share of ads that are followed where nothing speaks for or against them: some 1.8 lower in the logit than where she likes what she sees. */
  readonly rate: number;
  /** Most ads one shopper met; at least 1. */
  readonly mostAds: number;
  readonly seed: number;
}

const CAMPAIGNS = 40;
const CATEGORIES = ['a', 'b', 'c', 'd', 'e', 'f'];
const BRANDS = 9;
/** Where an ad stands, and what that adds to the logit. */
const PLACES = [['top', 0.5], ['side', 0], ['foot', -0.5]] as const;
/** What a likely ad has above the least likely one, in the logit: taken off, so that `rate` is about the mean. */
const MEAN_LIKING = 1.8;

/**
 * Shoppers one after another: she follows what is of her taste (the square of a uniform number a category, 2.5 in the logit),
 * dearer things (.8), ads that stand above, some campaigns more than others (deviation .5), and ads more or less at all (.5).
 */
export function adWorld({ rate, mostAds, seed }: AdWorld): () => AdLog {
  const chance = seededChance(seed);
  const appeal = Array.from({ length: CAMPAIGNS }, () => 0.5 * chance.normal());
  const base = Math.log(rate / (1 - rate)) - MEAN_LIKING;
  return () => {
    const taste = CATEGORIES.map(() => chance.next() ** 2);
    const keen = 0.5 * chance.normal();
    const events = chance.below(200);
    return Array.from({ length: 1 + chance.below(mostAds) }, (_, i): AdExample => {
      const campaign = chance.below(CAMPAIGNS);
      const category = campaign % CATEGORIES.length;
      const [liked, price] = [taste[category] ?? 0, chance.next()];
      const [slot, above] = PLACES[chance.below(PLACES.length)] ?? PLACES[0];
      const moment = {
        liking: { category: liked, brand: 0.3 * chance.next(), price, content: 0.7 * liked * chance.next() },
        past: { events, sessions: 1 + events / 10, purchases: events / 60, daysSinceVisit: chance.below(20), daysSincePurchase: 30 },
        item: { viewed: chance.below(3), carted: 0, bought: 0 },
        shown: { campaign: Math.floor(i / 8), creative: Math.floor(i / 8), today: i % 5, clicks: 0, dismissals: 0 },
        offer: { priceCents: 500 + chance.below(9000), discount: 0 },
        facts: { campaign: `c${campaign}`, creative: `c${campaign}-a`, category: CATEGORIES[category] ?? '', brand: `b${campaign % BRANDS}`, slot, page: '', lifeCycle: 'new' },
        hour: chance.below(24), weekday: chance.below(7),
      };
      const likely = sigmoid(base + 2.5 * liked + 0.8 * price + (appeal[campaign] ?? 0) + above + keen);
      return { moment, label: chance.next() < likely ? 1 : 0 };
    });
  };
}

/** Rounds of one head of ads. */
export interface AdRounds {
  readonly kind: 'ctr' | 'cvr';
  /** How many of its heads, where it is not the one that shops begin with. */
  readonly heads?: number;
  /** Devices of a round, each a new one. */
  readonly reports: number;
  readonly rounds: number;
  readonly seed: number;
  /** Of the shop whose ads these are. */
  readonly catalogue: Catalogue;
  /** The next device's log. */
  readonly log: () => AdLog;
}

/** What a round left behind. */
export interface AdRound {
  readonly outcome: RoundOutcome;
  /** Of the verdicts on the candidate before; undefined where there was none. */
  readonly surplus: number | undefined;
  /** [P], what ads are chosen by from then on. */
  readonly served: Float32Array;
}

/** Trains a head as devices, servers and the gate do it: `trainLocally`, clip, rounding, the noise of both servers at z = 4, the gated step. */
export async function trainAdHead({ kind, heads, reports, rounds, seed, catalogue, log }: AdRounds): Promise<readonly AdRound[]> {
  const [chance, randomness, first] = [seededChance(seed), seededRandomness(seed), firstAdModel(kind, heads)];
  const { integerNorm, minBatch, minNoiseMultiplier } = FLOORS;
  const task = { model: kind, length: first.length + VERDICT_ENTRIES[kind], block: 0, minBatch, clipNorm: AD_CLIP_NORM, integerNorm, noiseVariance: noiseVarianceFor(minNoiseMultiplier, integerNorm) };
  const shared = { history: historyOf([], catalogue), catalogue, encoder: arraysEncoder(catalogue), layoutOf: lazyLayout(catalogue), chance, pause: () => Promise.resolve() };
  let trial: Trial = { confirmed: { weights: first, state: initialState(first.length) } };
  const done: AdRound[] = [];
  for (let round = 0; round < rounds; round++) {
    const batch = aggregationOf(task, randomness);
    const model = { kind, weights: trial.confirmed.weights, ...(trial.candidate && { candidate: trial.candidate.weights }) };
    for (let device = 0; device < reports; device++) batch.add(await trainLocally(model, task, { ...shared, adLessons: lessonsOf(log()) }));
    const stepped = gatedStep({ kind, trial, sum: batch.open(), reports: batch.reports(), task });
    ({ trial } = stepped);
    done.push({ outcome: stepped.outcome, surplus: stepped.verdict?.surplus, served: trial.confirmed.weights });
  }
  return done;
}

/** What ads alone teach, of either kind. */
function lessonsOf(log: AdLog): NonNullable<Parameters<typeof trainLocally>[2]['adLessons']> {
  return () => Promise.resolve({ clicks: log, purchases: log, portraitIn: ({ weights }) => new Float32Array(weights.length) });
}
