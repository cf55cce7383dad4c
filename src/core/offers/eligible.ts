import { isSensitive } from '#core/ads';
import type { LifeCycle } from '#core/campaigns';
import type { ItemId } from '#core/catalogue';
import { couponDigest, type ShopEvent } from '#core/events';
import type { Coupon } from './coupon.ts';

/** An event as far as offers go. */
export type OfferEvent = Pick<ShopEvent, 'type' | 'atMs' | 'items' | 'transactionId' | 'coupon'>;

/** What a device holds its shopper for, as `audienceFacts` of `#core/audience` gives it; with nothing known only offers for everybody are hers. */
export interface OfferFacts {
  readonly tags: readonly string[];
  readonly categories: readonly string[];
  readonly cluster?: number;
  readonly lifeCycle?: LifeCycle;
}

/** What eligibility is decided from, all of it on the device. */
export interface OfferState {
  /** The whole log. */
  readonly events: readonly OfferEvent[];
  readonly facts: OfferFacts;
  readonly nowMs: number;
}

/** Why an offer is hers: the last thing it asked for. */
export type OfferReason = 'everybody' | 'interest' | 'life-cycle' | 'portrait';
export interface EligibleOffer {
  readonly coupon: Coupon;
  readonly reason: OfferReason;
}

/**
 * When this device redeemed `code`, ms since 1970: purchases that name it, in any case, a transaction once; not those that were
 * refunded, for who gave everything back has her coupon again.
 */
export function redemptionsOf(events: readonly OfferEvent[], code: string): readonly number[] {
  const digest = couponDigest(code);
  const refunded = new Set(events.flatMap(({ type, transactionId }) => (type === 'refund' && transactionId ? [transactionId] : [])));
  const seen = new Set<string>();
  const timesMs: number[] = [];
  for (const { type, atMs, coupon, transactionId = '' } of events) {
    if (type !== 'purchase' || coupon !== digest || refunded.has(transactionId) || seen.has(transactionId)) continue;
    if (transactionId !== '') seen.add(transactionId);
    timesMs.push(atMs);
  }
  return timesMs;
}

/** Offers of the set that are hers now: within their dates, not used up, meant for her, and of no sensitive category. */
export function eligibleOffers(coupons: readonly Coupon[], { events, facts, nowMs }: OfferState): readonly EligibleOffer[] {
  return coupons.flatMap((coupon): readonly EligibleOffer[] => {
    if (!(nowMs >= coupon.startMs && nowMs < coupon.endMs) || coupon.categories.some(isSensitive)) return [];
    const reason = reasonFor(coupon, facts);
    return reason === undefined || redemptionsOf(events, coupon.code).length >= coupon.usesPerDevice ? [] : [{ coupon, reason }];
  });
}

/** Why a coupon is meant for her; undefined where it is not. Of each list one match is enough, and every list must match. */
function reasonFor({ audience: { tags, categories, clusters, lifeCycles } }: Coupon, facts: OfferFacts): OfferReason | undefined {
  const lists: readonly (readonly [OfferReason, number, boolean])[] = [
    ['interest', tags.length, tags.some((tag) => facts.tags.includes(tag))],
    ['interest', categories.length, categories.some((category) => facts.categories.includes(category))],
    ['portrait', clusters.length, facts.cluster !== undefined && clusters.includes(facts.cluster)],
    ['life-cycle', lifeCycles.length, facts.lifeCycle !== undefined && lifeCycles.includes(facts.lifeCycle)],
  ];
  const asked = lists.filter(([, length]) => length > 0);
  return asked.every(([, , isMatch]) => isMatch) ? (asked[0]?.[0] ?? 'everybody') : undefined;
}

/** One line of a basket. */
export interface BasketLine {
  readonly itemId: ItemId;
  readonly quantity: number;
  readonly priceCents: number;
  /** From general to special. */
  readonly category: readonly string[];
}

/** What a coupon takes off a basket, whole cents rounded down; 0 where the basket is too small or holds nothing that it applies to. */
export function reductionCents({ reduction, minBasketCents, itemIds, categories }: Coupon, basket: readonly BasketLine[]): number {
  const centsOf = (lines: readonly BasketLine[]): number => lines.reduce((sum, { quantity, priceCents }) => sum + quantity * priceCents, 0);
  if (centsOf(basket) < minBasketCents) return 0;
  const isWhole = itemIds.length === 0 && categories.length === 0;
  const applied = centsOf(basket.filter(({ itemId, category }) => isWhole || itemIds.includes(itemId) || category.some((level) => categories.includes(level))));
  const wanted = reduction.kind === 'cents' ? reduction.cents : Math.min(Math.floor((applied * reduction.percent) / 100), reduction.maxCents ?? Infinity);
  return Math.min(wanted, applied);
}
