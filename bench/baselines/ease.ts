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

/**
 * Inverse of a positive definite matrix by its Cholesky factor; every inner loop runs along two rows.
 *
 * @param matrix - [n, n], lower triangle; overwritten: L below the diagonal, rows of L⁻¹ transposed above it
 * @returns [n, n] float32, both triangles
 */
export function inverseOf(matrix: Float64Array, n: number): Float32Array {
  const diagonal = new Float64Array(n); // of L
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) matrix[i * n + j] = ((matrix[i * n + j] ?? 0) - dot(matrix, i * n, j * n, j)) / (diagonal[j] ?? 1);
    diagonal[i] = Math.sqrt((matrix[i * n + i] ?? 0) - dot(matrix, i * n, i * n, i));
  }
  for (let i = 0; i < n; i++) {
    matrix[i * n + i] = 1 / (diagonal[i] ?? 1);
    for (let k = i + 1; k < n; k++) matrix[i * n + k] = -dot(matrix, k * n + i, i * n + i, k - i) / (diagonal[k] ?? 1);
  }
  return fromFactor(matrix, n);
}

/** P_ij = Σ_{k ≥ i ≥ j} L⁻¹_ki L⁻¹_kj */
function fromFactor(factor: Float64Array, n: number): Float32Array {
  const inverse = new Float32Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const value = dot(factor, i * n + i, j * n + i, n - i);
      inverse[i * n + j] = value;
      inverse[j * n + i] = value;
    }
  }
  return inverse;
}

/** Σ values[a + k] · values[b + k], four sums at a time so that additions need not wait for each other. */
function dot(values: Float64Array, a: number, b: number, length: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let k = 0;
  for (; k + 3 < length; k += 4) {
    s0 += (values[a + k] as number) * (values[b + k] as number);
    s1 += (values[a + k + 1] as number) * (values[b + k + 1] as number);
    s2 += (values[a + k + 2] as number) * (values[b + k + 2] as number);
    s3 += (values[a + k + 3] as number) * (values[b + k + 3] as number);
  }
  for (; k < length; k++) s0 += (values[a + k] as number) * (values[b + k] as number);
  return s0 + s1 + s2 + s3;
}
