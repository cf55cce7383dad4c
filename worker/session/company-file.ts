import { CONTENT_DIMS, type Catalogue } from '#core/catalogue';
import { itemDots } from '#worker/kernels';
import type { CoOccurrence } from '#worker/recommender';

/** Counts up whenever what is read out of a table changes: a file of another version is made anew. */
const VERSION = 2;
const MAGIC = 0x4f434248; // "HBCO"
const HEADER_WORDS = 6;

/**
 * What was read out of a table, so that the next page need not read it again: seconds of work for a large catalogue. It
 * never leaves the device, so numbers stand as the device writes them.
 *
 * | words | field |
 * |-------|-------|
 * | 6     | "HBCO", version, N, M neighbours, C categories, K of them with a place |
 * | N + 1, M | starts, items, int32 |
 * | M, M, N | follows, together, trend, float32 |
 * | C, K² | place of each category, int32; ties, float32 |
 * | 16·N  | vectors, 64 int8 an item |
 */
export function encodeCompany({ neighbours, vectors, trend, categories }: CoOccurrence): Uint8Array<ArrayBuffer> {
  const { starts, items, follows, together } = neighbours;
  const { count, byCategory, ties } = categories;
  const words = new Int32Array(HEADER_WORDS + starts.length + 3 * items.length + trend.length + byCategory.length + ties.length + vectors.length / 4);
  words.set([MAGIC, VERSION, trend.length, items.length, byCategory.length, count]);
  let at = HEADER_WORDS;
  for (const part of [starts, items, follows, together, trend, byCategory, ties, vectors]) {
    new Uint8Array(words.buffer).set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), 4 * at);
    at += part.byteLength / 4;
  }
  return new Uint8Array(words.buffer);
}

const isStrength = (value: number): boolean => value >= 0 && value < Infinity; // scores take its logarithm

/** Reads a kept file for a catalogue of this size; undefined where it is damaged, of another version or another size. */
export function decodeCompany(bytes: Uint8Array, { items, categories: { length: categories } }: Pick<Catalogue, 'items' | 'categories'>): CoOccurrence | undefined {
  const own = bytes.slice(); // aligned, and ours
  if (own.length < 4 * HEADER_WORDS || own.length % 4 !== 0) return undefined;
  const [magic, version, rows, neighbours = -1, known, count = -1] = new Int32Array(own.buffer, 0, HEADER_WORDS);
  if (magic !== MAGIC || version !== VERSION || rows !== items || known !== categories || neighbours < 0 || count < 0) return undefined;
  if (own.length !== 4 * (HEADER_WORDS + items + 1 + 3 * neighbours + items + categories + count ** 2) + CONTENT_DIMS * items) return undefined;
  let at = 4 * HEADER_WORDS;
  const take = (length: number): number => {
    const from = at;
    at += 4 * length;
    return from;
  };
  const starts = new Int32Array(own.buffer, take(items + 1), items + 1);
  const to = new Int32Array(own.buffer, take(neighbours), neighbours);
  const [follows, together, trend] = [new Float32Array(own.buffer, take(neighbours), neighbours), new Float32Array(own.buffer, take(neighbours), neighbours), new Float32Array(own.buffer, take(items), items)];
  const byCategory = new Int32Array(own.buffer, take(categories), categories);
  const ties = new Float32Array(own.buffer, take(count ** 2), count ** 2);
  const areRows = starts[0] === 0 && starts[items] === neighbours && starts.every((start, i) => i === 0 || start >= (starts[i - 1] ?? 0)) && to.every((item) => item >= 0 && item < items);
  const arePlaces = byCategory.every((place) => place >= -1 && place < count);
  if (!areRows || !arePlaces || !trend.every(Number.isFinite) || ![follows, together, ties].every((values) => values.every(isStrength))) return undefined;
  const vectors = new Int8Array(own.buffer, at, CONTENT_DIMS * items);
  return { neighbours: { starts, items: to, follows, together }, vectors, trend, dots: itemDots(vectors, items), categories: { count, byCategory, ties } };
}
