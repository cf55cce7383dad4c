import { BANDIT_DIMS, type AdSize, type Campaign, type Creative, type LinearPosterior } from '#core/campaigns';
import type { Chance } from '#core/units';
import { dot, featuresOf, viewsOf, weightsOf, whitened, type Outcome } from './bandit.ts';
import type { AdFacts } from './facts.ts';
import { eligibility, sizeFor, type AdBar } from './rules.ts';
import { DISLIKED_WEIGHT, expectedCents, type AdContext, type Predict } from './value.ts';

/** Share of draws that are uniform over all that may be shown (RECOMMENDER.md §4): whatever is worth little is still tried, and every chance stays above it. */
export const EXPLORE_SHARE = 0.05;
/** Draws of the weights that make a policy. One of them decides, so that the chance which is logged is exact for these draws. */
const POLICY_DRAWS = 128;
/** Least chance of a click that a draw may give: a linear model can fall below 0. */
const LEAST_CHANCE = 1e-4;

/** One creative that may be shown now. */
export interface Candidate extends AdContext {
  /** Pass-through of its campaign, (0, 1]. */
  readonly passThrough: number;
}

/** With which chance each candidate is drawn in this moment. */
export interface Policy {
  /** Of the first tier alone. */
  readonly candidates: readonly Candidate[];
  /** shape [candidates], sums to 1; each at least EXPLORE_SHARE / candidates. */
  readonly propensities: Float64Array;
  /** shape [candidates]: expected value of one seen impression under the mean of the weights, cents. */
  readonly valueCents: Float64Array;
  /** shape [candidates]. */
  readonly clickChances: Float64Array;
}

export interface PolicyOptions {
  readonly campaigns: readonly Campaign[];
  readonly facts: AdFacts;
  readonly chance: Chance;
  readonly predict?: Predict;
  /** Typical price of the shop, cents: for campaigns that earn a margin of what is bought. */
  readonly orderCents?: number;
}

/** All that may be shown, and why the rest may not, by campaign and creative. */
function sorted({ campaigns, facts }: Pick<PolicyOptions, 'campaigns' | 'facts'>): { readonly candidates: readonly Candidate[]; readonly bars: ReadonlyMap<AdBar, number> } {
  const candidates: Candidate[] = [];
  const bars = new Map<AdBar, number>();
  for (const campaign of campaigns) {
    for (const creative of campaign.creatives) {
      const bar = eligibility(campaign, creative, facts);
      const size = sizeFor(creative, facts.sizes);
      if (bar !== undefined || !size) bars.set(bar ?? 'other-size', (bars.get(bar ?? 'other-size') ?? 0) + 1);
      else candidates.push({ campaign, creative, slot: facts.slot, size, passThrough: facts.delivery?.campaigns[campaign.id]?.passThrough ?? 0 });
    }
  }
  const tier = Math.min(...candidates.map(({ campaign }) => campaign.tier));
  return { candidates: candidates.filter(({ campaign }) => campaign.tier === tier), bars };
}

/** Features as the model saw or sees them. */
function featuresIn(facts: AdFacts, context: AdContext, beforeMs = Infinity): Float64Array {
  const { itemId, id } = context.creative;
  return featuresOf(context, { ...facts.shopper, itemCategories: itemId === undefined ? [] : facts.categoriesOf(itemId) }, viewsOf(facts.showings, id, beforeMs));
}

/** What this device saw itself: every ad that was seen, followed or not, of creatives that are still known. The size of a slot is not kept: its first one stands for it. */
function outcomesOf(campaigns: readonly Campaign[], facts: AdFacts): readonly Outcome[] {
  const known = new Map(campaigns.flatMap((campaign) => campaign.creatives.map((creative): [string, { campaign: Campaign; creative: Creative }] => [creative.id, { campaign, creative }])));
  return facts.showings.flatMap(({ creativeId, slot, viewedMs, clickedMs }) => {
    const own = known.get(creativeId);
    const size: AdSize | undefined = own && (sizeFor(own.creative, facts.sizes) ?? own.creative.sizes[0]);
    return own && size && viewedMs !== undefined ? [{ features: featuresIn(facts, { ...own, slot, size }, viewedMs), isClick: clickedMs !== undefined }] : [];
  });
}

/**
 * The randomised policy of this moment: first tier → value × pass-through under {@link POLICY_DRAWS} draws of the weights
 * (Thompson sampling, a trained model's chance shifted by the draw's deviation) → a share of {@link EXPLORE_SHARE} for all
 * alike. Between equal values the least seen goes first.
 */
export function adPolicy(options: PolicyOptions): Policy & { readonly bars: ReadonlyMap<AdBar, number> } {
  const { facts, chance, predict, orderCents = 0, campaigns } = options;
  const { candidates, bars } = sorted(options);
  const count = candidates.length;
  const posterior: LinearPosterior | undefined = facts.delivery?.bandit;
  const weights = weightsOf(posterior, outcomesOf(campaigns, facts));
  const features = candidates.map((candidate) => featuresIn(facts, candidate));
  const clickChances = Float64Array.from(candidates, (candidate, i) => predict?.clickChance(candidate) ?? bounded(dot(weights.mean, features[i] ?? weights.mean)));
  const centsAt = (candidate: Candidate, clickChance: number): number => {
    const worth = expectedCents(candidate, clickChance, { orderCents, ...(predict && { buyChance: predict.buyChance(candidate) }) });
    return worth * (facts.wishes.disliked.includes(candidate.campaign.advertiser) ? DISLIKED_WEIGHT : 1);
  };
  // Least seen first: of equals the first one wins.
  const views = candidates.map(({ creative }) => viewsOf(facts.showings, creative.id));
  const order = candidates.map((_, i) => i).sort((a, b) => (views[a] ?? 0) - (views[b] ?? 0));
  const apart = features.map((own) => whitened(weights, own));
  const wins = new Float64Array(count);
  // Where one alone is left, or none, every draw says the same.
  const draws = count > 1 ? POLICY_DRAWS : count;
  for (let draw = 0; draw < draws; draw++) {
    const normals = Float64Array.from({ length: BANDIT_DIMS }, () => chance.normal());
    const score = (i: number): number => {
      const candidate = candidates[i];
      return candidate ? centsAt(candidate, bounded((clickChances[i] ?? 0) + dot(normals, apart[i] ?? normals))) * candidate.passThrough : -Infinity;
    };
    const best = order.reduce<{ readonly i: number; readonly score: number } | undefined>((top, i) => {
      const own = score(i);
      return top && top.score >= own ? top : { i, score: own };
    }, undefined);
    if (best) wins[best.i] = (wins[best.i] ?? 0) + 1;
  }
  return {
    candidates, clickChances, bars,
    valueCents: Float64Array.from(candidates, (candidate, i) => centsAt(candidate, clickChances[i] ?? 0)),
    propensities: wins.map((won) => EXPLORE_SHARE / count + ((1 - EXPLORE_SHARE) * won) / draws),
  };
}

function bounded(clickChance: number): number {
  return Math.max(LEAST_CHANCE, Math.min(1, clickChance));
}

/** What was drawn. */
export interface Drawn {
  /** Of the policy's candidates. */
  readonly index: number;
  /** Whether the share that is uniform over all drew it, where there was more than one. */
  readonly isRandom: boolean;
}

/** Draws from `policy`; undefined where nothing may be shown. */
export function chooseAd({ propensities }: Pick<Policy, 'propensities'>, chance: Chance): Drawn | undefined {
  const count = propensities.length;
  if (count === 0) return undefined;
  let left = chance.next();
  const found = propensities.findIndex((propensity) => {
    if (left < propensity) return true;
    left -= propensity;
    return false;
  });
  // Each candidate's stretch begins with its part of the uniform share. The last takes what rounding leaves.
  return { index: found < 0 ? count - 1 : found, isRandom: count > 1 && found >= 0 && left < EXPLORE_SHARE / count };
}
