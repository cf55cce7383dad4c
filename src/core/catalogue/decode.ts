import { contentHash, ok, type ContentHash, type Result } from '#core/units';
import { CONTENT_DIMS } from './catalogue.ts';
import { decodeColumns, type DecodedColumns } from './columns-file.ts';
import { malformed, parseJson, type CatalogueFault, type CatalogueManifest } from './manifest.ts';
import { readCard, readProduct } from './product-codec.ts';
import type { Product, ProductCard } from './product.ts';

/** Products of one card file. Read one by one for a shelf, whole for nothing: 512 are 100 kB, hashed and parsed in 2 ms. */
export const CARDS_PER_FILE = 512;

/** The columns that `bytes` hold, checked against their name and what the manifest says. `bytes` are kept, not copied. */
export function decodeCatalogueColumns(manifest: CatalogueManifest, bytes: Uint8Array): Result<DecodedColumns, CatalogueFault> {
  if (contentHash(bytes) !== manifest.columns) return malformed('catalogue columns', `its bytes do not hash to ${manifest.columns}`);
  const columns = decodeColumns(bytes);
  if (!columns.ok) return columns;
  const { items, cardFiles } = columns.value;
  if (items !== manifest.items) return malformed('catalogue columns', `it holds ${items} items, the manifest says ${manifest.items}`);
  const wantedFiles = Math.ceil(items / CARDS_PER_FILE);
  return cardFiles.length === wantedFiles ? columns : malformed('catalogue columns', `it names ${cardFiles.length} card files, wanted ${wantedFiles}`);
}

/** The vectors that `bytes` hold, checked against their name. `bytes` are kept, not copied. */
export function decodeVectors(manifest: CatalogueManifest, bytes: Uint8Array): Result<Int8Array, CatalogueFault> {
  if (contentHash(bytes) !== manifest.vectors) return malformed('catalogue vectors', `its bytes do not hash to ${manifest.vectors}`);
  const wantedBytes = manifest.items * CONTENT_DIMS;
  if (bytes.length !== wantedBytes) return malformed('catalogue vectors', `it holds ${bytes.length} bytes, wanted ${wantedBytes}`);
  return ok(new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length));
}

/** Cards of the file called `hash`. `currency` is the manifest's. */
export function decodeCards(hash: ContentHash, bytes: Uint8Array, currency: string): Result<readonly ProductCard[], CatalogueFault> {
  if (contentHash(bytes) !== hash) return malformed('catalogue cards', `its bytes do not hash to ${hash}`);
  return decodeList(bytes, 'catalogue cards', (stored) => readCard(stored, currency));
}

/** Products of a products file, for a page that shows them all. `currency` is the manifest's. */
export function decodeProducts(bytes: Uint8Array, currency: string): Result<readonly Product[], CatalogueFault> {
  return decodeList(bytes, 'catalogue products', (stored) => readProduct(stored, currency));
}

function decodeList<Card extends ProductCard>(bytes: Uint8Array, what: string, read: (stored: unknown) => Card | string): Result<readonly Card[], CatalogueFault> {
  const stored = parseJson(bytes);
  if (!Array.isArray(stored)) return malformed(what, 'it is not a JSON list');
  const products: Card[] = [];
  const ids = new Set<string>();
  for (const [index, value] of stored.entries()) {
    const product = read(value);
    if (typeof product === 'string') return malformed(what, `product ${index} has no valid ${product}`);
    if (ids.has(product.id)) return malformed(what, `product ${index} repeats the id "${product.id}"`);
    ids.add(product.id);
    products.push(product);
  }
  return ok(products);
}
