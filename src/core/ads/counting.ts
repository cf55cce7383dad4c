import type { ItemId } from '#core/catalogue';
import type { AdCatalogue, Campaign } from '#core/campaigns';
import type { ShopEvent } from '#core/events';
import { MAX_CELLS, MIN_CELLS, type Layout } from '#core/measurement';
import type { Chance } from '#core/units';
import { conversionsOf } from './attribution.ts';

/** What is counted of a campaign and of a creative, each a cell. */
const COUNTS = ['impressions', 'viewables', 'clicks', 'conversions', 'value'] as const;
type Count = (typeof COUNTS)[number];
/** One step of a cell of value, cents: ten units of the currency, so that a cart is a few steps beside the counts. */
export const VALUE_STEP_CENTS = 1000;

const COUNT_BY_TYPE: Readonly<Partial<Record<ShopEvent['type'], Count>>> = { ad_impression: 'impressions', ad_viewable: 'viewables', ad_click: 'clicks' };

/**
 * What a report of the subject `ads` counts: by campaign, then by creative, for as many as fit whole. Campaigns come in the
 * catalogue's order from `first` on and around, so that a leader with more of them than one report holds (51) takes turns.
 *
 * @param first - index of the campaign to begin with
 */
export function adsLayout({ campaigns }: Pick<AdCatalogue, 'campaigns'>, first = 0): Layout {
  const order = campaigns.map((_, i) => campaigns[(first + i) % campaigns.length]).filter((campaign): campaign is Campaign => campaign !== undefined);
  const names = [...order.map(({ id }) => String(id)), ...order.flatMap(({ id, creatives }) => creatives.map((creative) => `${id}/${creative.id}`))];
  const cells = names.slice(0, Math.floor(MAX_CELLS / COUNTS.length)).flatMap((name) => COUNTS.map((count) => `${name}/${count}`));
  const spare = Array.from({ length: Math.max(0, MIN_CELLS - cells.length) }, (_, i) => `spare-${i + 1}`);
  const units = cells.map((cell) => (cell.endsWith('/value') ? VALUE_STEP_CENTS : 1));
  return { version: 1, subject: 'ads', cells: [...cells, ...spare], units: [...units, ...spare.map(() => 1)] };
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
 * The entries of one report, shape [layout.cells], whole and at least 0. A conversion is counted at the time of its purchase;
 * a refund takes back only what was not counted yet, for what was sent cannot be recalled.
 */
export function countAds(layout: Layout, { events, campaigns, categoriesOf, sinceMs, nowMs, chance }: AdsCounted): Int32Array<ArrayBuffer> {
  const cellByName = new Map(layout.cells.map((cell, i) => [cell, i]));
  const sums = new Float64Array(layout.cells.length);
  const isCounted = (atMs: number): boolean => atMs > sinceMs && atMs <= nowMs;
  const add = ({ campaignId, creativeId }: { readonly campaignId: string; readonly creativeId: string }, count: Count, amount: number): void => {
    for (const name of [`${campaignId}/${count}`, `${campaignId}/${creativeId}/${count}`]) {
      const cell = cellByName.get(name);
      if (cell !== undefined) sums[cell] = (sums[cell] ?? 0) + amount / (layout.units[cell] ?? 1);
    }
  };
  const told = new Set<string>();
  for (const { type, atMs, recId, campaignId, creativeId } of events) {
    const count = COUNT_BY_TYPE[type];
    if (count === undefined || campaignId === undefined || creativeId === undefined || !isCounted(atMs) || told.has(`${type} ${recId}`)) continue;
    told.add(`${type} ${recId}`);
    add({ campaignId, creativeId }, count, 1);
  }
  for (const conversion of conversionsOf(events, campaigns, categoriesOf)) {
    if (!isCounted(conversion.atMs)) continue;
    add(conversion, 'conversions', 1);
    add(conversion, 'value', conversion.valueCents);
  }
  return Int32Array.from(sums, (sum) => Math.floor(sum + (Number.isInteger(sum) ? 0 : chance.next())));
}
