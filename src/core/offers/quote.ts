import type { ItemId } from '#core/catalogue';
import { HOUR_MS } from '#core/units';
import type { Coupon, OfferSet } from './coupon.ts';
import { reductionCents, type BasketLine } from './eligible.ts';
import { MAX_OFFERS_AGE_MS } from './freshness.ts';
import { priceAt, type PriceFile } from './price-file.ts';
import { shopHourOf } from './shop-clock.ts';

/** How long a shopper may look at a price before she pays, ms: a part of the day may end meanwhile. */
const BASKET_MS = HOUR_MS;

/** Offers as a till read them from the leader. */
export interface PublishedOffers {
  readonly set: OfferSet;
  readonly prices?: PriceFile;
  /** When others were seen in their place, ms since 1970; absent for those in force. */
  readonly replacedMs?: number;
}

/** Why a code takes nothing off. */
export type CodeRefusal = 'unknown' | 'not-yet' | 'over' | 'basket-too-small' | 'nothing-applies';

/** What a till charges. Cents. */
export interface Quote {
  /** As asked, at the price that is charged for each. */
  readonly lines: readonly BasketLine[];
  readonly totalCents: number;
  /** What the coupon takes off. */
  readonly reductionCents: number;
  readonly paidCents: number;
  /** Code of the coupon that was applied, as the shop spells it. */
  readonly code?: string;
  readonly refused?: CodeRefusal;
}

/** What a till goes by. */
export interface TillState {
  /** Newest first; those replaced more than a day ago may be left out. */
  readonly published: readonly PublishedOffers[];
  readonly nowMs: number;
}

/** Those that a device may still show. */
function honoured({ published, nowMs }: TillState): readonly PublishedOffers[] {
  return published.filter(({ replacedMs }) => replacedMs === undefined || nowMs - replacedMs <= MAX_OFFERS_AGE_MS);
}

/**
 * What each product costs at a till, from published files and the clock alone. A price that a device may have shown within
 * the last hour, or by files that were replaced since its last look, is honoured where it is lower.
 *
 * @returns cents that a product costs, by what it costs in the catalogue; of the sets' currency
 */
export function tillPrices(state: TillState): (itemId: ItemId, catalogueCents: number) => number {
  const { nowMs } = state;
  const clocks = honoured(state).flatMap(({ set: { pricing }, prices, replacedMs }) => {
    if (!pricing || !prices) return [];
    const hourOf = shopHourOf(pricing.timeZone);
    const momentAt = (atMs: number) => ({ atMs, hour: hourOf(atMs) });
    return [{ prices, isInForce: replacedMs === undefined, moments: [momentAt(nowMs), momentAt(nowMs - BASKET_MS)] as const }];
  });
  return (itemId, catalogueCents) => {
    const shown = clocks.flatMap(({ prices, moments }) => moments.flatMap((moment) => priceAt(prices, itemId, moment) ?? []));
    const isPriced = clocks.some(({ prices, isInForce, moments: [now] }) => isInForce && priceAt(prices, itemId, now) !== undefined);
    return Math.min(...shown, ...(isPriced ? [] : [catalogueCents]));
  };
}

/**
 * What a till charges for a basket: prices by the published files, less what the coupon of `code` takes off. What a browser
 * says of prices plays no part.
 *
 * @param basket - at the catalogue's prices
 * @param code - as typed, in any case; '' for none
 */
export function quoteOf(basket: readonly BasketLine[], code: string, state: TillState): Quote {
  const priceOf = tillPrices(state);
  const lines = basket.map((line) => ({ ...line, priceCents: priceOf(line.itemId, line.priceCents) }));
  const totalCents = lines.reduce((sum, { quantity, priceCents }) => sum + quantity * priceCents, 0);
  const whole = { lines, totalCents, reductionCents: 0, paidCents: totalCents };
  if (code === '') return whole;
  const coupon = honoured(state).flatMap(({ set }) => set.coupons).find((each) => each.code.toLowerCase() === code.toLowerCase());
  const off = coupon ? reductionCents(coupon, lines) : 0;
  const refused = refusalOf(coupon, off, { totalCents, nowMs: state.nowMs });
  return coupon && !refused ? { ...whole, reductionCents: off, paidCents: totalCents - off, code: coupon.code } : { ...whole, refused: refused ?? 'unknown' };
}

function refusalOf(coupon: Coupon | undefined, off: number, { totalCents, nowMs }: { readonly totalCents: number; readonly nowMs: number }): CodeRefusal | undefined {
  if (!coupon) return 'unknown';
  if (nowMs < coupon.startMs) return 'not-yet';
  if (nowMs >= coupon.endMs) return 'over';
  if (totalCents < coupon.minBasketCents) return 'basket-too-small';
  return off === 0 ? 'nothing-applies' : undefined;
}
