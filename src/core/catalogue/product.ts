import type { Brand } from '#core/units';

/** A shop's own id of a product, as its feed and its events spell it. */
export type ItemId = Brand<string, 'ItemId'>;

/** Longest id accepted, in UTF-16 units: Google allows 50, and URLs used as ids stay well below this. */
export const MAX_ID_CHARS = 200;
/** Where a product stands whose feed names no category. */
export const UNKNOWN_CATEGORY = 'Other';

/** What a shelf shows of a product. Field names follow the Google product feed. */
export interface ProductCard {
  readonly id: ItemId;
  readonly title: string;
  readonly brand: string;
  /** From general to special, at least one entry; `['Other']` where the feed names none. */
  readonly category: readonly string[];
  /** Page of the product, absolute or relative to the shop; '' where unknown. */
  readonly url: string;
  /** Picture, absolute or relative to the shop; '' where there is none and a drawn one stands in. */
  readonly image: string;
  /** In hundredths of the currency's unit; the price a shopper pays now. 0: the feed names none, so show none. */
  readonly priceCents: number;
  /** In hundredths; the price before a sale, above `priceCents`; absent where there is no sale. */
  readonly listPriceCents?: number;
  /** ISO 4217. */
  readonly currency: string;
  readonly available: boolean;
  /** Mean rating from 0 to 5, absent where unrated. */
  readonly rating?: number;
  readonly ratingCount?: number;
}

/** Everything a shop says of one product in public. */
export interface Product extends ProductCard {
  readonly description: string;
  /** Pieces or orders sold, where the feed says so. Ranks by popularity before `ratingCount`; never shown as ratings. */
  readonly soldCount?: number;
  /** Other ids under which events may name this product: gtin, mpn, group id. */
  readonly aliases: readonly string[];
  readonly labels: readonly string[];
}

/**
 * `text` as a product's id.
 *
 * @throws RangeError if it is empty, has spaces around it or is longer than {@link MAX_ID_CHARS}
 */
export function parseItemId(text: string): ItemId {
  if (text === '' || text.trim() !== text || text.length > MAX_ID_CHARS) {
    throw new RangeError(`Cannot use "${text.slice(0, 60)}" as an item id: wanted 1 to ${MAX_ID_CHARS} characters without spaces around them`);
  }
  return text as ItemId;
}

/** Category of `product` that is most special. */
export function leafCategory(product: Pick<Product, 'category'>): string {
  return product.category.at(-1) ?? UNKNOWN_CATEGORY;
}
