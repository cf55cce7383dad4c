/**
 * Arithmetic of single elements, from which `fieldOf` makes a Field. Elements are reduced; `i` and `j` are offsets in
 * words. Results go to the first words of `out`, a scratch register that is neither `a` nor `b`: an object of
 * operands would be allocated once an element.
 */
export interface Kernel {
  readonly name: string;
  readonly modulus: bigint;
  readonly words: number;
  readonly encodedBytes: number;
  readonly maxLogSize: number;
  /** Element of order 2^maxLogSize (VDAF draft, `gen()`). */
  readonly generator: bigint;
  add(out: Uint32Array, a: Uint32Array, i: number, b: Uint32Array, j: number): void;
  sub(out: Uint32Array, a: Uint32Array, i: number, b: Uint32Array, j: number): void;
  mul(out: Uint32Array, a: Uint32Array, i: number, b: Uint32Array, j: number): void;
}

/** 2^32 and its inverse, which a double holds exactly. */
export const WORD = 2 ** 32;
export const PER_WORD = 2 ** -32;

/** High word of a·b for two words, given its low word: the double a·b is off by less than 2^11, far from the half of 2^32 that would matter. */
export function highWord(a: number, b: number, low: number): number {
  return ((a * b - low) * PER_WORD + 0.5) >>> 0;
}

/** base^exponent mod modulus, for constants. */
export function powerOf(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let power = 1n;
  for (const bit of exponent.toString(2)) {
    power = (power * power) % modulus;
    if (bit === '1') power = (power * base) % modulus;
  }
  return power;
}
