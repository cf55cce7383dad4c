import type { DataUser } from '#bench/data';
import type { Ranker } from './ranker.ts';

/** Ridge of the paper's own MovieLens run (Steck 2019, "Embarrassingly shallow autoencoders", λ = 500). */
const RIDGE = 500;
/** Most items: the inverse takes n³/2 steps and 12 n² bytes, 20 s and 190 MB at this size. */
export const MAX_EASE_ITEMS = 4000;

/**
 * EASE: the item-to-item regression that best rebuilds each user's set of items without an item explaining itself.
 *
 * @throws RangeError above {@link MAX_EASE_ITEMS} items
 */
export function ease(users: readonly DataUser[], items: number): Ranker {
  if (items > MAX_EASE_ITEMS) throw new RangeError(`Cannot fit ease on ${items} items: at most ${MAX_EASE_ITEMS}`);
  const inverse = inverseOf(gramOf(users, items), items);
  const scores = new Float32Array(items);
  return {
    name: 'ease',
    score({ history }) {
      scores.fill(0);
      const own = new Set(history.map(({ item }) => item));
      // B = I − P / diag(P): score_j = Σ_{i in history, i ≠ j} −P_ij / P_jj
      for (const item of own) {
        const row = inverse.subarray(item * items, (item + 1) * items);
        for (let j = 0; j < items; j++) scores[j] = (scores[j] ?? 0) - (row[j] ?? 0);
      }
      for (let j = 0; j < items; j++) {
        const diagonal = inverse[j * items + j] ?? 1;
        scores[j] = ((scores[j] ?? 0) + (own.has(j) ? diagonal : 0)) / diagonal;
      }
      return scores;
    },
  };
}

/** XᵀX + λI over the sets of items of users, lower triangle. [N, N] */
function gramOf(users: readonly DataUser[], items: number): Float64Array {
  const gram = new Float64Array(items * items);
  for (const { events } of users) {
    const own = Int32Array.from(new Set(events.map(({ item }) => item))).sort();
    for (let a = 0; a < own.length; a++) {
      const row = (own[a] ?? 0) * items;
      for (let b = 0; b <= a; b++) gram[row + (own[b] ?? 0)] = (gram[row + (own[b] ?? 0)] ?? 0) + 1;
    }
  }
  for (let i = 0; i < items; i++) gram[i * items + i] = (gram[i * items + i] ?? 0) + RIDGE;
  return gram;
}

/** Rows worked on together, so that every other row is fetched from memory once for four. */
const ROWS = 4;

/**
 * Inverse of a positive definite matrix by its Cholesky factor; every inner loop runs along rows.
 *
 * @param matrix - [n, n], lower triangle; overwritten: L below the diagonal, rows of L⁻¹ transposed from it on
 * @returns [n, n] float32, both triangles
 */
export function inverseOf(matrix: Float64Array, n: number): Float32Array {
  const diagonal = new Float64Array(n); // of L
  const sums = new Float64Array(ROWS);
  for (let first = 0; first < n; first += ROWS) {
    const end = Math.min(n, first + ROWS);
    for (let j = 0; j < end; j++) {
      if (j < first) dots(matrix, { shared: j * n, first: first * n, rows: end - first, stride: n, length: j }, sums);
      for (let i = Math.max(first, j); i < end; i++) {
        const rest = (matrix[i * n + j] ?? 0) - (j < first ? (sums[i - first] ?? 0) : dot(matrix, i * n, j * n, j));
        if (i === j) diagonal[i] = Math.sqrt(rest);
        else matrix[i * n + j] = rest / (diagonal[j] ?? 1);
      }
    }
  }
  invertFactor(matrix, diagonal, sums);
  return fromFactor(matrix, n, sums);
}

/** Rows of L⁻¹ transposed, from the diagonal on: x_k = −(Σ_{i ≤ m < k} L_km x_m) / L_kk. */
function invertFactor(matrix: Float64Array, diagonal: Float64Array, sums: Float64Array): void {
  const n = diagonal.length;
  for (let i = 0; i < n; i++) matrix[i * n + i] = 1 / (diagonal[i] ?? 1);
  for (let first = 0; first < n; first += ROWS) {
    const end = Math.min(n, first + ROWS);
    for (let k = first + 1; k < n; k++) {
      const isAfter = k >= end;
      if (isAfter) dots(matrix, { shared: k * n + end, first: first * n + end, rows: end - first, stride: n, length: k - end }, sums);
      for (let i = first; i < Math.min(k, end); i++) {
        const sum = isAfter ? (sums[i - first] ?? 0) + dot(matrix, k * n + i, i * n + i, end - i) : dot(matrix, k * n + i, i * n + i, k - i);
        matrix[i * n + k] = -sum / (diagonal[k] ?? 1);
      }
    }
  }
}

/** P_ij = Σ_{k ≥ i ≥ j} L⁻¹_ki L⁻¹_kj */
function fromFactor(factor: Float64Array, n: number, sums: Float64Array): Float32Array {
  const inverse = new Float32Array(n * n);
  for (let first = 0; first < n; first += ROWS) {
    const end = Math.min(n, first + ROWS);
    for (let j = 0; j < end; j++) {
      dots(factor, { shared: j * n + end, first: first * n + end, rows: end - first, stride: n, length: n - end }, sums);
      for (let i = Math.max(first, j); i < end; i++) {
        const value = (sums[i - first] ?? 0) + dot(factor, i * n + i, j * n + i, end - i);
        inverse[i * n + j] = value;
        inverse[j * n + i] = value;
      }
    }
  }
  return inverse;
}

interface Strip {
  /** Where the shared row, and the first of up to four others, begin. */
  readonly shared: number;
  readonly first: number;
  readonly rows: number;
  readonly stride: number;
  readonly length: number;
}

/** Σ values[shared + k] · values[row + k] of each row, four at once where there are four. */
function dots(values: Float64Array, { shared, first, rows, stride, length }: Strip, sums: Float64Array): void {
  if (rows < ROWS) {
    for (let row = 0; row < rows; row++) sums[row] = dot(values, shared, first + row * stride, length);
    return;
  }
  const [r1, r2, r3] = [first + stride, first + 2 * stride, first + 3 * stride];
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  for (let k = 0; k < length; k++) {
    const x = values[shared + k] as number;
    s0 += x * (values[first + k] as number);
    s1 += x * (values[r1 + k] as number);
    s2 += x * (values[r2 + k] as number);
    s3 += x * (values[r3 + k] as number);
  }
  sums[0] = s0;
  sums[1] = s1;
  sums[2] = s2;
  sums[3] = s3;
}

/** Σ values[a + k] · values[b + k]. */
function dot(values: Float64Array, a: number, b: number, length: number): number {
  let sum = 0;
  for (let k = 0; k < length; k++) sum += (values[a + k] as number) * (values[b + k] as number);
  return sum;
}
