import { ok, type Result } from '#core/units';
import type { ItemIndex } from './catalogue.ts';
import { malformed, type CatalogueFault } from './manifest.ts';

/** Products of one pack: few enough that the popular shelf of a page takes one or two, enough that a name says little. */
export const PICTURES_PER_PACK = 64;
/** Bytes of one number in a pack's head. */
const WORD = 4;

/**
 * Item indices by popularity, the most popular first and the earlier one where two are equal: the order in which pictures
 * are packed, the same for everyone, so that the cap on their bytes leaves out what is shown least.
 *
 * @param popularity - shape [N], as the columns file holds it
 * @returns shape [N]
 */
export function pictureOrder(popularity: Float32Array): Uint32Array {
  return Uint32Array.from(popularity, (_, item) => item).sort((a, b) => (popularity[b] ?? 0) - (popularity[a] ?? 0) || a - b);
}

/** Thumbnails in packs, in the order of {@link pictureOrder}. */
export interface PicturePacks {
  /** Encoded packs, most popular products first. */
  readonly packs: readonly Uint8Array<ArrayBuffer>[];
  /** Pictures in them, and those that the cap left out. */
  readonly packed: number;
  readonly leftOut: number;
}

/**
 * Packs thumbnails until `maxBytes` are full; a product without one takes its place without bytes.
 *
 * @param thumbnails - encoded picture files by item index
 */
export function packPictures(thumbnails: ReadonlyMap<ItemIndex, Uint8Array>, popularity: Float32Array, maxBytes: number): PicturePacks {
  const order = pictureOrder(popularity);
  const taken: (Uint8Array | undefined)[] = [];
  let bytes = 0;
  for (const item of order) {
    const thumbnail = thumbnails.get(item);
    if (thumbnail && bytes + thumbnail.length > maxBytes) break;
    bytes += thumbnail?.length ?? 0;
    taken.push(thumbnail);
  }
  while (taken.length > 0 && taken.at(-1) === undefined) taken.pop();
  const packs: Uint8Array<ArrayBuffer>[] = [];
  for (let start = 0; start < taken.length; start += PICTURES_PER_PACK) packs.push(encodePicturePack(taken.slice(start, start + PICTURES_PER_PACK)));
  const packed = taken.filter((thumbnail) => thumbnail !== undefined).length;
  return { packs, packed, leftOut: thumbnails.size - packed };
}

/**
 * A pack's bytes, numbers little-endian:
 *
 * | bytes | meaning |
 * |---|---|
 * | 4 | n, pictures in this pack, 1 to PICTURES_PER_PACK |
 * | 4 × n | length of each picture's file in bytes, 0 where the product has none |
 * | the rest | the files, one after the other |
 */
export function encodePicturePack(pictures: readonly (Uint8Array | undefined)[]): Uint8Array<ArrayBuffer> {
  const head = WORD * (1 + pictures.length);
  const out = new Uint8Array(head + pictures.reduce((sum, picture) => sum + (picture?.length ?? 0), 0));
  const words = new DataView(out.buffer);
  words.setUint32(0, pictures.length, true);
  let at = head;
  for (const [i, picture] of pictures.entries()) {
    words.setUint32(WORD * (1 + i), picture?.length ?? 0, true);
    out.set(picture ?? [], at);
    at += picture?.length ?? 0;
  }
  return out;
}

/** What one pack holds. */
export interface PicturePack {
  /** File of the picture at `position`, 0 to PICTURES_PER_PACK − 1, in memory of its own; undefined where there is none. */
  at(position: number): Uint8Array | undefined;
}

/** Opens a pack. `bytes` are kept, not copied. */
export function decodePicturePack(bytes: Uint8Array): Result<PicturePack, CatalogueFault> {
  const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = bytes.length >= WORD ? words.getUint32(0, true) : 0;
  if (count < 1 || count > PICTURES_PER_PACK || bytes.length < WORD * (1 + count)) return malformed('pack of pictures', `it says that it holds ${count} pictures in ${bytes.length} bytes`);
  const starts = [WORD * (1 + count)];
  for (let i = 0; i < count; i++) starts.push((starts[i] ?? 0) + words.getUint32(WORD * (1 + i), true));
  if (starts[count] !== bytes.length) return malformed('pack of pictures', `its lengths add up to ${starts[count]}, it has ${bytes.length} bytes`);
  return ok({
    at(position) {
      const [start = 0, end = 0] = [starts[position], starts[position + 1]];
      return end > start ? bytes.slice(start, end) : undefined;
    },
  });
}
