import { filledLayout, SUMS_MS, totalsOf, type Layout, type PublishedSum, type Totals } from '#core/measurement';
import type { HeldOffer } from './choose.ts';
import type { Coupon, OfferSet } from './coupon.ts';
import { redemptionsOf, type OfferEvent } from './eligible.ts';

/** L1 bound of a report of offers: a coupon shown and redeemed. Each more would widen the noise in every cell. */
export const OFFERS_BOUND = 2;
/** Chance that a shown coupon is redeemed, where nothing was measured: the same for every coupon, so that it orders none. */
export const PRIOR_REDEEMED_SHARE = 0.02;
/** Deviation of the prior: as wide as its mean, since coupons differ by as much. */
const PRIOR_STD_DEV = 0.02;
/** Deviations of its noise that a count of showings must exceed to be divided by. */
const LEAST_DEVIATIONS = 4;
/** Parts that a published share is rounded to. One is the least: at 0 a coupon would be shown to nobody, and never be measured again. */
const SHARE_PARTS = 1_000;

const COUNTS = ['shown', 'redeemed'] as const;
export type OfferCount = (typeof COUNTS)[number];

/** The cell of a coupon. */
export function offerCell(couponId: Coupon['id'], count: OfferCount): string {
  return `${couponId}/${count}`;
}

/** What a report of offers counts: of each coupon whether it was shown, and whether it was redeemed. */
export function offersLayout(coupons: readonly Pick<Coupon, 'id'>[]): Layout {
  return filledLayout('offers', coupons.flatMap(({ id }) => COUNTS.map((count) => offerCell(id, count))));
}

/** What a count of offers is made of. */
export interface OffersCounted {
  readonly coupons: readonly Pick<Coupon, 'id' | 'code'>[];
  /** Coupons that were hers, in any order: each was shown first when it became so. */
  readonly held: readonly HeldOffer[];
  readonly events: readonly OfferEvent[];
  /** Counts what happened after `sinceMs` and until `nowMs`. */
  readonly sinceMs: number;
  readonly nowMs: number;
}

/**
 * The entries of one report, each 0 or 1, the first {@link OFFERS_BOUND} that happened: what comes later is the next coupon of
 * one who redeemed hers, two in a hundred. A redemption counts where the coupon was hers before it; a code that was found elsewhere says
 * nothing of showing it.
 *
 * @returns shape [layout.cells]
 */
export function countOffers({ cells }: Layout, { coupons, held, events, sinceMs, nowMs }: OffersCounted): Int32Array {
  const happened = coupons.flatMap(({ id, code }) => {
    const shownMs = held.flatMap((each) => (each.couponId === id ? [each.sinceMs] : []));
    const redeemedMs = shownMs.length === 0 ? [] : redemptionsOf(events, code).filter((atMs) => atMs >= Math.min(...shownMs));
    return [...shownMs.map((atMs) => ({ atMs, cell: offerCell(id, 'shown') })), ...redeemedMs.map((atMs) => ({ atMs, cell: offerCell(id, 'redeemed') }))];
  });
  const inOrder = happened.filter(({ atMs }) => atMs > sinceMs && atMs <= nowMs).sort((a, b) => a.atMs - b.atMs);
  const counted = new Set([...new Set(inOrder.map(({ cell }) => cell))].slice(0, OFFERS_BOUND));
  return Int32Array.from(cells, (cell) => Number(counted.has(cell)));
}

/**
 * Shares of showings that were redeemed, by coupon id: the measured one and the prior, each weighed by how sure it is. A
 * coupon whose showings do not stand out of the noise is left out, and the prior holds.
 */
export function redeemedShares(totals: Totals, coupons: readonly Pick<Coupon, 'id'>[]): NonNullable<OfferSet['redeemed']> {
  return Object.fromEntries(coupons.flatMap(({ id }): [string, number][] => {
    const [shown, redeemed] = COUNTS.map((count) => totals.get(offerCell(id, count)));
    if (!shown || !redeemed || !(shown.value > LEAST_DEVIATIONS * Math.sqrt(shown.noiseVariance))) return [];
    const n = shown.value;
    const measured = redeemed.value / n;
    const p = Math.min(1, Math.max(PRIOR_REDEEMED_SHARE, measured)); // few redemptions are not taken for sure because noise made them none
    const variance = (p * (1 - p)) / n + (redeemed.noiseVariance + p ** 2 * shown.noiseVariance) / n ** 2;
    const share = (PRIOR_REDEEMED_SHARE * variance + measured * PRIOR_STD_DEV ** 2) / (variance + PRIOR_STD_DEV ** 2);
    return [[id, Math.min(SHARE_PARTS, Math.max(1, Math.round(share * SHARE_PARTS))) / SHARE_PARTS]];
  }));
}

/** What a merchant wrote of `set`. */
export function withoutRedeemed({ redeemed: _redeemed, ...written }: OfferSet): OfferSet {
  return written;
}

/** `set` with what the sums of {@link SUMS_MS} say of its coupons in place of what it says of them. @param sums - of any subject */
export function withRedeemed(set: OfferSet, sums: readonly PublishedSum[], nowMs: number): OfferSet {
  const redeemed = redeemedShares(totalsOf(sums.filter(({ layout, closedMs }) => layout.subject === 'offers' && closedMs > nowMs - SUMS_MS)), set.coupons);
  return Object.keys(redeemed).length > 0 ? { ...set, redeemed } : withoutRedeemed(set);
}
