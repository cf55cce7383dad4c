import type { ItemId } from '#core/catalogue';

/** What offers are asked for. */
export interface OfferPlace {
  /** Product whose price is asked for; absent: her coupon is. */
  readonly itemId?: string;
}

/** The same, of a page as it is now. */
export interface OfferRequest extends OfferPlace {
  /** BCP 47, of the page. */
  readonly locale: string;
}

/** A coupon of the shop's public set that this device chose. */
export interface ShownCoupon {
  readonly id: string;
  /** What the till takes, the same for everyone. */
  readonly code: string;
  /** One line, in the shop's words. */
  readonly terms: string;
  readonly reduction: { readonly kind: 'cents'; readonly cents: number } | { readonly kind: 'percent'; readonly percent: number; readonly maxCents?: number };
  /** 0 for any. */
  readonly minBasketCents: number;
  /** ISO 4217. */
  readonly currency: string;
  /** ms since 1970. */
  readonly endMs: number;
  /** What always stands beside it, whole, in the page's language. */
  readonly disclosure: string;
}

/** A product's price at this moment by the public file, the same for everyone. Cents. */
export interface ShownPrice {
  readonly itemId: ItemId;
  readonly cents: number;
  readonly baseCents: number;
  readonly floorCents: number;
  readonly ceilingCents: number;
  /** ISO 4217. */
  readonly currency: string;
  /** As of a coupon. */
  readonly disclosure: string;
}

/** What was asked for: null where there is none. */
export interface OfferAnswer {
  readonly coupon: ShownCoupon | null;
  /** Null too where the catalogue's price holds. */
  readonly price: ShownPrice | null;
}
