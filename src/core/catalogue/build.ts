import { contentHash, utf8Encode, type ContentHash } from '#core/units';
import { CONTENT_DIMS, categoriesOf } from './catalogue.ts';
import { CATALOGUE_FILE, productsFile, vectorsFile, type CatalogueManifest } from './manifest.ts';
import { storedProduct } from './product-codec.ts';
import type { Product } from './product.ts';
import { contentVectors } from './vectors.ts';

/** The public files of one catalogue. */
export interface BuiltCatalogue {
  /** Bytes by file name. All but `catalogue.json` are named by their content; that one comes last, so write in this order. */
  readonly files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
  /** Content address of the manifest, as in {@link Catalogue.hash}; the manifest is also there under this name. */
  readonly manifestHash: ContentHash;
  readonly manifest: CatalogueManifest;
}

/**
 * Turns products into the immutable files that every shopper downloads. Equal products give equal files.
 *
 * @param products - in the order that item indices will have
 * @throws RangeError if two products share an id
 */
export function buildCatalogue(products: readonly Product[], options: { readonly onProgress?: (doneShare: number) => void } = {}): BuiltCatalogue {
  refuseRepeatedIds(products);
  const vectors = contentVectors(products, options);
  const vectorBytes = new Uint8Array(vectors.buffer, vectors.byteOffset, vectors.byteLength);
  const currency = commonCurrency(products);
  const productBytes = utf8Encode(JSON.stringify(products.map((product) => storedProduct(product, currency))));
  const manifest: CatalogueManifest = {
    version: 1,
    items: products.length,
    dims: CONTENT_DIMS,
    currency,
    categories: categoriesOf(products).categories,
    products: contentHash(productBytes),
    vectors: contentHash(vectorBytes),
  };
  const manifestBytes = utf8Encode(JSON.stringify(manifest));
  const manifestHash = contentHash(manifestBytes);
  const files = new Map([
    [productsFile(manifest), productBytes],
    [vectorsFile(manifest), vectorBytes],
    [`${manifestHash}.json`, manifestBytes],
    [CATALOGUE_FILE, manifestBytes],
  ]);
  return { files, manifestHash, manifest };
}

function refuseRepeatedIds(products: readonly Product[]): void {
  const seen = new Set<string>();
  for (const { id } of products) {
    if (seen.has(id)) throw new RangeError(`Cannot build a catalogue with two products called "${id}": wanted unique ids`);
    seen.add(id);
  }
}

/** The currency that most products have; the earlier one where two are equal. */
function commonCurrency(products: readonly Product[]): string {
  const counts = new Map<string, number>();
  for (const { currency } of products) counts.set(currency, (counts.get(currency) ?? 0) + 1);
  let best = '';
  for (const [currency, count] of counts) if (count > (counts.get(best) ?? 0)) best = currency;
  return best;
}
