import { contentHash, utf8Encode, type ContentHash } from '#core/units';
import { encodeColumns } from './columns-file.ts';
import { CARDS_PER_FILE } from './decode.ts';
import type { ItemIndex } from './catalogue.ts';
import { columnsOf } from './columns.ts';
import { CATALOGUE_FILE, cardsFile, catalogueManifest, columnsFile, picturesFile, productsFile, vectorsFile, type CatalogueManifest } from './manifest.ts';
import { packPictures, type PicturePacks } from './picture-packs.ts';
import { storedCard, storedProduct } from './product-codec.ts';
import type { Product } from './product.ts';
import { contentVectors, type VectorOptions } from './vectors.ts';

/** Bytes of thumbnails that a catalogue packs unless it is told otherwise: what two product pages of a common shop weigh, and some 1,000 photos. */
export const DEFAULT_PICTURE_BYTES = 4_000_000;

/** What goes into a catalogue beside its products. */
export interface CatalogueOptions extends VectorOptions {
  /** Encoded picture files by item index, at most as wide as a card; none are packed where there are none. */
  readonly thumbnails?: ReadonlyMap<ItemIndex, Uint8Array>;
  /** Most bytes of thumbnails, {@link DEFAULT_PICTURE_BYTES} by default: the most popular products come first. */
  readonly maxPictureBytes?: number;
}

/** The public files of one catalogue. */
export interface BuiltCatalogue {
  /** Bytes by file name. All but `catalogue.json` are named by their content; that one comes last, so write in this order. */
  readonly files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
  /** Content address of the manifest, as in {@link Catalogue.hash}; the manifest is also there under this name. */
  readonly manifestHash: ContentHash;
  readonly manifest: CatalogueManifest;
  /** How many thumbnails are packed, and how many did not fit. */
  readonly thumbnails: Pick<PicturePacks, 'packed' | 'leftOut'>;
}

/**
 * Turns products into the immutable files that every shopper downloads. Equal products give equal files.
 *
 * @param products - in the order that item indices will have
 * @throws RangeError if two products share an id
 */
export function buildCatalogue(products: readonly Product[], options: CatalogueOptions = {}): BuiltCatalogue {
  refuseRepeatedIds(products);
  const vectors = contentVectors(products, options);
  const vectorBytes = new Uint8Array(vectors.buffer, vectors.byteOffset, vectors.byteLength);
  const currency = commonCurrency(products);
  const productBytes = jsonBytes(products.map((product) => storedProduct(product, currency)));
  const cards = cardFiles(products, currency);
  const columnBytes = encodeColumns(products, [...cards.keys()]);
  const { packs, packed, leftOut } = packPictures(options.thumbnails ?? new Map(), columnsOf(products).popularity, options.maxPictureBytes ?? DEFAULT_PICTURE_BYTES);
  const packFiles = packs.map((bytes) => [contentHash(bytes), bytes] as const);
  const manifest = catalogueManifest({
    items: products.length, currency, columns: contentHash(columnBytes), vectors: contentHash(vectorBytes), products: contentHash(productBytes),
    ...(packFiles.length > 0 && { pictures: packFiles.map(([hash]) => hash) }),
  });
  const manifestBytes = jsonBytes(manifest);
  const manifestHash = contentHash(manifestBytes);
  const files = new Map([
    ...packFiles.map(([hash, bytes]) => [picturesFile(hash), bytes] as const),
    ...[...cards].map(([hash, bytes]) => [cardsFile(hash), bytes] as const),
    [productsFile(manifest), productBytes],
    [vectorsFile(manifest), vectorBytes],
    [columnsFile(manifest), columnBytes],
    [`${manifestHash}.json`, manifestBytes],
    [CATALOGUE_FILE, manifestBytes],
  ]);
  return { files, manifestHash, manifest, thumbnails: { packed, leftOut } };
}

function jsonBytes(value: unknown): Uint8Array<ArrayBuffer> {
  return utf8Encode(JSON.stringify(value));
}

/** Card files by hash, in item order; each product stands in one, so no two are equal. */
function cardFiles(products: readonly Product[], currency: string): Map<ContentHash, Uint8Array<ArrayBuffer>> {
  const files = new Map<ContentHash, Uint8Array<ArrayBuffer>>();
  for (let start = 0; start < products.length; start += CARDS_PER_FILE) {
    const bytes = jsonBytes(products.slice(start, start + CARDS_PER_FILE).map((product) => storedCard(product, currency)));
    files.set(contentHash(bytes), bytes);
  }
  return files;
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
