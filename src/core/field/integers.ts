import { WORD, type Kernel } from './kernel.ts';

/** Integers of larger magnitude are not exact in a double. */
const MAX_EXACT = 2 ** 53;

/** `value` mod p as one element. */
export function reducedInteger(kernel: Kernel, value: number | bigint): Uint32Array {
  let rest = BigInt(value) % kernel.modulus;
  if (rest < 0n) rest += kernel.modulus;
  return wordsOf(kernel, rest);
}

/** The words of an integer from 0 to 2^(32·words) − 1. */
function wordsOf(kernel: Kernel, value: bigint): Uint32Array {
  return Uint32Array.from({ length: kernel.words }, (_, k) => Number((value >> BigInt(32 * k)) & 0xffff_ffffn));
}

/** Field.fromIntegers */
export function wordsOfIntegers(kernel: Kernel, values: ArrayLike<number>): Uint32Array {
  const { words } = kernel;
  const below = Math.min(MAX_EXACT, Number(kernel.modulus)); // rounded only where 2^53 is the lower one
  const vector = new Uint32Array(values.length * words);
  const negated = new Uint32Array(words);
  const zero = new Uint32Array(words);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    const magnitude = Math.abs(value);
    if (!Number.isInteger(value) || magnitude >= below) throw new RangeError(`Cannot take ${value} into ${kernel.name}: wanted an integer of magnitude below ${below}`);
    const at = i * words;
    vector[at] = magnitude % WORD;
    if (words > 1) vector[at + 1] = Math.floor(magnitude / WORD);
    if (value < 0) {
      kernel.sub(negated, zero, 0, vector, at);
      vector.set(negated, at);
    }
  }
  return vector;
}

/** Field.toIntegers */
export function integersOf(kernel: Kernel, vector: Uint32Array): Float64Array {
  const { words } = kernel;
  const half = wordsOf(kernel, kernel.modulus >> 1n);
  const integers = new Float64Array(vector.length / words);
  const negated = new Uint32Array(words);
  const zero = new Uint32Array(words);
  for (let i = 0, at = 0; at < vector.length; i++, at += words) {
    if (isAbove(vector, at, half)) {
      kernel.sub(negated, zero, 0, vector, at);
      integers[i] = -toDouble(negated, 0, words);
    } else integers[i] = toDouble(vector, at, words);
  }
  return integers;
}

/** Whether the element at `at` is above `bound`, compared from the highest word. */
export function isAbove(vector: Uint32Array, at: number, bound: Uint32Array): boolean {
  for (let k = bound.length - 1; k >= 0; k--) {
    const word = vector[at + k] ?? 0;
    const limit = bound[k] ?? 0;
    if (word !== limit) return word > limit;
  }
  return false;
}

/** The largest element, p − 1. */
export function largestElement(kernel: Kernel): Uint32Array {
  return wordsOf(kernel, kernel.modulus - 1n);
}

function toDouble(vector: Uint32Array, at: number, words: number): number {
  let value = 0;
  for (let k = words - 1; k >= 0; k--) value = value * WORD + (vector[at + k] ?? 0);
  return value;
}
