import { fail, isContentHash, ok, utf8Decode, type ContentHash, type Fault, type Result } from '#core/units';
import { CONTENT_DIMS } from './catalogue.ts';

/** Address of the one catalogue file whose name is not its content: where a browser starts. */
export const CATALOGUE_FILE = 'catalogue.json';
/** Version of the files below that this program writes, and the only one it reads. */
const VERSION = 2;

/**
 * What `catalogue.json` holds, as JSON:
 *
 * | field | meaning |
 * |---|---|
 * | version | 2 |
 * | items | N, number of products |
 * | dims | width of a content vector |
 * | currency | ISO 4217, of every product that names no other |
 * | columns | hash: `<hash>.bin` holds what ranks, and the names of the card files |
 * | vectors | hash: `<hash>.bin` holds N × dims int8 |
 * | products | hash: `<hash>.json` holds N whole products, for pages that show them all |
 * | pictures | hashes, where thumbnails were made: `<hash>.pack` holds those of PICTURES_PER_PACK products, by popularity |
 *
 * A card file `<hash>.json` holds what shelves show of CARDS_PER_FILE products, in item order; the last one holds the rest.
 */
export interface CatalogueManifest {
  readonly version: typeof VERSION;
  readonly items: number;
  readonly dims: typeof CONTENT_DIMS;
  readonly currency: string;
  readonly columns: ContentHash;
  readonly vectors: ContentHash;
  readonly products: ContentHash;
  readonly pictures?: readonly ContentHash[];
}

/** Why catalogue files were not accepted: the message names the file and what in it. */
export type CatalogueFault = Fault<'malformed-catalogue'>;

/** A manifest of this program's version over `files`. */
export function catalogueManifest(files: Omit<CatalogueManifest, 'version' | 'dims'>): CatalogueManifest {
  const { items, currency, columns, vectors, products, pictures } = files;
  return { version: VERSION, items, dims: CONTENT_DIMS, currency, columns, vectors, products, ...(pictures && { pictures }) };
}

/** Name of the columns file that `manifest` speaks of, relative to `catalogue.json`. */
export function columnsFile(manifest: CatalogueManifest): string {
  return `${manifest.columns}.bin`;
}

/** Name of the products file that `manifest` speaks of, relative to `catalogue.json`. */
export function productsFile(manifest: CatalogueManifest): string {
  return `${manifest.products}.json`;
}

/** Name of the vectors file that `manifest` speaks of, relative to `catalogue.json`. */
export function vectorsFile(manifest: CatalogueManifest): string {
  return `${manifest.vectors}.bin`;
}

/** Name of a card file, relative to `catalogue.json`. */
export function cardsFile(hash: ContentHash): string {
  return `${hash}.json`;
}

/** Name of a pack of pictures, relative to `catalogue.json`. */
export function picturesFile(hash: ContentHash): string {
  return `${hash}.pack`;
}

/** Reads the bytes of `catalogue.json`. */
export function parseCatalogueManifest(bytes: Uint8Array): Result<CatalogueManifest, CatalogueFault> {
  const parsed = parseJson(bytes);
  if (typeof parsed !== 'object' || parsed === null) return malformed('catalogue manifest', 'it is not a JSON object');
  const { version, items, dims, currency, columns, vectors, products, pictures } = parsed as Readonly<Record<string, unknown>>;
  if (version !== VERSION) return malformed('catalogue manifest', `version is ${JSON.stringify(version)}, wanted ${VERSION}: make it again with the \`homebird catalogue\` that came with this tag`);
  if (!Number.isSafeInteger(items) || (items as number) < 0) return malformed('catalogue manifest', 'items is not a count');
  if (dims !== CONTENT_DIMS) return malformed('catalogue manifest', `dims is ${JSON.stringify(dims)}, wanted ${CONTENT_DIMS}`);
  if (typeof currency !== 'string') return malformed('catalogue manifest', 'currency is not a text');
  if (!isHash(columns)) return malformed('catalogue manifest', 'columns is not a content hash');
  if (!isHash(vectors)) return malformed('catalogue manifest', 'vectors is not a content hash');
  if (!isHash(products)) return malformed('catalogue manifest', 'products is not a content hash');
  if (pictures !== undefined && !(Array.isArray(pictures) && pictures.every(isHash))) return malformed('catalogue manifest', 'pictures is not a list of content hashes');
  return ok(catalogueManifest({ items: items as number, currency, columns, vectors, products, ...(pictures && { pictures }) }));
}

/** The fault that says what is wrong with `what`. */
export function malformed(what: string, why: string): { readonly ok: false; readonly fault: CatalogueFault } {
  return fail('malformed-catalogue', `Cannot read the ${what}: ${why}`);
}

/** Value of JSON bytes; undefined, which JSON cannot hold, where they are none. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(utf8Decode(bytes));
  } catch {
    return undefined;
  }
}

function isHash(value: unknown): value is ContentHash {
  return typeof value === 'string' && isContentHash(value);
}
