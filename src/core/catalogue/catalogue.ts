import type { ContentHash } from '#core/units';
import { categoriesOf, columnsOf, type ItemColumns } from './columns.ts';
import type { ItemId, Product } from './product.ts';

/** Width of a content vector: what truncated SVD keeps, and the input width of every encoder. */
export const CONTENT_DIMS = 64;

/** Index of an item in its catalogue: 0 to N − 1, stable for one catalogue hash only. */
export type ItemIndex = number;

/** Finds items by id and by every alias. */
export type IndexById = Pick<ReadonlyMap<string, ItemIndex>, 'get' | 'has'>;

/** What ranking knows of a shop's public catalogue: the same for everyone, loaded whole, never queried by interest. N items. */
export interface Catalogue extends ItemColumns {
  /** Content address of the catalogue's manifest file, which names the other files by theirs. */
  readonly hash: ContentHash;
  /** N. */
  readonly items: number;
  readonly indexById: IndexById;
  /** Ids by item index. */
  readonly idByIndex: { at(index: ItemIndex): ItemId | undefined };
  /** [N, CONTENT_DIMS] row-major; unit vectors times 127, so a component is `vectors[i] / 127`. A row of zeros: no text. */
  readonly vectors: Int8Array;
  /** Leaf category names, in order of first appearance; C of them. */
  readonly categories: readonly string[];
  /** [N], each below C. */
  readonly categoryByIndex: Uint16Array;
}

/** A catalogue that still has its products: on servers and in benchmarks, never in a browser. */
export interface ProductCatalogue extends Catalogue {
  /** [N], by item index. */
  readonly products: readonly Product[];
}

/**
 * Puts a catalogue together from its products and their vectors.
 *
 * @param vectors - shape [N, CONTENT_DIMS]; kept, not copied
 * @throws RangeError if `vectors` has another length
 */
export function catalogueOf(hash: ContentHash, products: readonly Product[], vectors: Int8Array): ProductCatalogue {
  if (vectors.length !== products.length * CONTENT_DIMS) {
    throw new RangeError(`Cannot join ${products.length} products to ${vectors.length} vector components: wanted ${products.length * CONTENT_DIMS}`);
  }
  const columns = columnsOf(products);
  return {
    hash, products, vectors, items: products.length, indexById: indexOfIds(products), idByIndex: products.map(({ id }) => id), ...columns, ...categoriesOf(columns),
  };
}

/** An alias that two products claim goes to the first; an id always wins over an alias. */
export function indexOfIds(products: readonly Product[]): Map<string, ItemIndex> {
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
export function itemIdAt(catalogue: Pick<Catalogue, 'items' | 'idByIndex'>, index: ItemIndex): ItemId {
  const id = catalogue.idByIndex.at(index);
  if (id === undefined) throw new RangeError(`Cannot name item ${index}: the catalogue holds ${catalogue.items}`);
  return id;
}
