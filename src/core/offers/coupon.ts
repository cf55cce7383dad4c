import { lineFault, type Audience, type CampaignFault } from '#core/campaigns';
import type { ItemId } from '#core/catalogue';
import { DAY_MS } from '#core/units';
import { bandFaults, type PriceSegment } from './bands.ts';

/** What a coupon takes off what it applies to: cents, or per cent of it up to `maxCents`. */
export type Reduction =
  | { readonly kind: 'cents'; readonly cents: number }
  | { readonly kind: 'percent'; readonly percent: number; readonly maxCents?: number };

/** One offer of the set that a shop publishes to everyone. */
export interface Coupon {
  /** Spelled as a campaign's id. */
  readonly id: string;
  /** What the till takes and a purchase names: its own, and the same for everyone. */
  readonly code: string;
  /** What a shopper reads, one line. */
  readonly terms: string;
  readonly reduction: Reduction;
  /** Least basket, cents; 0 for any. */
  readonly minBasketCents: number;
  /** What it applies to; both empty: the whole basket. */
  readonly itemIds: readonly ItemId[];
  readonly categories: readonly string[];
  /** ms since 1970. */
  readonly startMs: number;
  readonly endMs: number;
  /** What the merchant thinks a redemption earns more than no coupon would have, cents, 1 and up. */
  readonly earnedCents: number;
  /** Redemptions of one device, 1 to {@link MAX_USES}. */
  readonly usesPerDevice: number;
  /** Whom it is for, as of a campaign. */
  readonly audience: Audience;
}

/** The set of offers, the same for everyone: what a device may choose from and nobody is asked about. */
export interface OfferSet {
  readonly version: 1;
  readonly shop: string;
  /** ISO 4217, of every amount. */
  readonly currency: string;
  readonly coupons: readonly Coupon[];
  /** Absent where no price follows demand. */
  readonly pricing?: Pricing;
  /** Shares of showings that were redeemed, by coupon id, as measured (`redeemedShares`); of others nothing is known yet. The leader's, whatever a merchant writes there. */
  readonly redeemed?: Readonly<Record<string, number>>;
}

/** Between what prices may follow demand: public, so that anybody can work a day's prices out again. */
export interface Pricing {
  /** IANA name of the zone of the shop's clock: parts of the day are the same moments for everyone. */
  readonly timeZone: string;
  /** Length of the day in which prices move once, ms, {@link LEAST_PRICE_DAY_MS} to a day: a demonstration's, whose shoppers live a week in minutes. A day where left out. Parts of the day stay hours of the shop's clock. */
  readonly dayMs?: number;
  readonly segments: readonly PriceSegment[];
}

/** Shortest day of prices, ms: a till reads them again within half of it. */
export const LEAST_PRICE_DAY_MS = 60_000;

/** How long prices stand before the next may follow, ms. */
export function priceDayMs({ dayMs = DAY_MS }: Pick<Pricing, 'dayMs'>): number {
  return dayMs;
}

/** Most coupons of a set: every device loads them all. */
export const MAX_COUPONS = 100;
/** Most redemptions that one device may have of a coupon. */
export const MAX_USES = 100;
/** Largest share a coupon may take off: above it a slip of the keyboard is likelier than an offer. */
export const MAX_PERCENT = 90;

/** All that is wrong with a set whose fields have the right kinds; paths as the codec spells them. */
export function offerFaults({ coupons, pricing }: OfferSet): readonly CampaignFault[] {
  const faults: CampaignFault[] = [];
  const want = (isFine: boolean, path: string, message: string): void => {
    if (!isFine) faults.push({ path, message });
  };
  const areDistinct = (values: readonly string[]): boolean => new Set(values).size === values.length;
  want(areDistinct(coupons.map(({ id }) => id)), 'coupons', 'Two coupons have one id');
  want(areDistinct(coupons.map(({ code }) => code.toLowerCase())), 'coupons', 'Two coupons have one code: a purchase could not tell which was used');
  for (const [i, { terms, startMs, endMs, reduction, minBasketCents, itemIds, categories }] of coupons.entries()) {
    const at = (field: string): string => `coupons[${i}].${field}`;
    const wrong = lineFault(terms, 'Say what the coupon gives and when');
    want(wrong === undefined, at('terms'), wrong ?? '');
    want(endMs > startMs, at('endMs'), 'The end must come after the start');
    const isWhole = itemIds.length === 0 && categories.length === 0;
    want(reduction.kind === 'percent' || !isWhole || reduction.cents < minBasketCents, at('minBasketCents'), 'A coupon of a fixed amount wants a least basket above it: it would give goods away');
  }
  return pricing ? [...faults, ...bandFaults(pricing)] : faults;
}
