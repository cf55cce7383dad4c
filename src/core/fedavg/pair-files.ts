import { MAX_PAIR_BLOCKS, PAIR_BLOCK_CELLS, PAIR_LAYOUT } from '#core/cooccurrence';
import { MODEL_KINDS } from '#core/protocol';
import { fromHex, fail, ok, toHex, type ContentHash, type Result } from '#core/units';
import { MODEL_MAGIC, startsWith, type FileFault } from './format.ts';

/** What byte 5 of a table file says. */
export const PAIRS_KIND = MODEL_KINDS.indexOf('pairs');
const STATE_MAGIC = Uint8Array.of(0x48, 0x42, 0x50, 0x53); // "HBPS"
const TABLE_HEADER = 48;
const STATE_HEADER = 12;
/** Longest variable-length integer: 32 bits in groups of seven. */
const MAX_VARINT_BYTES = 5;

/** A published table of pair sums: what the layout of one catalogue has in each of its cells. */
export interface PairTable {
  readonly kind: 'pairs';
  /** [P], whole units of 1/64, 0 or more. */
  readonly weights: Float32Array<ArrayBuffer>;
  /** Room that `pairLayout` was given, in blocks. */
  readonly maxBlocks: number;
  /** Version of `pairLayout`, 0 to 255: PAIR_LAYOUT where it is this one. */
  readonly layout: number;
  /** The catalogue that the cells are laid out for; with another one they mean nothing. */
  readonly catalogue: ContentHash;
}

/** What the server carries of a table from round to round. Values in, values out; never changed in place. */
export interface PairState {
  /** [P], decayed sums of all rounds of each cell's block, units of 1/64 with all their noise. */
  readonly sums: Float32Array<ArrayBuffer>;
  /** [blocks], variance of the noise inside a cell of each block, squared units: decayed like the squares of the sums. */
  readonly noiseVariance: Float32Array<ArrayBuffer>;
}

/**
 * A table file. Most cells are 0, so only the others stand in it; integers of varying length are LEB128, shortest form.
 *
 * | bytes | field |
 * |-------|-------|
 * | 4     | "HBMW" |
 * | 1     | version, 1 |
 * | 1     | kind, index of `pairs` in MODEL_KINDS: 2 |
 * | 1     | room of the layout, in blocks |
 * | 1     | version of the layout, PAIR_LAYOUT |
 * | 4     | P, little-endian |
 * | 4     | M, cells above 0, little-endian |
 * | 32    | hash of the catalogue |
 * | M ×   | distance from the cell before (the first: from cell −1), units: two LEB128 integers above 0 |
 *
 * @throws RangeError if the table is not one that {@link decodePairTable} reads
 */
export function encodePairTable({ weights, maxBlocks, catalogue, layout = PAIR_LAYOUT }: Omit<PairTable, 'kind' | 'layout'> & Partial<Pick<PairTable, 'layout'>>): Uint8Array<ArrayBuffer> {
  const shape = shapeFault(weights.length, maxBlocks);
  if (shape !== undefined) throw new RangeError(`Cannot write the pairs table: ${shape}`);
  if (!(Number.isSafeInteger(layout) && layout >= 0 && layout <= 255)) throw new RangeError(`Cannot write the pairs table: layout version ${layout} does not fit a byte`);
  const cells: number[] = [];
  let filled = 0;
  let last = -1;
  for (const [cell, units] of weights.entries()) {
    if (units === 0) continue;
    if (!(Number.isSafeInteger(units) && units > 0 && units < 2 ** 32)) throw new RangeError(`Cannot write the pairs table: cell ${cell} holds ${units}`);
    putVarint(cells, cell - last);
    putVarint(cells, units);
    last = cell;
    filled += 1;
  }
  const bytes = new Uint8Array(TABLE_HEADER + cells.length);
  bytes.set(MODEL_MAGIC);
  bytes.set([1, PAIRS_KIND, maxBlocks, layout], 4);
  const view = new DataView(bytes.buffer);
  view.setUint32(8, weights.length, true);
  view.setUint32(12, filled, true);
  bytes.set(fromHex(catalogue), 16);
  bytes.set(cells, TABLE_HEADER);
  return bytes;
}

/** Reads a table file from hostile bytes; anything but what {@link encodePairTable} writes is a fault. */
export function decodePairTable(bytes: Uint8Array): Result<PairTable, FileFault> {
  if (bytes.length < TABLE_HEADER) return refuse(`${bytes.length} bytes, wanted at least ${TABLE_HEADER}`);
  if (!startsWith(bytes, MODEL_MAGIC) || bytes[4] !== 1 || bytes[5] !== PAIRS_KIND) return refuse('its first six bytes are of another format');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [maxBlocks, length, filled] = [bytes[6] ?? 0, view.getUint32(8, true), view.getUint32(12, true)];
  const shape = shapeFault(length, maxBlocks);
  if (shape !== undefined) return refuse(shape);
  if (filled > length) return refuse(`${filled} of ${length} cells are filled`);
  const weights = new Float32Array(length);
  const reader = varintReader(bytes, TABLE_HEADER);
  let cell = -1;
  for (let i = 0; i < filled; i++) {
    const [distance, units] = [reader.next(), reader.next()];
    cell += distance;
    if (!(distance > 0 && units > 0 && cell < length)) return refuse(`entry ${i} ends at offset ${reader.at()} and is none`);
    if (Math.fround(units) !== units) return refuse(`entry ${i} has more digits than a cell keeps`);
    weights[cell] = units;
  }
  if (reader.at() !== bytes.length) return refuse(`${bytes.length - reader.at()} bytes are left over`);
  return ok({ kind: 'pairs', weights, maxBlocks, layout: bytes[7] ?? 0, catalogue: toHex(bytes.subarray(16, TABLE_HEADER)) as ContentHash });
}

/**
 * The state file of a table. Blocks that no round has filled take four bytes.
 *
 * | bytes | field |
 * |-------|-------|
 * | 4     | "HBPS" |
 * | 1, 3  | version 1, zeros |
 * | 4     | P, little-endian |
 * | 4·K   | noise variance of each of the ⌈P/13,000⌉ blocks, float32 little-endian |
 * | 4 × … | sums of the cells of each block whose variance is above 0, float32 little-endian |
 */
export function encodePairState({ sums, noiseVariance }: PairState): Uint8Array<ArrayBuffer> {
  const blocks = blocksOf(sums.length);
  if (noiseVariance.length !== blocks) throw new RangeError(`Cannot write a pairs state of ${sums.length} cells with ${noiseVariance.length} blocks`);
  const filled = [...noiseVariance.keys()].filter((block) => (noiseVariance[block] ?? 0) > 0);
  const bytes = new Uint8Array(STATE_HEADER + 4 * blocks + filled.reduce((sum, block) => sum + 4 * cellsOf(sums, block).length, 0));
  bytes.set(STATE_MAGIC);
  bytes[4] = 1;
  const view = new DataView(bytes.buffer);
  view.setUint32(8, sums.length, true);
  let at = putFloats(view, STATE_HEADER, noiseVariance);
  for (const block of filled) at = putFloats(view, at, cellsOf(sums, block));
  return bytes;
}

/** Reads a state file of a table from hostile bytes. */
export function decodePairState(bytes: Uint8Array): Result<PairState, FileFault> {
  if (bytes.length < STATE_HEADER || !startsWith(bytes, STATE_MAGIC) || bytes[4] !== 1 || bytes[5] !== 0 || bytes[6] !== 0 || bytes[7] !== 0) return refuse('it is no state of a table');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(8, true);
  const shape = shapeFault(length, MAX_PAIR_BLOCKS);
  if (shape !== undefined) return refuse(shape);
  const blocks = blocksOf(length);
  if (bytes.length < STATE_HEADER + 4 * blocks) return refuse(`${bytes.length} bytes for ${blocks} blocks`);
  const noiseVariance = Float32Array.from({ length: blocks }, (_, block) => view.getFloat32(STATE_HEADER + 4 * block, true));
  if (!noiseVariance.every((variance) => variance >= 0 && variance < Infinity && !Object.is(variance, -0))) return refuse('a variance is negative or no number');
  const sums = new Float32Array(length);
  let at = STATE_HEADER + 4 * blocks;
  for (const [block, variance] of noiseVariance.entries()) {
    if (variance === 0) continue;
    const cells = cellsOf(sums, block);
    if (bytes.length < at + 4 * cells.length) return refuse(`block ${block} is cut short`);
    for (let i = 0; i < cells.length; i++) cells[i] = view.getFloat32(at + 4 * i, true);
    if (!cells.every(Number.isFinite)) return refuse(`block ${block} holds NaN or Infinity`);
    at += 4 * cells.length;
  }
  return at === bytes.length ? ok({ sums, noiseVariance }) : refuse(`${bytes.length - at} bytes are left over`);
}

/** The cells of one block, as a view. */
export function cellsOf(cells: Float32Array<ArrayBuffer>, block: number): Float32Array<ArrayBuffer> {
  return cells.subarray(block * PAIR_BLOCK_CELLS, (block + 1) * PAIR_BLOCK_CELLS);
}

/** Blocks of a table of `length` cells. */
export function blocksOf(length: number): number {
  return Math.ceil(length / PAIR_BLOCK_CELLS);
}

function shapeFault(length: number, maxBlocks: number): string | undefined {
  if (!(Number.isSafeInteger(maxBlocks) && maxBlocks >= 1 && maxBlocks <= MAX_PAIR_BLOCKS)) return `its layout has room for ${maxBlocks} blocks, wanted 1 to ${MAX_PAIR_BLOCKS}`;
  return length >= 1 && length <= maxBlocks * PAIR_BLOCK_CELLS ? undefined : `${length} cells do not fit ${maxBlocks} blocks of ${PAIR_BLOCK_CELLS}`;
}

function refuse(why: string): Result<never, FileFault> {
  return fail('malformed-model', `Cannot read the pairs file: ${why}`);
}

function putVarint(bytes: number[], value: number): void {
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
}

/** Reads LEB128 integers one after the other; 0, which no entry holds, stands for one that is cut, too long or not the shortest. */
function varintReader(bytes: Uint8Array, from: number): { next(): number; at(): number } {
  let at = from;
  return {
    at: () => at,
    next() {
      let value = 0;
      for (let group = 0; group < MAX_VARINT_BYTES; group++) {
        const byte = bytes[at];
        if (byte === undefined) return 0;
        at += 1;
        value += (byte & 0x7f) * 2 ** (7 * group);
        if (byte < 0x80) return (byte === 0 && group > 0) || value >= 2 ** 32 ? 0 : value;
      }
      return 0;
    },
  };
}

function putFloats(view: DataView, at: number, values: Float32Array): number {
  for (const [i, value] of values.entries()) view.setFloat32(at + 4 * i, value, true);
  return at + 4 * values.length;
}
