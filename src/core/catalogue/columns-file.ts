import { fromHex, isContentHash, ok, toHex, utf8Encode, type ContentHash, type Result } from '#core/units';
import { indexOfIds, type Catalogue } from './catalogue.ts';
import { categoriesOf, columnsOf, NO_BRAND, type ItemColumns } from './columns.ts';
import { malformed, parseJson, type CatalogueFault } from './manifest.ts';
import { faultOfNames, idsOfNames, indexOfNames, nameTableOf, type NameTable } from './names.ts';
import type { Product } from './product.ts';

// The columns file, little-endian. N items, M names, F card files.
//
// | bytes    | what |
// |----------|------|
// | 4        | "HBC2" |
// | 4 × 5    | uint32 N, M, F, T bytes of name text, J bytes of words |
// | 4 × N    | uint32 category path, an index into `paths` |
// | 4 × N    | int32 brand, an index into `brands`, −1 where there is none |
// | 4 × N    | uint32 price in hundredths, 0 where unknown |
// | 4 × N    | float32 ln(1 + public count) |
// | 4 × N    | uint32 which name is the item's own id |
// | 4 × M    | uint32 item of each name; names are ids and aliases in order of their bytes |
// | 4 × M+4  | uint32 where each name starts in the text, and the end of the last |
// | 32 × F   | SHA-256 of each card file, in item order |
// | N        | 1 available, 0 sold out |
// | T        | names, UTF-8, one after the other |
// | J        | JSON {paths: string[][], brands: string[]}, UTF-8 |
const MAGIC = 'HBC2';
const HEADER_BYTES = 24;
const HASH_BYTES = 32;

/** A catalogue without its content vectors, and which files hold what a shelf shows of it. */
export interface DecodedColumns extends Omit<Catalogue, 'hash' | 'vectors'> {
  /** Names of the card files, in item order. */
  readonly cardFiles: readonly ContentHash[];
}

/** The columns file of `products`. @throws RangeError if two ids are one in UTF-8 */
export function encodeColumns(products: readonly Product[], cardFiles: readonly ContentHash[]): Uint8Array<ArrayBuffer> {
  const columns = columnsOf(products);
  const names = nameTableOf(products.map(({ id }) => id), indexOfIds(products));
  const words = utf8Encode(JSON.stringify({ paths: columns.paths, brands: columns.brands }));
  const counts = Uint32Array.of(products.length, names.itemByName.length, cardFiles.length, names.text.length, words.length);
  const parts: readonly (Uint8Array | Uint32Array | Int32Array | Float32Array)[] = [
    utf8Encode(MAGIC), counts, columns.pathByIndex, columns.brandByIndex, columns.priceCents, columns.popularity, names.nameByItem, names.itemByName, names.starts,
    ...cardFiles.map(fromHex), columns.available, names.text, words,
  ];
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    out.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at); // every engine that runs us is little-endian
    at += part.byteLength;
  }
  return out;
}

/**
 * Reads a columns file. Its arrays are views of `bytes` where those lie at a multiple of 4, which files just read do.
 *
 * @param bytes - kept, not copied
 */
export function decodeColumns(bytes: Uint8Array): Result<DecodedColumns, CatalogueFault> {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  const reader = sections(aligned);
  if (!reader) return malformed('catalogue columns', `it is no ${MAGIC} file of ${bytes.length} bytes`);
  const { items, names, files, textBytes, wordBytes, take } = reader;
  const pathByIndex = take(Uint32Array, items);
  const brandByIndex = take(Int32Array, items);
  const priceCents = take(Uint32Array, items);
  const popularity = take(Float32Array, items);
  const nameByItem = take(Uint32Array, items);
  const itemByName = take(Uint32Array, names);
  const starts = take(Uint32Array, names + 1);
  const hashes = take(Uint8Array, HASH_BYTES * files);
  const available = take(Uint8Array, items);
  const table: NameTable = { nameByItem, itemByName, starts, text: take(Uint8Array, textBytes) };
  const words = wordsOf(take(Uint8Array, wordBytes));
  if (!words) return malformed('catalogue columns', 'its words are not lists of names');
  const { paths, brands } = words;
  const fault = faultOfItems({ paths, pathByIndex, brands, brandByIndex, popularity }) ?? faultOfNames(table, items);
  if (fault !== undefined) return malformed('catalogue columns', fault);
  const cardFiles = Array.from({ length: files }, (_, i) => toHex(hashes.subarray(HASH_BYTES * i, HASH_BYTES * (i + 1)))).filter(isContentHash);
  return ok({
    items, paths, pathByIndex, brands, brandByIndex, priceCents, popularity, available, cardFiles,
    indexById: indexOfNames(table), idByIndex: idsOfNames(table), ...categoriesOf({ paths, pathByIndex }),
  });
}

/** What is wrong with columns that were read from a file; undefined where nothing is. */
function faultOfItems({ paths, pathByIndex, brands, brandByIndex, popularity }: Pick<ItemColumns, 'paths' | 'pathByIndex' | 'brands' | 'brandByIndex' | 'popularity'>): string | undefined {
  for (let item = 0; item < pathByIndex.length; item++) {
    const brand = brandByIndex[item] ?? NO_BRAND;
    const count = popularity[item] ?? 0;
    if ((pathByIndex[item] ?? 0) >= paths.length) return `item ${item} has no category path`;
    if (brand < NO_BRAND || brand >= brands.length) return `item ${item} has a brand without a name`;
    if (!(count >= 0 && count < Infinity)) return `the popularity of item ${item} is not a finite number of 0 or more`;
  }
  return undefined;
}

type ArrayOf<Value> = new (buffer: ArrayBufferLike, byteOffset: number, length: number) => Value;

/** Header of a file whose length is what its header says, and a reader that gives one section after the other. */
function sections(bytes: Uint8Array) {
  if (bytes.length < HEADER_BYTES || String.fromCharCode(...bytes.subarray(0, MAGIC.length)) !== MAGIC) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const [items = 0, names = 0, files = 0, textBytes = 0, wordBytes = 0] = Array.from({ length: 5 }, (_, i) => view.getUint32(MAGIC.length + 4 * i, true));
  const wanted = HEADER_BYTES + 20 * items + 8 * names + 4 + HASH_BYTES * files + items + textBytes + wordBytes;
  if (bytes.length !== wanted) return undefined;
  let at = bytes.byteOffset + HEADER_BYTES;
  const take = <Value extends { readonly byteLength: number }>(kind: ArrayOf<Value>, length: number): Value => {
    const section = new kind(bytes.buffer, at, length);
    at += section.byteLength;
    return section;
  };
  return { items, names, files, textBytes, wordBytes, take };
}

function wordsOf(bytes: Uint8Array): { readonly paths: readonly (readonly string[])[]; readonly brands: readonly string[] } | undefined {
  const parsed = parseJson(bytes);
  if (typeof parsed !== 'object' || parsed === null) return undefined;
  const { paths, brands } = parsed as Readonly<Record<string, unknown>>;
  const areTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every((name) => typeof name === 'string');
  if (!areTexts(brands) || !Array.isArray(paths) || !paths.every((path) => areTexts(path) && path.length > 0)) return undefined;
  return { paths: paths as readonly (readonly string[])[], brands };
}
