import type { ItemId } from '#core/catalogue';
import type { AdCatalogue, Campaign } from '#core/campaigns';
import type { ShopEvent } from '#core/events';
import { filledLayout, fitToBound, MAX_CELLS, normalEstimate, type Estimate, type Layout, type Totals } from '#core/measurement';
import type { Chance } from '#core/units';
import { conversionsOf } from './attribution.ts';

/**
 * What is counted of a creative, each a cell. `conversions` and their `value` follow a click; `viewthroughs` are conversions after a
 * view alone, which say nothing of what would have been bought anyway, and move no money.
 */
const COUNTS = ['impressions', 'viewables', 'clicks', 'conversions', 'value', 'viewthroughs'] as const;
export type AdCount = (typeof COUNTS)[number];

/**
 * Most of each that one report holds over all creatives (of value: cents, where the shop says nothing), and the whole steps of
 * its bound that these take. Noise is the same in every cell, so what is rare gets the finer steps: shares of the bound near the
 * cube root of the squared ratio of the most to the usual. What is more is cut within its own count alone.
 *
 * @see docs/decisions/0036-what-a-report-of-ads-holds.md
 */
const HELD: Readonly<Record<AdCount, { readonly most: number; readonly steps: number }>> = {
  impressions: { most: 24, steps: 8 }, viewables: { most: 16, steps: 16 }, clicks: { most: 4, steps: 32 }, conversions: { most: 2, steps: 32 }, value: { most: 30_000, steps: 40 },
  viewthroughs: { most: 1, steps: 8 },
};
/** L1 bound of a report of ads. */
export const AD_BOUND = COUNTS.reduce((sum, count) => sum + HELD[count].steps, 0);

const COUNT_BY_TYPE: Readonly<Partial<Record<ShopEvent['type'], AdCount>>> = { ad_impression: 'impressions', ad_viewable: 'viewables', ad_click: 'clicks' };

const countOf = (cell: string): AdCount | undefined => COUNTS.find((count) => cell.endsWith(`/${count}`));

/** Whether a layout of ads tells conversions after a click from those after a view alone: older ones count both as `conversions` and `value`. */
export function tellsTouches({ cells }: Pick<Layout, 'cells'>): boolean {
  return cells.some((cell) => countOf(cell) === 'viewthroughs');
}

/** Names of all creatives, campaign by campaign in the catalogue's order from number `first` on and around, as cells begin. */
export function creativeNames({ campaigns }: Pick<AdCatalogue, 'campaigns'>, first: number): readonly string[] {
  const names = campaigns.flatMap(({ id, creatives }) => creatives.map((creative) => `${id}/${creative.id}`));
  return names.map((_, i) => names[(first + i) % names.length] ?? '');
}

/** Creatives that one report of ads holds: a leader with more of them takes turns. */
export const ADS_AT_ONCE = Math.floor(MAX_CELLS / COUNTS.length);

/**
 * What a report of the subject `ads` counts, by creative alone: what a campaign did is the sum of its creatives, which costs
 * less noise than counting everything twice would.
 *
 * @param first - number of the creative to begin with
 * @param mostValueCents - most value that one report holds: a few usual orders of the shop
 */
export function adsLayout(catalogue: Pick<AdCatalogue, 'campaigns'>, first = 0, mostValueCents = HELD.value.most): Layout {
  const cells = creativeNames(catalogue, first).slice(0, ADS_AT_ONCE).flatMap((name) => COUNTS.map((count) => `${name}/${count}`));
  return filledLayout('ads', cells, (cell) => {
    const count = countOf(cell) ?? 'value';
    return (count === 'value' ? mostValueCents : HELD[count].most) / HELD[count].steps;
  });
}

/** What a count of ads is made of. */
export interface AdsCounted {
  /** The whole log: touches may be older than what is counted. */
  readonly events: readonly ShopEvent[];
  readonly campaigns: readonly Campaign[];
  categoriesOf(itemId: ItemId): readonly string[];
  /** Counts what happened after `sinceMs` and until `nowMs`, ms since 1970: with the last call's `nowMs` as the next one's `sinceMs`, each event once. */
  readonly sinceMs: number;
  readonly nowMs: number;
  /** Rounds what is no whole number of steps up or down, right on average. */
  readonly chance: Chance;
}

/**
 * The entries of one report, shape [layout.cells], whole and at least 0, with a sum of at most {@link AD_BOUND}. A conversion is
 * counted at the time of its purchase; a refund takes back only what was not counted yet, for what was sent cannot be recalled.
 */
export function countAds(layout: Layout, { events, campaigns, categoriesOf, sinceMs, nowMs, chance }: AdsCounted): Int32Array<ArrayBuffer> {
  const cellByName = new Map(layout.cells.map((cell, i) => [cell, i]));
  const sums = new Float64Array(layout.cells.length);
  const isCounted = (atMs: number): boolean => atMs > sinceMs && atMs <= nowMs;
  const add = ({ campaignId, creativeId }: { readonly campaignId: string; readonly creativeId: string }, count: AdCount, amount: number): void => {
    const cell = cellByName.get(`${campaignId}/${creativeId}/${count}`);
    if (cell !== undefined) sums[cell] = (sums[cell] ?? 0) + amount / (layout.units[cell] ?? 1);
  };
  const isApart = tellsTouches(layout); // a task of an older layout may still be open: it is answered as it asks
  const told = new Set<string>();
  for (const { type, atMs, recId, campaignId, creativeId } of events) {
    const count = COUNT_BY_TYPE[type];
    if (count === undefined || campaignId === undefined || creativeId === undefined || !isCounted(atMs) || told.has(`${type} ${recId}`)) continue;
    told.add(`${type} ${recId}`);
    add({ campaignId, creativeId }, count, 1);
  }
  for (const conversion of conversionsOf(events, campaigns, categoriesOf)) {
    if (!isCounted(conversion.atMs)) continue;
    if (conversion.touch === 'view' && isApart) {
      add(conversion, 'viewthroughs', 1);
      continue;
    }
    add(conversion, 'conversions', 1);
    add(conversion, 'value', conversion.valueCents);
  }
  return fittedByCount(layout, wholeSteps(sums, chance), countOf, (count) => HELD[count].steps);
}

/** Whole steps, right on average. */
export function wholeSteps(sums: Float64Array, chance: Chance): Int32Array<ArrayBuffer> {
  return Int32Array.from(sums, (sum) => Math.floor(sum + (Number.isInteger(sum) ? 0 : chance.next())));
}

/** Scales the cells of each count down to its own share of the bound, so that many of one never cost another. Modifies `steps`. */
export function fittedByCount<Count extends string>({ cells }: Pick<Layout, 'cells'>, steps: Int32Array<ArrayBuffer>, of: (cell: string) => Count | undefined, share: (count: Count) => number): Int32Array<ArrayBuffer> {
  const byCount = new Map<Count, number[]>();
  for (const [i, cell] of cells.entries()) {
    const count = of(cell);
    if (count !== undefined) byCount.set(count, [...(byCount.get(count) ?? []), i]);
  }
  for (const [count, own] of byCount) fitToBound(own.map((i) => steps[i] ?? 0), share(count)).forEach((step, at) => { steps[own[at] ?? 0] = step; });
  return steps;
}

/**
 * What a creative, or all creatives of a campaign together, came to in all reports; `stdError` is that of the servers' noise alone.
 *
 * @param of - `campaign/creative`, or the campaign's id alone
 */
export function adTotal(totals: Totals, of: string, count: AdCount): Estimate & { readonly reports: number } {
  const cells = [...totals].filter(([cell]) => cell.startsWith(`${of}/`) && cell.endsWith(`/${count}`)).map(([, total]) => total);
  const sum = (read: (cell: (typeof cells)[number]) => number): number => cells.reduce((all, cell) => all + read(cell), 0);
  const variance = cells.length > 0 ? sum(({ noiseVariance }) => noiseVariance) : Infinity;
  return { ...normalEstimate(sum(({ value }) => value), Math.sqrt(variance)), reports: Math.max(0, ...cells.map(({ reports }) => reports)) };
}
