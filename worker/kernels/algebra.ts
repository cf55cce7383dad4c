import { run } from '#core/assembly';
import { addOuterProgram, addRowsProgram, dotsProgram } from './algebra-program.ts';

/**
 * The three sums that an encoder is made of, in double precision. Matrices lie row by row in `matrix` from index `at` on;
 * their shape follows from the two vectors, whose lengths are multiples of 4. All arrays are from `floats` of the same engine.
 */
export interface Algebra {
  readonly engine: 'arrays' | 'wasm';
  /** [size] zeros, kept as long as the algebra. @throws RangeError beyond the capacity it was made with */
  floats(size: number): Float64Array;
  /** out[i] = Σ_j matrix[i, j] · row[j] */
  dots(matrix: Float64Array, at: number, row: Float64Array, out: Float64Array): void;
  /** sum[j] += Σ_i factors[i] · matrix[i, j] */
  addRows(matrix: Float64Array, at: number, factors: Float64Array, sum: Float64Array): void;
  /** matrix[i, j] += left[i] · right[j] */
  addOuter(matrix: Float64Array, at: number, left: Float64Array, right: Float64Array): void;
}

const BYTES = Float64Array.BYTES_PER_ELEMENT;

/**
 * On WASM SIMD; undefined where that may not run.
 *
 * @param capacity - numbers that all calls of `floats` may ask for together
 */
export function wasmAlgebra(capacity: number): Algebra | undefined {
  const running = run([dotsProgram(), addRowsProgram(), addOuterProgram()], Math.max(1, capacity * BYTES));
  const [dots, addRows, addOuter] = running?.functions ?? [];
  if (!running || !dots || !addRows || !addOuter) return undefined;
  let used = 0;
  return {
    engine: 'wasm',
    floats(size) {
      if (used + size > capacity) throw new RangeError(`Cannot keep ${used + size} numbers: wanted at most ${capacity}`);
      used += size;
      return new Float64Array(running.buffer, (used - size) * BYTES, size);
    },
    dots: (matrix, at, row, out) => dots(matrix.byteOffset + at * BYTES, row.byteOffset, out.byteOffset, row.byteLength, out.byteOffset + out.byteLength),
    addRows: (matrix, at, factors, sum) => addRows(matrix.byteOffset + at * BYTES, factors.byteOffset, sum.byteOffset, sum.byteLength, factors.byteOffset + factors.byteLength),
    addOuter: (matrix, at, left, right) => addOuter(matrix.byteOffset + at * BYTES, left.byteOffset, right.byteOffset, right.byteLength, left.byteOffset + left.byteLength),
  };
}

/** In typed arrays alone. Rows are taken in fours: what is read once serves four sums, which hide the latency of the adder. */
export const arrayAlgebra: Algebra = {
  engine: 'arrays',
  floats: (size) => new Float64Array(size),
  dots(matrix, at, row, out) {
    const width = row.length;
    for (let i = 0, first = at; i < out.length; i += 4, first += 4 * width) {
      let [a, b, c, e] = [0, 0, 0, 0];
      for (let j = 0, m = first; j < width; j++, m++) {
        const x = row[j] as number;
        a += x * (matrix[m] as number);
        b += x * (matrix[m + width] as number);
        c += x * (matrix[m + 2 * width] as number);
        e += x * (matrix[m + 3 * width] as number);
      }
      out[i] = a;
      out[i + 1] = b;
      out[i + 2] = c;
      out[i + 3] = e;
    }
  },
  addRows(matrix, at, factors, sum) {
    const width = sum.length;
    for (let i = 0, first = at; i < factors.length; i += 4, first += 4 * width) {
      const [a, b, c, e] = [factors[i] as number, factors[i + 1] as number, factors[i + 2] as number, factors[i + 3] as number];
      for (let j = 0, m = first; j < width; j++, m++) {
        sum[j] = (sum[j] as number) + (a * (matrix[m] as number) + b * (matrix[m + width] as number) + (c * (matrix[m + 2 * width] as number) + e * (matrix[m + 3 * width] as number)));
      }
    }
  },
  addOuter(matrix, at, left, right) {
    for (let i = 0, m = at; i < left.length; i++) {
      const x = left[i] as number;
      for (let j = 0; j < right.length; j++, m++) matrix[m] = (matrix[m] as number) + x * (right[j] as number);
    }
  },
};
