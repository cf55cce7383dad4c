import { ok, type Result } from '#core/units';
import { CONTENT_DIMS } from './catalogue.ts';
import { decodeColumns, type DecodedColumns } from './columns-file.ts';
import { malformed, parseJson, type CatalogueFault, type CatalogueManifest } from './manifest.ts';
import { readCard, readProduct } from './product-codec.ts';
import type { Product, ProductCard } from './product.ts';

/** Products of one card file. Read one by one for a shelf, whole for nothing: 512 are 100 kB, hashed and parsed in 2 ms. */
export const CARDS_PER_FILE = 512;

// Whoever loads a file checks that it hashes to its name first: in a browser that takes the platform's SHA-256, not ours.

/** The columns that `bytes` hold, checked against what the manifest says. `bytes` are kept, not copied. */
export function decodeCatalogueColumns(manifest: CatalogueManifest, bytes: Uint8Array): Result<DecodedColumns, CatalogueFault> {
  const columns = decodeColumns(bytes);
  if (!columns.ok) return columns;
  const { items, cardFiles } = columns.value;
  if (items !== manifest.items) return malformed('catalogue columns', `it holds ${items} items, the manifest says ${manifest.items}`);
  const wantedFiles = Math.ceil(items / CARDS_PER_FILE);
  return cardFiles.length === wantedFiles ? columns : malformed('catalogue columns', `it names ${cardFiles.length} card files, wanted ${wantedFiles}`);
}

/** The vectors that `bytes` hold. `bytes` are kept, not copied. */
export function decodeVectors(manifest: CatalogueManifest, bytes: Uint8Array): Result<Int8Array, CatalogueFault> {
  const wantedBytes = manifest.items * CONTENT_DIMS;
  if (bytes.length !== wantedBytes) return malformed('catalogue vectors', `it holds ${bytes.length} bytes, wanted ${wantedBytes}`);
  return ok(new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length));
}

/** What one card file holds. Cards are read one by one: a shelf wants one or two of 512. */
export interface CardFile {
  /** The card at `position`, 0 to CARDS_PER_FILE − 1; undefined where the file holds none there that could be shown. */
  at(position: number): ProductCard | undefined;
}

/** Opens a card file. `currency` is the manifest's. */
export function decodeCards(bytes: Uint8Array, currency: string): Result<CardFile, CatalogueFault> {
  const stored = parseJson(bytes);
  if (!Array.isArray(stored)) return malformed('catalogue cards', 'it is not a JSON list');
  return ok({
    at(position) {
      const card = readCard(stored[position], currency);
      return typeof card === 'string' ? undefined : card;
    },
  });
}

/** Products of a products file, for a page that shows them all. `currency` is the manifest's. */
export function decodeProducts(bytes: Uint8Array, currency: string): Result<readonly Product[], CatalogueFault> {
  const stored = parseJson(bytes);
  if (!Array.isArray(stored)) return malformed('catalogue products', 'it is not a JSON list');
  const products: Product[] = [];
  const ids = new Set<string>();
  for (const [index, value] of stored.entries()) {
    const product = readProduct(value, currency);
    if (typeof product === 'string') return malformed('catalogue products', `product ${index} has no valid ${product}`);
    if (ids.has(product.id)) return malformed('catalogue products', `product ${index} repeats the id "${product.id}"`);
    ids.add(product.id);
    products.push(product);
  }
  return ok(products);
}
