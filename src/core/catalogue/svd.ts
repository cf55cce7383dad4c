import { atOnce, seededChance, SLICE_STEPS, sliceMeter, type Slices } from '#core/units';
import { addScaled, gram, orthonormal, product, symmetricEigen, zeros, type DenseMatrix } from './dense.ts';
import type { SparseMatrix } from './tfidf.ts';

// N rows of A, V columns of A, L columns of the subspace, K singular directions kept.

/** Directions carried beyond the K asked for, so that the last ones kept are right too (Halko, Martinsson, Tropp 2011, §4.2 wants 5 to 10). */
const OVERSAMPLING = 10;
/** Passes of Aᵀ·A over the random start; text spectra fall slowly, one or two passes leave the last directions wrong. */
const POWER_PASSES = 4;
/** Repeats the random start, so that equal feeds give equal files. */
const SEED = 0x5eed;
/** Normal draws of one slice. */
const SLICE_DRAWS = SLICE_STEPS / 16;

/**
 * A·V_K for the first `rank` right singular vectors V_K of `a`: each row of `a` in the space of its strongest directions.
 * Columns beyond the rank of `a` are zeros. Randomised subspace iteration (Halko, Martinsson, Tropp 2011, algorithm 4.4).
 *
 * @param onProgress - told the share of work done, 0 to 1
 * @returns shape [N, rank]; a column's sign makes its entry of largest size positive
 */
export function projectOnTopDirections(a: SparseMatrix, rank: number, onProgress: (doneShare: number) => void = () => {}): DenseMatrix {
  return atOnce(topDirectionsInSlices(a, rank, onProgress));
}

/** {@link projectOnTopDirections} in slices. */
export function* topDirectionsInSlices(a: SparseMatrix, rank: number, onProgress: (doneShare: number) => void = () => {}): Slices<DenseMatrix> {
  const width = rank + OVERSAMPLING;
  const right = Math.min(a.rows, a.columns) <= width ? yield* rowSpace(a) : yield* strongestDirections(a, width, onProgress); // [V, L]
  const image = yield* times(a, right); // [N, L]
  const { vectors } = yield* symmetricEigen(yield* gram(image)); // [L, L]
  const projected = yield* withSigns(firstColumns(yield* product(image, vectors), rank)); // [N, K]
  onProgress(1);
  return projected;
}

/** Every direction of a small matrix's rows: a random start as wide as the rank may be all but blind to one of them. */
function* rowSpace(a: SparseMatrix): Slices<DenseMatrix> {
  return a.columns <= a.rows ? identity(a.columns) : yield* orthonormal(yield* timesTransposed(a, identity(a.rows))); // [V, min(N, V)]
}

/** The span of about the `width` strongest directions of `a`'s rows, by power passes over a random start. */
function* strongestDirections(a: SparseMatrix, width: number, onProgress: (doneShare: number) => void): Slices<DenseMatrix> {
  const chance = seededChance(SEED);
  let right = zeros(a.columns, width);
  for (let at = 0; at < right.data.length; at++) {
    if (at % SLICE_DRAWS === SLICE_DRAWS - 1) yield;
    right.data[at] = chance.normal();
  }
  for (let pass = 0; pass < POWER_PASSES; pass++) {
    const left = yield* times(a, right); // [N, L]; left as it is: a text's σ₁ ÷ σ_L is below 100, and squared it still fits float64
    onProgress((2 * pass + 1) / (2 * POWER_PASSES + 1));
    right = yield* orthonormal(yield* timesTransposed(a, left)); // [V, L]
    onProgress((2 * pass + 2) / (2 * POWER_PASSES + 1));
  }
  return right;
}

function identity(size: number): DenseMatrix {
  const out = zeros(size, size);
  for (let i = 0; i < size; i++) out.data[i * size + i] = 1;
  return out;
}

/** a [N, V] · b [V, L] → [N, L] */
function* times(a: SparseMatrix, b: DenseMatrix): Slices<DenseMatrix> {
  const out = zeros(a.rows, b.columns);
  const isFull = sliceMeter();
  for (let row = 0; row < a.rows; row++) {
    const end = a.starts[row + 1] ?? 0;
    if (isFull((1 + end - (a.starts[row] ?? 0)) * b.columns)) yield;
    for (let i = a.starts[row] ?? 0; i < end; i++) {
      addScaled(out.data, row * b.columns, { from: b.data, at: (a.terms[i] ?? 0) * b.columns, length: b.columns }, a.values[i] ?? 0);
    }
  }
  return out;
}

/** aᵀ [V, N] · b [N, L] → [V, L] */
function* timesTransposed(a: SparseMatrix, b: DenseMatrix): Slices<DenseMatrix> {
  const out = zeros(a.columns, b.columns);
  const isFull = sliceMeter();
  for (let row = 0; row < a.rows; row++) {
    const end = a.starts[row + 1] ?? 0;
    if (isFull((1 + end - (a.starts[row] ?? 0)) * b.columns)) yield;
    for (let i = a.starts[row] ?? 0; i < end; i++) {
      addScaled(out.data, (a.terms[i] ?? 0) * b.columns, { from: b.data, at: row * b.columns, length: b.columns }, a.values[i] ?? 0);
    }
  }
  return out;
}

function firstColumns(m: DenseMatrix, columns: number): DenseMatrix {
  const out = zeros(m.rows, columns);
  const shared = Math.min(columns, m.columns);
  for (let row = 0; row < m.rows; row++) {
    for (let j = 0; j < shared; j++) out.data[row * columns + j] = m.data[row * m.columns + j] ?? 0;
  }
  return out;
}

/** A singular vector's sign is free; without a rule it would follow rounding. */
function* withSigns(m: DenseMatrix): Slices<DenseMatrix> {
  const isFull = sliceMeter(SLICE_STEPS / 8); // entries of one column lie far apart
  for (let j = 0; j < m.columns; j++) {
    if (isFull(m.rows)) yield;
    let largest = 0;
    for (let at = j; at < m.data.length; at += m.columns) if (Math.abs(m.data[at] ?? 0) > Math.abs(largest)) largest = m.data[at] ?? 0;
    if (largest >= 0) continue;
    for (let at = j; at < m.data.length; at += m.columns) m.data[at] = -(m.data[at] ?? 0);
  }
  return m;
}
