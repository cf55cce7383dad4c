import type { Coupon, OfferSet } from '#core/offers';
import { WEEK_MS } from '#core/units';

/** When the offers of tests begin, ms since 1970. */
export const OFFER_START_MS = 1_800_000_000_000;

/** A tenth off anything, for everybody, once. */
export function aCoupon(id = 'tenth', change: Partial<Coupon> = {}): Coupon {
  return {
    id, code: id.toUpperCase(), terms: 'A tenth off your basket', reduction: { kind: 'percent', percent: 10 }, minBasketCents: 0, itemIds: [], categories: [], startMs: OFFER_START_MS, endMs: OFFER_START_MS + WEEK_MS, usesPerDevice: 1, earnedCents: 100,
    audience: { tags: [], categories: [], clusters: [], lifeCycles: [] }, ...change,
  };
}

export function anOfferSet(coupons: readonly Coupon[] = [aCoupon()]): OfferSet {
  return { version: 1, shop: 'test', currency: 'EUR', coupons };
}
