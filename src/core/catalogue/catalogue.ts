import type { ContentHash } from '#core/units';
import type { ItemId, Product } from './product.ts';

/** Width of a content vector: what truncated SVD keeps, and the input width of every encoder. */
export const CONTENT_DIMS = 64;

/** Index of an item in its catalogue: 0 to N − 1, stable for one catalogue hash only. */
export type ItemIndex = number;

/** A shop's public catalogue in memory: the same for everyone, loaded whole, never queried by interest. N items. */
export interface Catalogue {
  /** Content address of the catalogue's manifest file, which names the other files by theirs. */
  readonly hash: ContentHash;
  /** [N], by item index. */
  readonly products: readonly Product[];
  /** By id and by every alias. */
  readonly indexById: ReadonlyMap<string, ItemIndex>;
  /** [N, CONTENT_DIMS] row-major; unit vectors times 127, so a component is `vectors[i] / 127`. A row of zeros: no text. */
  readonly vectors: Int8Array;
  /** Leaf category names, in order of first appearance; C of them. */
  readonly categories: readonly string[];
  /** [N], each below C. */
  readonly categoryByIndex: Uint16Array;
  /** [N], ln(1 + public count), where the count is the feed's rating count or sales; 0 where the feed says nothing. */
  readonly popularity: Float32Array;
}

/** Id of the item at `index`. @throws RangeError if there is no such index */
export function itemIdAt(catalogue: Catalogue, index: ItemIndex): ItemId {
  const product = catalogue.products[index];
  if (!product) throw new RangeError(`Cannot name item ${index}: the catalogue holds ${catalogue.products.length}`);
  return product.id;
}
