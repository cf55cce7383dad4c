import type { ItemId } from '#core/catalogue';
import type { ShopEvent } from '#core/events';
import { encodeJson } from '#core/fields';
import { encodeSum, type PublishedSum } from '#core/measurement';
import { FLOORS } from '#core/privacy';
import { contentHash, DAY_MS, type ContentHash } from '#core/units';
import { priceDayMs, type OfferSet, type Pricing } from './coupon.ts';
import { demandLayout } from './demand.ts';
import { parityOf, type ParityGap } from './parity.ts';
import { parityGroups } from './parity-layout.ts';
import { priceAt, type PriceFile } from './price-file.ts';
import { pricesFrom } from './prices.ts';

/** How long a file of measured prices holds where no newer one comes, days of its prices: then the catalogue's prices hold again. */
const HOLD_DAYS = 2;
/** The same of one whose prices are all the base: nothing in it grows old. */
const BASE_HOLD_MS = 365 * DAY_MS;
/** Largest difference between groups in the share of devices that met raised prices. */
const PARITY_BOUND_SHARE = 0.1;
/** Chance that groups which are equal stop a shop's prices. */
const FALSE_ALARM = 0.05;

/** An offer set with prices that follow demand. */
type Priced = OfferSet & { readonly pricing: Pricing };

/** Whether any price of `set` follows demand. */
export function isPriced(set: OfferSet): set is Priced {
  return set.pricing !== undefined && set.pricing.segments.length > 0;
}

/** Whether the prices of the set before go on under `set`: those of other bands begin at their base. */
export function keepsPrices(before: OfferSet, set: OfferSet): boolean {
  return isPriced(before) && isPriced(set) && contentHash(encodeJson(before.pricing)) === contentHash(encodeJson(set.pricing));
}

/** What a file of prices is made for. */
export interface PricedSet {
  readonly set: Priced;
  /** Of the offer set's file. */
  readonly offers: ContentHash;
  readonly nowMs: number;
}

/** Every price at its base: the first file of some bands, and what holds after a refusal. */
export function basePrices({ set: { shop, currency, pricing: { segments } }, offers, nowMs }: PricedSet): PriceFile {
  const layout = { ...demandLayout(Math.max(1, segments.length)), cells: [], units: [] }; // nothing was counted: no state, no demand that is usual
  return { version: 1, shop, currency, fromMs: nowMs, untilMs: nowMs + BASE_HOLD_MS, offers, ...pricesFrom(layout, { sums: [], noiseStdDev: 0 }, segments) };
}

/** The next day's file after `before`, from one noised sum of demand over its segments. */
function nextPrices({ set: { shop, currency, pricing }, offers, nowMs }: PricedSet, before: PriceFile, { sum, noiseVariance, layout }: PublishedSum): PriceFile {
  const measured = contentHash(encodeSum(Int32Array.from(sum)));
  return { version: 1, shop, currency, fromMs: nowMs, untilMs: nowMs + HOLD_DAYS * priceDayMs(pricing), offers, measured, ...pricesFrom(layout, { sums: sum, noiseStdDev: Math.sqrt(noiseVariance) }, pricing.segments, before) };
}

/**
 * The file after `before` by what was published since it: the base, with the gap, where two groups surely met raised prices
 * unlike; else the next day's, once a day is over, its demand was measured, and prices that moved were looked at. Undefined
 * where nothing follows yet. The leader publishes by it and the audit makes each file again.
 *
 * @param sums - of any subject, the oldest first
 * @throws RangeError for a band that does not hold its base
 */
export function pricesAfter(priced: PricedSet, before: PriceFile, sums: readonly PublishedSum[]): { readonly file: PriceFile; readonly gap?: ParityGap } | undefined {
  const since = sums.filter(({ closedMs }) => closedMs > before.fromMs);
  const seen = since.findLast(({ layout }) => layout.subject === 'parity');
  const gap = seen && unfairGap(seen);
  if (gap) return { file: basePrices(priced), gap };
  const isUnseen = before.measured !== undefined && !seen; // nobody has looked whom the moved prices met: they run out, and the base holds
  if (isUnseen || !isPriceDue(priced.set.pricing, before, priced.nowMs)) return undefined;
  const wanted = demandLayout(priced.set.pricing.segments.length).cells.join();
  const demand = since.findLast(({ layout }) => layout.subject === 'demand' && layout.cells.join() === wanted); // another number of segments: of bands before these
  return demand && { file: nextPrices(priced, before, demand) };
}

/** Whether it is time for the file after `before`: a price moves once a day of its own (`Pricing.dayMs`). */
export function isPriceDue(pricing: Pick<Pricing, 'dayMs'>, { fromMs }: PriceFile, nowMs: number): boolean {
  return nowMs - fromMs >= priceDayMs(pricing);
}

/** The release gate: two groups of which one surely met raised prices more often than the bound allows; undefined where there are none. */
export function unfairGap({ layout, sum, noiseVariance }: PublishedSum): ParityGap | undefined {
  const rule = { bound: PARITY_BOUND_SHARE, falseAlarm: FALSE_ALARM / 2, noiseStdDev: Math.sqrt(noiseVariance), leastDevices: FLOORS.minBatch }; // two judgements share the chance
  const { portraits, prices } = parityGroups(layout, sum);
  return [parityOf(portraits, rule), parityOf(prices, rule)].find(({ isRefused }) => isRefused)?.widest;
}

/** Whether what was turned to since then stood above its base on average; undefined where none of it has a band. */
export function metRaised({ pricing }: OfferSet, file: PriceFile, { events, hourOf, sinceMs, nowMs }: { readonly events: readonly Pick<ShopEvent, 'type' | 'atMs' | 'items'>[]; hourOf(atMs: number): number; readonly sinceMs: number; readonly nowMs: number }): boolean | undefined {
  const baseById = new Map<ItemId, number>((pricing?.segments ?? []).flatMap(({ bands }) => bands.map(({ itemId, baseCents }) => [itemId, baseCents] as const)));
  const rises = events.flatMap(({ type, atMs, items }) => (type !== 'view_item' || atMs <= sinceMs || atMs > nowMs ? [] : items.flatMap(({ itemId }) => {
    const [base, cents] = [baseById.get(itemId), priceAt(file, itemId, { atMs, hour: hourOf(atMs) })];
    return base === undefined || cents === undefined ? [] : [Math.log(cents / base)];
  })));
  return rises.length === 0 ? undefined : rises.reduce((sum, rise) => sum + rise, 0) > 0;
}
