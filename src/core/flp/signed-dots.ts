/**
 * Dot products of one vector with many random vectors of −1, 0 and 1: the hot loop of wraparound checks.
 *
 * @param vector - n elements of `words` 32-bit words each, lowest first
 * @param stream - a row a product, ⌈n / 4⌉ bytes each; two bits an entry, lowest first: 00 is −1, 01 and 10 are 0, 11 is 1
 * @param products - rows of `stream`
 * @returns shape [words × products]: for each word of the elements the integer sums over it, below 2^53 in magnitude
 */
export type SignedDots = (vector: Uint32Array, words: number, stream: Uint8Array, products: number) => Float64Array;

/** Longest vector whose sums stay exact in float64: entries are below 2^32, and 2^20 of them below 2^52. */
export const MAX_SIGNED_DOTS_LENGTH = 2 ** 20;

/** {@link SignedDots} in typed arrays: four entries a byte, looked up two at a time in tables that all products share. */
export const arraySignedDots: SignedDots = (vector, words, stream, products) => {
  const length = vector.length / words;
  const rowBytes = Math.ceil(length / 4);
  const sums = new Float64Array(words * products);
  const low = new Float64Array(16);
  const high = new Float64Array(16);
  for (let word = 0; word < words; word++) {
    const ofWord = sums.subarray(word * products, (word + 1) * products);
    for (let column = 0; column < rowBytes; column++) {
      const at = 4 * column * words + word;
      fillTable(low, vector[at] ?? 0, vector[at + words] ?? 0);
      fillTable(high, vector[at + 2 * words] ?? 0, vector[at + 3 * words] ?? 0);
      for (let row = 0, i = column; row < products; row++, i += rowBytes) {
        const byte = stream[i] as number;
        ofWord[row] = (ofWord[row] as number) + (low[byte & 15] as number) + (high[byte >> 4] as number);
      }
    }
  }
  return sums;
};

/** Sums of two entries for every pair of two-bit factors. */
function fillTable(table: Float64Array, first: number, second: number): void {
  for (let bits = 0; bits < 16; bits++) {
    table[bits] = ((bits & 1) + ((bits >> 1) & 1) - 1) * first + (((bits >> 2) & 1) + (bits >> 3) - 1) * second;
  }
}
