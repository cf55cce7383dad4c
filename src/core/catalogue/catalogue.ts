import type { ContentHash } from '#core/units';
import { UNKNOWN_CATEGORY, leafCategory, type ItemId, type Product } from './product.ts';

/** Width of a content vector: what truncated SVD keeps, and the input width of every encoder. */
export const CONTENT_DIMS = 64;
/** Most leaf categories told apart, since `categoryByIndex` holds 16 bits; later ones count as 'Other'. */
const MAX_CATEGORIES = 65_535;

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
  /** [N], ln(1 + public count), where the count is the feed's sales or rating count; 0 where the feed says nothing. */
  readonly popularity: Float32Array;
}

/**
 * Puts a catalogue together from its products and their vectors.
 *
 * @param vectors - shape [N, CONTENT_DIMS]; kept, not copied
 * @throws RangeError if `vectors` has another length
 */
export function catalogueOf(hash: ContentHash, products: readonly Product[], vectors: Int8Array): Catalogue {
  if (vectors.length !== products.length * CONTENT_DIMS) {
    throw new RangeError(`Cannot join ${products.length} products to ${vectors.length} vector components: wanted ${products.length * CONTENT_DIMS}`);
  }
  const popularity = Float32Array.from(products, (product) => Math.log1p(product.soldCount ?? product.ratingCount ?? 0));
  return { hash, products, indexById: indexOfIds(products), vectors, ...categoriesOf(products), popularity };
}

/** Leaf categories in order of first appearance, and each product's. */
export function categoriesOf(products: readonly Product[]): Pick<Catalogue, 'categories' | 'categoryByIndex'> {
  const indexByName = new Map<string, number>();
  const add = (name: string): number => {
    const known = indexByName.get(name);
    if (known !== undefined) return known;
    if (indexByName.size === MAX_CATEGORIES - 1 && name !== UNKNOWN_CATEGORY) return add(UNKNOWN_CATEGORY);
    indexByName.set(name, indexByName.size);
    return indexByName.size - 1;
  };
  const categoryByIndex = Uint16Array.from(products, (product) => add(leafCategory(product)));
  return { categories: [...indexByName.keys()], categoryByIndex };
}

/** An alias that two products claim goes to the first; an id always wins over an alias. */
function indexOfIds(products: readonly Product[]): Map<string, ItemIndex> {
  const indexById = new Map<string, ItemIndex>();
  products.forEach((product, index) => {
    if (!indexById.has(product.id)) indexById.set(product.id, index);
  });
  products.forEach((product, index) => {
    for (const alias of product.aliases) {
      if (!indexById.has(alias)) indexById.set(alias, index);
    }
  });
  return indexById;
}

/** Id of the item at `index`. @throws RangeError if there is no such index */
export function itemIdAt(catalogue: Catalogue, index: ItemIndex): ItemId {
  const product = catalogue.products[index];
  if (!product) throw new RangeError(`Cannot name item ${index}: the catalogue holds ${catalogue.products.length}`);
  return product.id;
}
