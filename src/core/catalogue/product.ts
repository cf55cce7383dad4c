import type { Brand } from '#core/units';

/** A shop's own id of a product, as its feed and its events spell it. */
export type ItemId = Brand<string, 'ItemId'>;

/** What a shop says of one product in public. Field names follow the Google product feed. */
export interface Product {
  readonly id: ItemId;
  readonly title: string;
  readonly description: string;
  readonly brand: string;
  /** From general to special, at least one entry; `['Other']` where the feed names none. */
  readonly category: readonly string[];
  /** Page of the product, absolute or relative to the shop; '' where unknown. */
  readonly url: string;
  /** Picture, absolute or relative to the shop; '' where there is none and a drawn one stands in. */
  readonly image: string;
  /** In hundredths of the currency's unit; the price a shopper pays now. */
  readonly priceCents: number;
  /** In hundredths; the price before a sale, absent where there is no sale. */
  readonly listPriceCents?: number;
  /** ISO 4217. */
  readonly currency: string;
  readonly available: boolean;
  /** Mean rating from 0 to 5, absent where unrated. */
  readonly rating?: number;
  readonly ratingCount?: number;
  /** Other ids under which events may name this product: gtin, mpn, group id. */
  readonly aliases: readonly string[];
  readonly labels: readonly string[];
}
