import type { Field } from './field.ts';
import { fieldOf } from './field-of.ts';
import { logOf, reverseBits, swap } from './ntt.ts';

/** 2^32 − 2^20 + 1 (draft-chen-cfrg-vdaf-pine-02). */
const P = 2 ** 32 - 2 ** 20 + 1;
const PER_P = 1 / P;
/**
 * Taken off a quotient before it is cut, so that rounding (at most 2^-19 in all) never lifts it over the true one. It then
 * falls short by at most 1, and the rest stays below p + 2^-17·p, which a word still holds.
 */
const MARGIN = 2 ** -18;
/** Products of a 16-bit half with an element, below 2^48: so many of them and a reduced rest stay exact in a double. */
const EXACT_TERMS = 16;
const HALF = 2 ** 16;

/** a·b mod p. The quotient comes from a double, the rest from two's complement; q·p mod 2^32 is q − q·2^20. */
function product(a: number, b: number): number {
  const quotient = (a * b * PER_P - MARGIN) >>> 0;
  const rest = (Math.imul(a, b) - quotient + (quotient << 20)) >>> 0;
  return rest >= P ? rest - P : rest;
}

/** 2^32 − p: what a carry out of a word is worth, less one p. */
const FOLD = 2 ** 20 - 1;

// Sums and differences of random elements overflow half the time, which no branch predictor guesses: the carry becomes a
// mask instead. Left is a sum in [p, 2^32), one in 2^12.

/** a + b mod p. */
function plus(a: number, b: number): number {
  const total = (a + b) | 0;
  const carry = ((a & b) | ((a | b) & ~total)) >> 31;
  const rest = (total + (carry & FOLD)) >>> 0;
  return rest >= P ? rest - P : rest;
}

/** a − b mod p. */
function minus(a: number, b: number): number {
  const difference = (a - b) | 0;
  const borrow = ((~a & b) | ((~a | b) & difference)) >> 31;
  return (difference - (borrow & FOLD)) >>> 0;
}

/** x mod p for an integer 0 ≤ x < 2^53. */
function reduced(x: number): number {
  const rest = x - Math.floor(x * PER_P) * P;
  return rest < 0 ? rest + P : rest >= P ? rest - P : rest;
}

const base = fieldOf({
  name: 'Field32',
  modulus: BigInt(P),
  words: 1,
  encodedBytes: 4,
  maxLogSize: 20,
  generator: 3_925_978_153n,
  add(out, a, i, b, j) {
    out[0] = plus(a[i] ?? 0, b[j] ?? 0);
  },
  sub(out, a, i, b, j) {
    out[0] = minus(a[i] ?? 0, b[j] ?? 0);
  },
  mul(out, a, i, b, j) {
    out[0] = product(a[i] ?? 0, b[j] ?? 0);
  },
});

function checkLengths(a: Uint32Array, b: Uint32Array, out: Uint32Array): void {
  if (a.length !== b.length || a.length !== out.length) throw new RangeError(`Cannot combine ${a.length} and ${b.length} elements into ${out.length}`);
}

/** Scalar of a vector of one. */
function only(scalar: Uint32Array): number {
  if (scalar.length !== 1) throw new RangeError(`Cannot use ${scalar.length} elements as a scalar`);
  return scalar[0] ?? 0;
}

function add(a: Uint32Array, b: Uint32Array, out: Uint32Array = new Uint32Array(a.length)): Uint32Array {
  checkLengths(a, b, out);
  for (let i = 0; i < a.length; i++) out[i] = plus(a[i] ?? 0, b[i] ?? 0);
  return out;
}

function sub(a: Uint32Array, b: Uint32Array, out: Uint32Array = new Uint32Array(a.length)): Uint32Array {
  checkLengths(a, b, out);
  for (let i = 0; i < a.length; i++) out[i] = minus(a[i] ?? 0, b[i] ?? 0);
  return out;
}

function mul(a: Uint32Array, b: Uint32Array, out: Uint32Array = new Uint32Array(a.length)): Uint32Array {
  checkLengths(a, b, out);
  for (let i = 0; i < a.length; i++) out[i] = product(a[i] ?? 0, b[i] ?? 0);
  return out;
}

function scale(a: Uint32Array, scalar: Uint32Array, out: Uint32Array = new Uint32Array(a.length)): Uint32Array {
  checkLengths(a, a, out);
  const factor = only(scalar);
  for (let i = 0; i < a.length; i++) out[i] = product(a[i] ?? 0, factor);
  return out;
}

function addScaled(sum: Uint32Array, a: Uint32Array, scalar: Uint32Array): void {
  checkLengths(a, a, sum);
  const factor = only(scalar);
  for (let i = 0; i < a.length; i++) sum[i] = plus(sum[i] ?? 0, product(a[i] ?? 0, factor));
}

function addProduct(sum: Uint32Array, a: Uint32Array, b: Uint32Array): void {
  checkLengths(a, b, sum);
  for (let i = 0; i < a.length; i++) sum[i] = plus(sum[i] ?? 0, product(a[i] ?? 0, b[i] ?? 0));
}

// Two running doubles, one a half of a, are reduced once in 16 terms: half the time of a reduction a term.
function dot(a: Uint32Array, b: Uint32Array): Uint32Array {
  checkLengths(a, b, a);
  let low = 0;
  let high = 0;
  for (let start = 0; start < a.length; start += EXACT_TERMS) {
    const end = Math.min(a.length, start + EXACT_TERMS);
    for (let i = start; i < end; i++) {
      const x = a[i] ?? 0;
      const y = b[i] ?? 0;
      low += (x & 0xffff) * y;
      high += (x >>> 16) * y;
    }
    low = reduced(low);
    high = reduced(high);
  }
  return Uint32Array.of(reduced(high * HALF + low));
}

function combineRows(rows: Uint32Array, weights: Uint32Array): Uint32Array {
  const length = rows.length / weights.length;
  if (!Number.isInteger(length)) throw new RangeError(`Cannot combine ${rows.length} elements by ${weights.length}: wanted a weight a row`);
  const low = new Float64Array(length);
  const high = new Float64Array(length);
  for (let k = 0, at = 0; k < weights.length; k++) {
    const weight = weights[k] ?? 0;
    const lowHalf = weight & 0xffff;
    const highHalf = weight >>> 16;
    for (let i = 0; i < length; i++, at++) {
      const x = rows[at] as number;
      low[i] = (low[i] as number) + lowHalf * x;
      high[i] = (high[i] as number) + highHalf * x;
    }
    if (k % EXACT_TERMS !== EXACT_TERMS - 1) continue;
    for (let i = 0; i < length; i++) {
      low[i] = reduced(low[i] as number);
      high[i] = reduced(high[i] as number);
    }
  }
  const out = new Uint32Array(length);
  for (let i = 0; i < length; i++) out[i] = reduced(reduced(high[i] as number) * HALF + reduced(low[i] as number));
  return out;
}

function sum(a: Uint32Array): Uint32Array {
  let total = 0; // 2^20 elements stay below 2^52
  for (let i = 0; i < a.length; i++) {
    total += a[i] ?? 0;
    if ((i & 0xf_ffff) === 0xf_ffff) total = reduced(total);
  }
  return Uint32Array.of(reduced(total));
}

function powers(base: Uint32Array, length: number): Uint32Array {
  const factor = only(base);
  const out = new Uint32Array(length);
  for (let i = 0, power = 1; i < length; i++) {
    out[i] = power;
    power = product(power, factor);
  }
  return out;
}

/** base^exponent, the exponent's bits from the top. */
function power(base: number, exponent: number): number {
  let result = 1;
  for (let bit = 31 - Math.clz32(exponent); bit >= 0; bit--) {
    result = product(result, result);
    if ((exponent >>> bit) & 1) result = product(result, base);
  }
  return result;
}

function pow(scalar: Uint32Array, exponent: number | bigint): Uint32Array {
  return exponent < 2 ** 32 ? Uint32Array.of(power(only(scalar), Number(exponent))) : base.pow(scalar, exponent);
}

function element(value: number | bigint): Uint32Array {
  return value >= 0 && value < P ? Uint32Array.of(Number(value)) : base.element(value);
}

/** Montgomery's trick: prefix products, one inversion by Fermat, and back. */
function invert(a: Uint32Array): Uint32Array {
  const out = new Uint32Array(a.length);
  let running = 1;
  for (let i = 0; i < a.length; i++) {
    out[i] = running;
    running = product(running, a[i] ?? 0);
  }
  if (running === 0) throw new RangeError('Cannot invert: an element is 0');
  running = power(running, P - 2);
  for (let i = a.length - 1; i >= 0; i--) {
    out[i] = product(out[i] ?? 0, running);
    running = product(running, a[i] ?? 0);
  }
  return out;
}

const tables: Uint32Array[] = [];
const inverseSizes: Uint32Array[] = [];

function butterflies(vector: Uint32Array, start: number, log: number): void {
  const size = 2 ** log;
  const table = (tables[log] ??= powers(base.root(log), size >>> 1));
  for (let half = 1, step = size >>> 1; half < size; half *= 2, step >>>= 1) {
    for (let block = start; block < start + size; block += 2 * half) {
      for (let low = block, twiddle = 0; low < block + half; low++, twiddle += step) {
        const u = vector[low] ?? 0;
        const v = product(vector[low + half] ?? 0, table[twiddle] ?? 0);
        vector[low] = plus(u, v);
        vector[low + half] = minus(u, v);
      }
    }
  }
}

function ntt(vector: Uint32Array, size = vector.length): void {
  const log = logOf(size, vector.length);
  for (let start = 0; start < vector.length; start += size) {
    reverseBits(vector, start, log, 1);
    butterflies(vector, start, log);
  }
}

function inverseNtt(vector: Uint32Array, size = vector.length): void {
  ntt(vector, size);
  for (let start = 0; start < vector.length; start += size) {
    for (let i = 1, j = size - 1; i < j; i++, j--) swap(vector, start + i, start + j, 1);
  }
  scale(vector, (inverseSizes[logOf(size, vector.length)] ??= base.invert(base.element(size))), vector);
}

/** Whether words lie in memory as they travel. Nearly always: then bytes move as a block, not one by one. */
const IS_LITTLE_ENDIAN = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

function encode(vector: Uint32Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new Uint32Array(vector).buffer); // from() would walk an iterator
}

/** Words of little-endian bytes, a multiple of 4; a copy, since messages are not aligned. */
function wordsIn(bytes: Uint8Array): Uint32Array {
  const words = new Uint32Array(bytes.length / 4);
  new Uint8Array(words.buffer).set(bytes);
  return words;
}

function decode(bytes: Uint8Array): Uint32Array | null {
  if (bytes.length % 4 !== 0) return null;
  const vector = wordsIn(bytes);
  for (let i = 0; i < vector.length; i++) if ((vector[i] ?? 0) >= P) return null;
  return vector;
}

function sample(stream: Uint8Array, out: Uint32Array, filled: number): number {
  if (stream.length % 4 !== 0) throw new RangeError(`Cannot sample from ${stream.length} bytes: wanted a multiple of 4`);
  const words = wordsIn(stream);
  let at = filled;
  for (let i = 0; i < words.length && at < out.length; i++) {
    const word = words[i] ?? 0;
    if (word < P) out[at++] = word;
  }
  return at;
}

/** The field of 2^32 − 2^20 + 1 elements, of the PINE that models use: written out, because a report is a million products of it. */
export const field32: Field = {
  ...base, element, add, sub, mul, scale, addScaled, addProduct, combineRows, dot, sum, powers, pow, invert, ntt, inverseNtt, ...(IS_LITTLE_ENDIAN && { encode, decode, sample }),
};
