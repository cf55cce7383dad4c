import { fail, isContentHash, ok, utf8Decode, type ContentHash, type Fault, type Result } from '#core/units';
import { CONTENT_DIMS } from './catalogue.ts';

/** Address of the one catalogue file whose name is not its content: where a browser starts. */
export const CATALOGUE_FILE = 'catalogue.json';

/**
 * What `catalogue.json` holds, as JSON:
 *
 * | field | meaning |
 * |---|---|
 * | version | 1 |
 * | items | N, number of products |
 * | dims | width of a content vector |
 * | currency | ISO 4217, of every product that names no other |
 * | categories | leaf names in order of first appearance |
 * | products | hash: `<hash>.json` holds N products |
 * | vectors | hash: `<hash>.bin` holds N × dims int8 |
 */
export interface CatalogueManifest {
  readonly version: 1;
  readonly items: number;
  readonly dims: typeof CONTENT_DIMS;
  readonly currency: string;
  readonly categories: readonly string[];
  readonly products: ContentHash;
  readonly vectors: ContentHash;
}

/** Why catalogue files were not accepted: the message names the file and what in it. */
export type CatalogueFault = Fault<'malformed-catalogue'>;

/** Name of the products file that `manifest` speaks of, relative to `catalogue.json`. */
export function productsFile(manifest: CatalogueManifest): string {
  return `${manifest.products}.json`;
}

/** Name of the vectors file that `manifest` speaks of, relative to `catalogue.json`. */
export function vectorsFile(manifest: CatalogueManifest): string {
  return `${manifest.vectors}.bin`;
}

/** Reads the bytes of `catalogue.json`. */
export function parseCatalogueManifest(bytes: Uint8Array): Result<CatalogueManifest, CatalogueFault> {
  const parsed = parseJson(bytes);
  if (typeof parsed !== 'object' || parsed === null) return malformed('catalogue manifest', 'it is not a JSON object');
  const { version, items, dims, currency, categories, products, vectors } = parsed as Readonly<Record<string, unknown>>;
  if (version !== 1) return malformed('catalogue manifest', `version is ${JSON.stringify(version)}, wanted 1`);
  if (!Number.isSafeInteger(items) || (items as number) < 0) return malformed('catalogue manifest', 'items is not a count');
  if (dims !== CONTENT_DIMS) return malformed('catalogue manifest', `dims is ${JSON.stringify(dims)}, wanted ${CONTENT_DIMS}`);
  if (typeof currency !== 'string') return malformed('catalogue manifest', 'currency is not a text');
  if (!Array.isArray(categories) || !categories.every((name) => typeof name === 'string')) return malformed('catalogue manifest', 'categories is not a list of names');
  if (!isHash(products)) return malformed('catalogue manifest', 'products is not a content hash');
  if (!isHash(vectors)) return malformed('catalogue manifest', 'vectors is not a content hash');
  return ok({ version, items: items as number, dims, currency, categories, products, vectors });
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
