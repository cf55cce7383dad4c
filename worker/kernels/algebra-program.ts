import { assemble, I32, op, type Code } from '#core/assembly';

// Every function takes (matrix, vector, vector, bytes of a row, end of the vector that counts rows) as addresses. Counters
// are addresses too: four rows of the matrix side by side, and one that runs along a row to its end.
const [MATRIX, FIRST, SECOND, ROW_BYTES, END] = [0, 1, 2, 3, 4] as const;
const ROWS = [5, 6, 7, 8] as const;
const [ALONG, ALONG_END] = [9, 10] as const;
const VECTORS = 11;
const LOCALS = { parameters: [I32, I32, I32, I32, I32], counters: 6, vectors: 5 };
/** Bytes of a turn along a row: two vectors of two float64. */
const TURN = 32;
const HALVES = [0, 16] as const;

const addTo = (local: number, amount: Code): Code => [...op.get(local), ...amount, ...op.add, ...op.set(local)];
const four = (write: (row: 0 | 1 | 2 | 3) => Code): Code => ([0, 1, 2, 3] as const).flatMap(write);
/** ROWS[0] to ROWS[3] at four rows from MATRIX on. */
const atFourRows: Code = [...op.get(MATRIX), ...four((row) => [...op.tee(ROWS[row]), ...op.get(ROW_BYTES), ...op.add]), ...op.set(MATRIX)];
/** ALONG from `start` to the end of a row. */
const alongFrom = (start: number): Code => [...op.get(start), ...op.tee(ALONG), ...op.get(ROW_BYTES), ...op.add, ...op.set(ALONG_END)];
const alongRow = (body: Code): Code => op.repeat([...body, ...op.get(ALONG), ...op.constant(TURN), ...op.add, ...op.tee(ALONG), ...op.get(ALONG_END), ...op.isBelow]);
const untilEnd = (body: Code, counter: number, bytes: number): Code => op.repeat([...body, ...op.get(counter), ...op.constant(bytes), ...op.add, ...op.tee(counter), ...op.get(END), ...op.isBelow]);

/** f(matrix, row, out, …): dot products, four rows at a time. */
export function dotsProgram(): Uint8Array {
  const SUM = VECTORS;
  const X = VECTORS + 4;
  return assemble(LOCALS, untilEnd([
    ...atFourRows, ...alongFrom(FIRST),
    ...four((row) => [...op.zeros, ...op.set(SUM + row)]),
    ...alongRow([
      ...HALVES.flatMap((half) => [
        ...op.get(ALONG), ...op.load(half), ...op.set(X),
        ...four((row) => [...op.get(ROWS[row]), ...op.load(half), ...op.get(X), ...op.multiplyDoubles, ...op.get(SUM + row), ...op.addDoubles, ...op.set(SUM + row)]),
      ]),
      ...four((row) => addTo(ROWS[row], op.constant(TURN))),
    ]),
    ...four((row) => [...op.get(SECOND), ...op.get(SUM + row), ...op.lane(0), ...op.get(SUM + row), ...op.lane(1), ...op.addDouble, ...op.storeDouble(8 * row)]),
  ], SECOND, 32));
}

/** f(matrix, factors, sum, …): four rows are added to the sum at a time. */
export function addRowsProgram(): Uint8Array {
  const FACTOR = VECTORS;
  const product = (row: 0 | 1 | 2 | 3, half: number): Code => [...op.get(ROWS[row]), ...op.load(half), ...op.get(FACTOR + row), ...op.multiplyDoubles];
  return assemble(LOCALS, untilEnd([
    ...atFourRows, ...alongFrom(SECOND),
    ...four((row) => [...op.get(FIRST), ...op.loadRepeated(8 * row), ...op.set(FACTOR + row)]),
    ...alongRow([
      ...HALVES.flatMap((half) => [
        ...op.get(ALONG), ...op.get(ALONG), ...op.load(half),
        ...product(0, half), ...product(1, half), ...op.addDoubles, ...product(2, half), ...product(3, half), ...op.addDoubles, ...op.addDoubles,
        ...op.addDoubles, ...op.store(half),
      ]),
      ...four((row) => addTo(ROWS[row], op.constant(TURN))),
    ]),
  ], FIRST, 32));
}

/** f(matrix, left, right, …): a row at a time. */
export function addOuterProgram(): Uint8Array {
  const FACTOR = VECTORS;
  return assemble(LOCALS, untilEnd([
    ...alongFrom(SECOND), ...op.get(FIRST), ...op.loadRepeated(0), ...op.set(FACTOR),
    ...alongRow([
      ...HALVES.flatMap((half) => [
        ...op.get(MATRIX), ...op.get(MATRIX), ...op.load(half), ...op.get(ALONG), ...op.load(half), ...op.get(FACTOR), ...op.multiplyDoubles,
        ...op.addDoubles, ...op.store(half),
      ]),
      ...addTo(MATRIX, op.constant(TURN)),
    ]),
  ], FIRST, 8));
}
