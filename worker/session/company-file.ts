import { CONTENT_DIMS } from '#core/catalogue';
import { itemDots } from '#worker/kernels';
import type { CoOccurrence } from '#worker/recommender';

/** Counts up whenever what is read out of a table changes: a file of another version is made anew. */
const VERSION = 1;
const MAGIC = 0x4f434248; // "HBCO"
const HEADER_WORDS = 4;

/**
 * What was read out of a table, so that the next page need not read it again: seconds of work for a large catalogue. It
 * never leaves the device, so numbers stand as the device writes them.
 *
 * | words | field |
 * |-------|-------|
 * | 4     | "HBCO", version, N, M neighbours |
 * | N + 1, M | starts, items, int32 |
 * | M, M, N | follows, together, trend, float32 |
 * | 16·N  | vectors, 64 int8 an item |
 */
export function encodeCompany({ neighbours, vectors, trend }: CoOccurrence): Uint8Array<ArrayBuffer> {
  const { starts, items, follows, together } = neighbours;
  const words = new Int32Array(HEADER_WORDS + starts.length + 3 * items.length + trend.length + vectors.length / 4);
  words.set([MAGIC, VERSION, trend.length, items.length]);
  let at = HEADER_WORDS;
  for (const part of [starts, items, follows, together, trend, vectors]) {
    new Uint8Array(words.buffer).set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), 4 * at);
    at += part.byteLength / 4;
  }
  return new Uint8Array(words.buffer);
}

/** Reads a kept file for a catalogue of `items`; undefined where it is damaged, of another version or another size. */
export function decodeCompany(bytes: Uint8Array, items: number): CoOccurrence | undefined {
  const own = bytes.slice(); // aligned, and ours
  if (own.length < 4 * HEADER_WORDS || own.length % 4 !== 0) return undefined;
  const [magic, version, count, neighbours] = new Int32Array(own.buffer, 0, HEADER_WORDS);
  if (magic !== MAGIC || version !== VERSION || count !== items || neighbours === undefined || neighbours < 0) return undefined;
  if (own.length !== 4 * (HEADER_WORDS + items + 1 + 3 * neighbours + items) + CONTENT_DIMS * items) return undefined;
  let at = 4 * HEADER_WORDS;
  const take = (length: number): number => {
    const from = at;
    at += 4 * length;
    return from;
  };
  const starts = new Int32Array(own.buffer, take(items + 1), items + 1);
  const to = new Int32Array(own.buffer, take(neighbours), neighbours);
  const [follows, together, trend] = [new Float32Array(own.buffer, take(neighbours), neighbours), new Float32Array(own.buffer, take(neighbours), neighbours), new Float32Array(own.buffer, take(items), items)];
  const areRows = starts[0] === 0 && starts[items] === neighbours && starts.every((start, i) => i === 0 || start >= (starts[i - 1] ?? 0)) && to.every((item) => item >= 0 && item < items);
  if (!areRows || ![follows, together, trend].every((values) => values.every(Number.isFinite))) return undefined;
  const vectors = new Int8Array(own.buffer, at, CONTENT_DIMS * items);
  return { neighbours: { starts, items: to, follows, together }, vectors, trend, dots: itemDots(vectors, items) };
}
