import { contentHash, ok, type Result } from '#core/units';
import { CONTENT_DIMS, catalogueOf, type Catalogue } from './catalogue.ts';
import { malformed, parseCatalogueManifest, parseJson, type CatalogueFault } from './manifest.ts';
import { readProduct } from './product-codec.ts';
import type { Product } from './product.ts';

/**
 * The catalogue that three files hold, each checked against the name that the manifest gives it.
 *
 * @param vectorsBytes - kept, not copied
 */
export function decodeCatalogue(manifestBytes: Uint8Array, productsBytes: Uint8Array, vectorsBytes: Uint8Array): Result<Catalogue, CatalogueFault> {
  const parsed = parseCatalogueManifest(manifestBytes);
  if (!parsed.ok) return parsed;
  const manifest = parsed.value;
  if (contentHash(productsBytes) !== manifest.products) return malformed('catalogue products', `its bytes do not hash to ${manifest.products}`);
  if (contentHash(vectorsBytes) !== manifest.vectors) return malformed('catalogue vectors', `its bytes do not hash to ${manifest.vectors}`);
  const wantedBytes = manifest.items * CONTENT_DIMS;
  if (vectorsBytes.length !== wantedBytes) return malformed('catalogue vectors', `it holds ${vectorsBytes.length} bytes, wanted ${wantedBytes}`);
  const products = decodeProducts(productsBytes, manifest.currency);
  if (!products.ok) return products;
  if (products.value.length !== manifest.items) return malformed('catalogue products', `it holds ${products.value.length}, the manifest says ${manifest.items}`);
  const vectors = new Int8Array(vectorsBytes.buffer, vectorsBytes.byteOffset, vectorsBytes.length);
  return ok(catalogueOf(contentHash(manifestBytes), products.value, vectors));
}

/** Products of a products file alone, for a page that shows them and ranks nothing. `currency` is the manifest's. */
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
