import { field32, type Field } from '#core/field';
import { arraySignedDots, type SignedDots } from '#core/flp';
import { arena } from './arena.ts';
import { combineRowsProgram, MASK, SUMS_BYTES as COMBINED_BYTES, TURN_COLUMNS } from './combine-rows-program.ts';
import { ROWS_AT_ONCE, signedDotsProgram, SUMS_BYTES, TABLES, TURN_BYTES, TURN_ENTRIES } from './signed-dots-program.ts';

const P = Number(field32.modulus);
const PER_P = 1 / P;
const WORD = 2 ** 32;
const HALF_WORD = 2 ** 16;
/** Where data begins: after the constants. */
const DATA_AT = 64;
/** What programs may read beyond the end of what was written: a turn. */
const SLACK_BYTES = 64;
/** Most turns that no sum in a 32-bit lane overflows after: a turn adds up to 2^19. */
const MAX_TURNS = 2 ** 12 - 1;

const dotsMemory = arena(signedDotsProgram, TABLES);
const combineMemory = arena(combineRowsProgram, MASK);

/** `arraySignedDots` by WASM SIMD, over Field32; whatever else or longer goes to it. */
const signedDots: SignedDots = (field, vector, stream, products) => {
  const turns = Math.ceil(vector.length / TURN_ENTRIES);
  const rowBytes = Math.ceil(vector.length / 4);
  const streamAt = DATA_AT + turns * TURN_BYTES;
  const outAt = streamAt + align((products + ROWS_AT_ONCE) * rowBytes + SLACK_BYTES);
  const outEnd = outAt + align(products * SUMS_BYTES);
  const memory = field.name === field32.name && vector.length > 0 && turns <= MAX_TURNS ? dotsMemory(outEnd + ROWS_AT_ONCE * SUMS_BYTES) : undefined;
  const [run] = memory?.functions ?? [];
  if (!memory || !run) return arraySignedDots(field, vector, stream, products);
  writePlanes(vector, new Int16Array(memory.buffer, DATA_AT, (turns * TURN_BYTES) / 2));
  new Uint8Array(memory.buffer, streamAt).set(stream.subarray(0, products * rowBytes));
  run(DATA_AT, streamAt, streamAt, rowBytes, outAt, outEnd);
  return dotsOf(new Int32Array(memory.buffer, outAt, 8 * products), products);
};

/** Rounded up to what a vector of SIMD aligns to, and to an even number of rows' sums. */
const align = (bytes: number): number => Math.ceil(bytes / 64) * 64;

/** Entries as signed 16-bit halves of their representative around 0, in the program's planes; zeros beyond the last. */
function writePlanes(vector: Uint32Array, planes: Int16Array): void {
  const whole = vector.length & -TURN_ENTRIES;
  for (let start = 0, to = 0; start < vector.length; start += TURN_ENTRIES, to += 2 * TURN_ENTRIES) {
    if (start === whole) planes.fill(0, to);
    const end = Math.min(vector.length, start + TURN_ENTRIES);
    for (let plane = 0; plane < 4; plane++) {
      for (let i = start + plane, at = to + 32 * plane; i < end; i += 4, at++) {
        const value = vector[i] as number;
        const centred = (value > P / 2 ? value - P : value) | 0; // below 2^31 − 2^15: its high half, rounded, fits 16 bits
        const low = (centred << 16) >> 16;
        planes[at] = low;
        planes[at + 16] = (centred - low) >> 16;
      }
    }
  }
}

/** Four lanes of low and four of high halves a product. */
function dotsOf(sums: Int32Array, products: number): Uint32Array {
  const dots = new Uint32Array(products);
  for (let i = 0, at = 0; i < products; i++, at += 8) {
    const low = (sums[at] as number) + (sums[at + 1] as number) + (sums[at + 2] as number) + (sums[at + 3] as number);
    const high = (sums[at + 4] as number) + (sums[at + 5] as number) + (sums[at + 6] as number) + (sums[at + 7] as number);
    const rest = (high * HALF_WORD + low) % P;
    dots[i] = rest < 0 ? rest + P : rest;
  }
  return dots;
}

function combineRows(rows: Uint32Array, weights: Uint32Array): Uint32Array {
  const length = rows.length / weights.length;
  if (!Number.isInteger(length)) throw new RangeError(`Cannot combine ${rows.length} elements by ${weights.length}: wanted a weight a row`);
  const weightsAt = DATA_AT + align(4 * rows.length + SLACK_BYTES);
  const outAt = weightsAt + align(4 * weights.length);
  const turns = Math.ceil(length / TURN_COLUMNS);
  const memory = length > 0 ? combineMemory(outAt + turns * COMBINED_BYTES) : undefined;
  const [run] = memory?.functions ?? [];
  if (!memory || !run) return field32.combineRows(rows, weights);
  const words = new Uint32Array(memory.buffer);
  words.set(rows, DATA_AT / 4);
  words.set(weights, weightsAt / 4);
  run(DATA_AT, DATA_AT + 4 * length, 4 * length, weightsAt, weightsAt + 4 * weights.length, outAt);
  const out = new Uint32Array(length);
  for (let i = 0; i < length; i++) {
    const at = outAt / 4 + (COMBINED_BYTES / 4) * Math.floor(i / TURN_COLUMNS) + 2 * (i % TURN_COLUMNS);
    const low = (words[at] as number) + (words[at + 1] as number) * WORD;
    const high = (words[at + 16] as number) + (words[at + 17] as number) * WORD;
    out[i] = reduced(reduced(high) * (WORD - P) + low); // 2^32 ≡ 2^32 − p modulo p
  }
  return out;
}

/** x mod p for an integer 0 ≤ x < 2^53. */
function reduced(x: number): number {
  const rest = x - Math.floor(x * PER_P) * P;
  return rest < 0 ? rest + P : rest >= P ? rest - P : rest;
}

/** Field32 that combines rows by WASM SIMD. */
const wasmField32: Field = { ...field32, combineRows };

/** PINE's hot loops by WASM SIMD, which every Node of ours has; the same elements as typed arrays give. */
export const vdafKernels = { field32: wasmField32, signedDots } as const;
