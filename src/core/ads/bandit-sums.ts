import type { AdCatalogue, AdSize, Campaign, Creative, LinearPosterior } from '#core/campaigns';
import { filledLayout, MAX_CELLS, type Layout, type Totals } from '#core/measurement';
import type { Chance } from '#core/units';
import { BANDIT_FEATURES, featuresOf, posteriorFrom, viewsOf, type SeenRate } from './bandit.ts';
import { creativeNames, fittedByCount, wholeSteps } from './counting.ts';
import { NOBODY_KNOWN, type AudienceFacts } from './facts.ts';
import type { Showing } from './history.ts';
import { BASE_CLICK_CHANCE } from './value.ts';

/** Who saw a creative, as far as its features tell: to her taste or not, for the first time or again. */
const SIGHTS = ['taste-first', 'taste-again', 'other-first', 'other-again'] as const;
const COUNTS = ['viewables', 'clicks'] as const;
type Count = (typeof COUNTS)[number];
/** As of ads: most of each in a report, and the steps of its bound that these take. */
const HELD: Readonly<Record<Count, { readonly most: number; readonly steps: number }>> = { viewables: { most: 16, steps: 16 }, clicks: { most: 4, steps: 48 } };
/** L1 bound of a report of the bandit. */
export const BANDIT_BOUND = HELD.viewables.steps + HELD.clicks.steps;
/** Creatives that one report holds. */
export const BANDIT_AT_ONCE = MAX_CELLS / (SIGHTS.length * COUNTS.length);
/** Views that "again" stands for: half of what the feature counts to. */
const VIEWS_AGAIN = 3;
/** Deviations of its noise that a count of views must exceed to be divided by. */
const LEAST_DEVIATIONS = 4;

/** Where the features say whether it is to her taste. */
const TASTE = BANDIT_FEATURES.indexOf('taste');

/** The vector of features that a cell stands for: the first size of the creative, and no slot in particular. */
function sightFeatures(campaign: Campaign, creative: Creative, size: AdSize, sight: string): Float64Array {
  const features = featuresOf({ campaign, creative, slot: '', size }, { ...NOBODY_KNOWN, itemCategories: [] }, sight.endsWith('again') ? VIEWS_AGAIN : 0);
  features[TASTE] = sight.startsWith('taste') ? 1 : 0;
  return features;
}

const countOf = (cell: string): Count | undefined => COUNTS.find((count) => cell.endsWith(`/${count}`));

/**
 * What a report of the subject `bandit` counts: views and clicks of each creative by who saw it. Every cell stands for one
 * vector of features, so that sums of products need not be reported: 136 of them would each carry the noise of a whole report.
 *
 * @param first - number of the creative to begin with, among all of the catalogue
 */
export function banditLayout(catalogue: Pick<AdCatalogue, 'campaigns'>, first = 0): Layout {
  const cells = creativeNames(catalogue, first).slice(0, BANDIT_AT_ONCE).flatMap((name) => SIGHTS.flatMap((sight) => COUNTS.map((count) => `${name}/${sight}/${count}`)));
  return filledLayout('bandit', cells, (cell) => {
    const { most, steps } = HELD[countOf(cell) ?? 'viewables'];
    return most / steps;
  });
}

/** What a count for the bandit is made of. */
export interface BanditCounted {
  readonly showings: readonly Showing[];
  readonly campaigns: readonly Campaign[];
  readonly shopper: AudienceFacts;
  categoriesOf(itemId: NonNullable<Creative['itemId']>): readonly string[];
  /** Counts views and clicks after `sinceMs` and until `nowMs`. */
  readonly sinceMs: number;
  readonly nowMs: number;
  readonly chance: Chance;
}

/** The entries of one report, shape [layout.cells], with a sum of at most {@link BANDIT_BOUND}. Taste is that of now: no old one is kept. */
export function countBandit(layout: Layout, { showings, campaigns, shopper, categoriesOf, sinceMs, nowMs, chance }: BanditCounted): Int32Array<ArrayBuffer> {
  const cellByName = new Map(layout.cells.map((cell, i) => [cell, i]));
  const known = new Map(campaigns.flatMap((campaign) => campaign.creatives.map((creative): [string, { campaign: Campaign; creative: Creative }] => [`${campaign.id}/${creative.id}`, { campaign, creative }])));
  const sums = new Float64Array(layout.cells.length);
  for (const { campaignId, creativeId, slot, viewedMs, clickedMs } of showings) {
    const name = `${campaignId}/${creativeId}`;
    const own = known.get(name);
    const size = own?.creative.sizes[0];
    if (!own || !size || viewedMs === undefined) continue;
    const itemCategories = own.creative.itemId === undefined ? [] : categoriesOf(own.creative.itemId);
    const views = viewsOf(showings, creativeId, viewedMs);
    const isTaste = featuresOf({ ...own, slot, size }, { ...shopper, itemCategories }, views)[TASTE] === 1;
    const sight = `${isTaste ? 'taste' : 'other'}-${views > 0 ? 'again' : 'first'}`;
    const add = (count: Count, atMs: number): void => {
      const cell = cellByName.get(`${name}/${sight}/${count}`);
      if (cell !== undefined && atMs > sinceMs && atMs <= nowMs) sums[cell] = (sums[cell] ?? 0) + 1 / (layout.units[cell] ?? 1);
    };
    add('viewables', viewedMs);
    if (clickedMs !== undefined) add('clicks', clickedMs);
  }
  return fittedByCount(layout, wholeSteps(sums, chance), countOf, (count) => HELD[count].steps);
}

/**
 * The posterior that noised sums leave: prior and one observation for each cell whose views stand out of their noise. Where the
 * click rate c/n is so uncertain, V = p(1 − p)/n + (σc² + p²·σn²)/n², it weighs 1/V: what is added to the precision is 1/V · x·xᵀ, never
 * negative, so that it stays positive definite whatever the noise was.
 *
 * @returns undefined where nothing stands out: then the prior holds
 */
export function posteriorOf(totals: Totals, { campaigns }: Pick<AdCatalogue, 'campaigns'>): LinearPosterior | undefined {
  const rates = campaigns.flatMap((campaign) => campaign.creatives.flatMap((creative) => SIGHTS.flatMap((sight) => {
    const [views, clicks] = COUNTS.map((count) => totals.get(`${campaign.id}/${creative.id}/${sight}/${count}`));
    const size = creative.sizes[0];
    if (!views || !clicks || !size || !(views.value > LEAST_DEVIATIONS * Math.sqrt(views.noiseVariance))) return [];
    const n = views.value;
    const rate = Math.min(1, Math.max(0, clicks.value / n));
    const p = Math.min(1 - BASE_CLICK_CHANCE, Math.max(rate, BASE_CLICK_CHANCE)); // no rate is taken for sure because noise made it 0 or 1
    const variance = (p * (1 - p)) / n + (clicks.noiseVariance + p ** 2 * views.noiseVariance) / n ** 2;
    return [{ features: sightFeatures(campaign, creative, size, sight), rate, precision: 1 / variance } satisfies SeenRate];
  })));
  return rates.length > 0 ? posteriorFrom(rates) : undefined;
}
