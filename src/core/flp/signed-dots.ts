import type { Field } from '#core/field';

/**
 * Dot products of one vector with many random vectors of −1, 0 and 1: the hot loop of wraparound checks.
 *
 * @param vector - n elements, at most MAX_SIGNED_DOTS_LENGTH
 * @param stream - a row a product, ⌈n / 4⌉ bytes each; two bits an entry, lowest first: 00 is −1, 01 and 10 are 0, 11 is 1
 * @param products - rows of `stream`
 * @returns [products] elements
 */
export type SignedDots = (field: Field, vector: Uint32Array, stream: Uint8Array, products: number) => Uint32Array;

/** Longest vector whose sums stay exact in float64: entries are below 2^32, and 2^20 of them below 2^52. */
export const MAX_SIGNED_DOTS_LENGTH = 2 ** 20;

/** {@link SignedDots} in typed arrays: four entries a byte, looked up two at a time in tables that all products share. */
export const arraySignedDots: SignedDots = (field, vector, stream, products) => {
  const dots = field.zeros(products);
  for (let word = 0; word < field.words; word++) {
    field.addScaled(dots, elementsOf(field, sumsOfWord(vector, { word, words: field.words }, stream, products)), field.element(1n << BigInt(32 * word)));
  }
  return dots;
};

/** Integers below 2^53 in magnitude as elements. */
export function elementsOf(field: Field, integers: Float64Array): Uint32Array {
  const modulus = Number(field.modulus); // beyond 2^53 it is rounded, and above every integer here
  return field.fromIntegers(integers.map((value) => value % modulus));
}

/** The products, over the integers, with one word of every element. */
function sumsOfWord(vector: Uint32Array, { word, words }: { readonly word: number; readonly words: number }, stream: Uint8Array, products: number): Float64Array {
  const sums = new Float64Array(products);
  const low = new Float64Array(16);
  const high = new Float64Array(16);
  const rowBytes = Math.ceil(vector.length / words / 4);
  for (let column = 0, at = word; column < rowBytes; column++, at += 4 * words) {
    fillTable(low, vector[at] ?? 0, vector[at + words] ?? 0);
    fillTable(high, vector[at + 2 * words] ?? 0, vector[at + 3 * words] ?? 0);
    for (let row = 0, i = column; row < products; row++, i += rowBytes) {
      const byte = stream[i] as number;
      sums[row] = (sums[row] as number) + (low[byte & 15] as number) + (high[byte >> 4] as number);
    }
  }
  return sums;
}

/** Sums of two entries for every pair of two-bit factors. */
function fillTable(table: Float64Array, first: number, second: number): void {
  for (let bits = 0; bits < 16; bits++) {
    table[bits] = ((bits & 1) + ((bits >> 1) & 1) - 1) * first + (((bits >> 2) & 1) + (bits >> 3) - 1) * second;
  }
}
