import { assemble, I32, integers, op, type Code } from '#core/assembly';

/** Columns of a turn. */
export const TURN_COLUMNS = 8;
/** Bytes of a turn's sums: 64 bits of low words for each column, then as many of high ones. */
export const SUMS_BYTES = 16 * TURN_COLUMNS;
const LANES_BYTES = 16;

/** What lies at address 0: the low words of two 64-bit lanes. */
export const MASK = Uint32Array.of(0xffff_ffff, 0, 0xffff_ffff, 0);

const [ROWS, COLUMNS_END, ROW_BYTES, WEIGHTS, WEIGHTS_END, OUT] = [0, 1, 2, 3, 4, 5] as const;
const [ALONG, WEIGHT] = [6, 7] as const;
const [LOW_WORDS, FACTOR, COLUMNS, PRODUCTS] = [8, 9, 10, 11] as const;
/** Two columns each. */
const PAIRS = [0, 1, 2, 3] as const;
const lowSumOf = (pair: number): number => 12 + pair;
const highSumOf = (pair: number): number => 16 + pair;
const LOCALS = { parameters: [I32, I32, I32, I32, I32, I32], counters: 2, vectors: 12 };

const addTo = (local: number, amount: Code): Code => [...op.get(local), ...amount, ...op.add, ...op.set(local)];

/** Splits products of 64 bits into words and adds each to its sum: whole, they would overflow at the second. */
const addPair = (pair: number): Code => [
  ...op.get(COLUMNS), ...op.get(FACTOR), ...integers.products(pair % 2 === 0 ? 'low' : 'high'), ...op.tee(PRODUCTS),
  ...op.get(LOW_WORDS), ...integers.and, ...op.get(lowSumOf(pair)), ...integers.addLong, ...op.set(lowSumOf(pair)),
  ...op.get(PRODUCTS), ...op.constant(32), ...integers.shiftLong, ...op.get(highSumOf(pair)), ...integers.addLong, ...op.set(highSumOf(pair)),
];

/**
 * f(rows, end of the first row, bytes of a row, weights, end of weights, out): for every column the sum over rows of weight ×
 * element, as sums of low and of high words. Up to 2^32 rows fit.
 */
export function combineRowsProgram(): Uint8Array {
  return assemble(LOCALS, [
    ...op.constant(0), ...op.load(0), ...op.set(LOW_WORDS),
    ...op.repeat([
      ...PAIRS.flatMap((pair) => [...op.zeros, ...op.set(lowSumOf(pair)), ...op.zeros, ...op.set(highSumOf(pair))]),
      ...op.get(ROWS), ...op.set(ALONG), ...op.get(WEIGHTS), ...op.set(WEIGHT),
      ...op.repeat([
        ...op.get(WEIGHT), ...integers.loadRepeated, ...op.set(FACTOR),
        ...[0, 1].flatMap((four) => [...op.get(ALONG), ...op.load(LANES_BYTES * four), ...op.set(COLUMNS), ...addPair(2 * four), ...addPair(2 * four + 1)]),
        ...addTo(ALONG, op.get(ROW_BYTES)),
        ...op.get(WEIGHT), ...op.constant(4), ...op.add, ...op.tee(WEIGHT), ...op.get(WEIGHTS_END), ...op.isBelow,
      ]),
      ...PAIRS.flatMap((pair) => [
        ...op.get(OUT), ...op.get(lowSumOf(pair)), ...op.store(LANES_BYTES * pair), ...op.get(OUT), ...op.get(highSumOf(pair)), ...op.store(SUMS_BYTES / 2 + LANES_BYTES * pair),
      ]),
      ...addTo(OUT, op.constant(SUMS_BYTES)),
      ...op.get(ROWS), ...op.constant(4 * TURN_COLUMNS), ...op.add, ...op.tee(ROWS), ...op.get(COLUMNS_END), ...op.isBelow,
    ]),
  ]);
}
