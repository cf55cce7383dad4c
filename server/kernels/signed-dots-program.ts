import { assemble, I32, integers, op, type Code } from '#core/assembly';

/** Entries of a turn along a row: 16 bytes of a stream. */
export const TURN_ENTRIES = 64;
/** Bytes of a turn along the vector: four planes of 16 entries, of each first the low halves, then the high ones. */
export const TURN_BYTES = 4 * TURN_ENTRIES;
/** Rows that share what is loaded of the vector. */
export const ROWS_AT_ONCE = 2;
/** Bytes of one row's sums: four lanes of low halves, four of high ones. */
export const SUMS_BYTES = 32;
const LANES_BYTES = 16;

/** Two bits as their number of ones less one. */
const factorOf = (bits: number): number => (bits & 1) + (bits >> 1) - 1;

/** What lies at address 0: factors of the first and of the second entry of every half byte, and the half byte itself. */
export const TABLES = Int8Array.from([
  ...Array.from({ length: 16 }, (_, bits) => factorOf(bits & 3)),
  ...Array.from({ length: 16 }, (_, bits) => factorOf(bits >> 2)),
  ...Array.from({ length: 16 }, () => 15),
]);

const [VECTOR, VECTOR_END, ROW, ROW_BYTES, OUT, OUT_END] = [0, 1, 2, 3, 4, 5] as const;
const ALONG = 6;
const STREAMS = [7, 8] as const;
const [FIRST_OF_TWO, SECOND_OF_TWO, HALF_BYTE, BYTES, WIDE, LOW, HIGH] = [9, 10, 11, 12, 13, 14, 15] as const;
const factorsOf = (row: number, plane: number): number => 16 + 4 * row + plane;
const lowSumOf = (row: number): number => 24 + 2 * row;
const highSumOf = (row: number): number => 25 + 2 * row;
const LOCALS = { parameters: [I32, I32, I32, I32, I32, I32], counters: 3, vectors: 19 };

const rows = (write: (row: 0 | 1) => Code): Code => ([0, 1] as const).flatMap(write);
const addTo = (local: number, amount: Code): Code => [...op.get(local), ...amount, ...op.add, ...op.set(local)];

/** Factors of the 64 entries whose bits a row has next, in planes: entry 4·i + k is lane i of plane k. */
const unpack = (row: 0 | 1): Code => {
  const halfBytes = [[...op.get(BYTES), ...op.get(HALF_BYTE), ...integers.and], [...op.get(BYTES), ...op.constant(4), ...integers.shiftBytes]] as const;
  return [
    ...op.get(STREAMS[row]), ...op.load(0), ...op.set(BYTES),
    ...[0, 1, 2, 3].flatMap((plane) => [...op.get(plane % 2 === 0 ? FIRST_OF_TWO : SECOND_OF_TWO), ...(halfBytes[plane >> 1] ?? []), ...integers.lookUp, ...op.set(factorsOf(row, plane))]),
  ];
};

/** Adds the products of eight entries of a plane to the sums of both rows. */
const addProducts = (plane: number, half: 'low' | 'high'): Code => {
  const at = 64 * plane + (half === 'low' ? 0 : LANES_BYTES);
  return [
    ...op.get(ALONG), ...op.load(at), ...op.set(LOW), ...op.get(ALONG), ...op.load(at + 32), ...op.set(HIGH),
    ...rows((row) => [
      ...op.get(factorsOf(row, plane)), ...integers.widened(half), ...op.tee(WIDE), ...op.get(LOW), ...op.dotPairs, ...op.get(lowSumOf(row)), ...op.addIntegers, ...op.set(lowSumOf(row)),
      ...op.get(WIDE), ...op.get(HIGH), ...op.dotPairs, ...op.get(highSumOf(row)), ...op.addIntegers, ...op.set(highSumOf(row)),
    ]),
  ];
};

/**
 * f(vector, end of it, first row, bytes of a row, out, end of out): products of the vector, in planes, with rows of two-bit
 * factors, two rows at a time. A turn adds at most 8 · 2 · 2^15 to a lane, so 2^12 turns fit its 32 bits.
 */
export function signedDotsProgram(): Uint8Array {
  return assemble(LOCALS, [
    ...[FIRST_OF_TWO, SECOND_OF_TWO, HALF_BYTE].flatMap((table, i) => [...op.constant(0), ...op.load(LANES_BYTES * i), ...op.set(table)]),
    ...op.repeat([
      ...rows((row) => [...op.zeros, ...op.set(lowSumOf(row)), ...op.zeros, ...op.set(highSumOf(row))]),
      ...op.get(VECTOR), ...op.set(ALONG), ...op.get(ROW), ...op.tee(STREAMS[0]), ...op.get(ROW_BYTES), ...op.add, ...op.set(STREAMS[1]),
      ...op.repeat([
        ...rows(unpack),
        ...[0, 1, 2, 3].flatMap((plane) => [...addProducts(plane, 'low'), ...addProducts(plane, 'high')]),
        ...rows((row) => addTo(STREAMS[row], op.constant(LANES_BYTES))),
        ...op.get(ALONG), ...op.constant(TURN_BYTES), ...op.add, ...op.tee(ALONG), ...op.get(VECTOR_END), ...op.isBelow,
      ]),
      ...rows((row) => [...op.get(OUT), ...op.get(lowSumOf(row)), ...op.store(SUMS_BYTES * row), ...op.get(OUT), ...op.get(highSumOf(row)), ...op.store(SUMS_BYTES * row + LANES_BYTES)]),
      ...addTo(ROW, op.get(ROW_BYTES)), ...addTo(ROW, op.get(ROW_BYTES)),
      ...op.get(OUT), ...op.constant(ROWS_AT_ONCE * SUMS_BYTES), ...op.add, ...op.tee(OUT), ...op.get(OUT_END), ...op.isBelow,
    ]),
  ]);
}
