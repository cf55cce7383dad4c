import { taxonomyOf } from '#core/audience';
import { CATALOGUE_FILE, columnsOf, decodeProducts, parseCatalogueManifest, productsFile, type Product } from '#core/catalogue';
import { loadBytes } from '#page/frame';

/** What the shop sells, as the editor looks it up. */
export interface Shelf {
  readonly products: readonly Product[];
  readonly byId: ReadonlyMap<string, Product>;
  /** Names of categories on any level, most products first. */
  readonly categories: readonly string[];
  /** Interests that devices tell apart, as `#core/audience` makes them: categories, then brands. */
  readonly tags: readonly string[];
  /** ISO 4217. */
  readonly currency: string;
}

const NOTHING: Shelf = { products: [], byId: new Map(), categories: [], tags: [], currency: 'EUR' };
/** Where the site server puts the catalogue's files. */
const FOLDER = '/catalogue/';
/** Most products shown for a search. */
const MOST_FOUND = 8;

function byCount(names: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const name of names) if (name !== '') counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).map(([name]) => name);
}

/** Loads the catalogue that the console serves; an empty shelf where it does not come, and then ids are typed. */
export async function loadShelf(): Promise<Shelf> {
  const bytes = await loadBytes(FOLDER + CATALOGUE_FILE);
  const manifest = bytes.ok ? parseCatalogueManifest(bytes.value) : bytes;
  if (!manifest.ok) return NOTHING;
  const file = await loadBytes(FOLDER + productsFile(manifest.value));
  const products = file.ok ? decodeProducts(file.value, manifest.value.currency) : file;
  if (!products.ok) return NOTHING;
  const names = products.value.flatMap(({ category }) => [...new Set(category)]);
  return {
    products: products.value, byId: new Map(products.value.map((product) => [product.id, product])), categories: byCount(names),
    tags: taxonomyOf({ items: products.value.length, ...columnsOf(products.value) }).tags.map(({ name }) => name), currency: manifest.value.currency,
  };
}

/** Products whose title, brand or id holds every word of `query`. */
export function findProducts({ products }: Shelf, query: string): readonly Product[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const found: Product[] = [];
  for (const product of products) {
    const text = `${product.title} ${product.brand ?? ''} ${product.id}`.toLowerCase();
    if (words.every((word) => text.includes(word))) found.push(product);
    if (found.length === MOST_FOUND) break;
  }
  return found;
}

/** Addresses of a product's picture: its own where the feed names one that can be loaded, else the drawn one. */
export function pictureOf(product: Product): string {
  return /^https?:\/\//i.test(product.image) ? product.image : `/product-pictures/${encodeURIComponent(product.id).replaceAll('.', '%2E')}.svg`;
}
