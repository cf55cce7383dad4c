import type { ContentHash } from '#core/units';
import { categoriesOf, columnsOf, type ItemColumns } from './columns.ts';
import { folderKey, lastPart, pageKey } from './page-key.ts';
import type { ItemId, Product } from './product.ts';
import { spellingsOf } from './spellings.ts';

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
  /** Leaf category names, in order of first appearance; C of them. '' is that of products whose feed names none. */
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
    hash, products, vectors, items: products.length, indexById: tolerant(indexOfIds(products)), idByIndex: products.map(({ id }) => id), ...columns, ...categoriesOf(columns),
  };
}

/**
 * An alias that two products claim goes to the first; an id always wins over an alias, and both over other spellings
 * and over the keys of pages: of a product's own, or of the folder where the page's name is an id. {@link findTolerantly} tries lower and upper case by itself, so only mixed case is
 * among the spellings.
 */
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
  products.forEach(({ id, aliases, url }, index) => {
    const spellings = [id, ...aliases].flatMap((name) => spellingsOf(name).filter((spelling) => spelling.toUpperCase() !== name));
    const page = url === '' ? [] : [findTolerantly(indexById, lastPart(url)) === index ? folderKey(url) : pageKey(url)];
    for (const name of [...spellings, ...page]) {
      if (!indexById.has(name)) indexById.set(name, index);
    }
  });
  return indexById;
}

/** Finds an item by any spelling of its id or of an alias: as it is, then each of {@link spellingsOf} in lower and upper case. */
export function findTolerantly(exact: Pick<IndexById, 'get'>, name: string): ItemIndex | undefined {
  const found = exact.get(name);
  if (found !== undefined || name === '') return found;
  for (const spelling of [...spellingsOf(name), name]) {
    const other = exact.get(spelling) ?? exact.get(spelling.toUpperCase());
    if (other !== undefined) return other;
  }
  return undefined;
}

/** `exact`, asked in every spelling. */
export function tolerant(exact: Pick<IndexById, 'get'>): IndexById {
  const get = (name: string): ItemIndex | undefined => findTolerantly(exact, name);
  return { get, has: (name) => get(name) !== undefined };
}

/** Id of the item at `index`. @throws RangeError if there is no such index */
export function itemIdAt(catalogue: Pick<Catalogue, 'items' | 'idByIndex'>, index: ItemIndex): ItemId {
  const id = catalogue.idByIndex.at(index);
  if (id === undefined) throw new RangeError(`Cannot name item ${index}: the catalogue holds ${catalogue.items}`);
  return id;
}

/** Index of the leaf category of an item, -1 where the feed names none: no taste, no wish and no line is about that. */
export function namedCategory({ categories, categoryByIndex }: Pick<Catalogue, 'categories' | 'categoryByIndex'>, item: ItemIndex): number {
  const category = categoryByIndex[item] ?? -1;
  return categories[category] === '' ? -1 : category;
}
