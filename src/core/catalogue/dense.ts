import { SLICE_STEPS, type Slices } from '#core/units';

/** A dense matrix, row-major [rows, columns]. */
export interface DenseMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

/** Directions whose squared length is below this share of the longest are rounding, and are dropped. */
const RANK_TOLERANCE = 1e-11;
/** Jacobi sweeps at most; a symmetric matrix of 80 columns is diagonal to the last bit after 6 to 9. */
const MAX_SWEEPS = 30;
/** Rows of a sweep in one slice: for 106 columns about 2 million turns, 10 ms. */
const ROWS_OF_ROTATIONS = 20;

export function zeros(rows: number, columns: number): DenseMatrix {
  return { rows, columns, data: new Float64Array(rows * columns) };
}

/** mᵀ·m, shape [columns, columns]. */
export function* gram(m: DenseMatrix): Slices<DenseMatrix> {
  const { rows, columns, data } = m;
  const out = zeros(columns, columns);
  const rowsASlice = rowsOfSlice((columns * columns) / 2);
  for (let row = 0; row < rows; row++) {
    if (row % rowsASlice === rowsASlice - 1) yield;
    const at = row * columns;
    for (let i = 0; i < columns; i++) {
      const left = data[at + i] ?? 0;
      if (left === 0) continue;
      for (let j = i; j < columns; j++) out.data[i * columns + j] = (out.data[i * columns + j] ?? 0) + left * (data[at + j] ?? 0);
    }
  }
  for (let i = 0; i < columns; i++) for (let j = 0; j < i; j++) out.data[i * columns + j] = out.data[j * columns + i] ?? 0;
  return out;
}

/** left [rows, k] · right [k, columns]. */
export function* product(left: DenseMatrix, right: DenseMatrix): Slices<DenseMatrix> {
  const out = zeros(left.rows, right.columns);
  const rowsASlice = rowsOfSlice(left.columns * right.columns);
  for (let row = 0; row < left.rows; row++) {
    if (row % rowsASlice === rowsASlice - 1) yield;
    for (let k = 0; k < left.columns; k++) {
      addScaled(out.data, row * right.columns, { from: right.data, at: k * right.columns, length: right.columns }, left.data[row * left.columns + k] ?? 0);
    }
  }
  return out;
}

function rowsOfSlice(stepsARow: number): number {
  return Math.max(1, Math.floor(SLICE_STEPS / Math.max(1, stepsARow)));
}

/** out[outAt + j] += scale · from[at + j] for j below length. */
export function addScaled(out: Float64Array, outAt: number, vector: { from: Float64Array; at: number; length: number }, scale: number): void {
  const { from, at, length } = vector;
  for (let j = 0; j < length; j++) out[outAt + j] = (out[outAt + j] ?? 0) + scale * (from[at + j] ?? 0);
}

/** Columns of the same span as `m`'s with mᵀ·m = 1; as many as `m` has rank, so possibly fewer. */
export function* orthonormal(m: DenseMatrix): Slices<DenseMatrix> {
  // Through the eigenvectors of mᵀ·m: blind to directions below 1e-5 of the longest, which power passes bring back.
  const { values, vectors } = yield* symmetricEigen(yield* gram(m));
  const kept = [...values.keys()].filter((i) => (values[i] ?? 0) > RANK_TOLERANCE * (values[0] ?? 0));
  const scaled = zeros(m.columns, kept.length);
  for (let i = 0; i < m.columns; i++) {
    kept.forEach((column, j) => {
      scaled.data[i * kept.length + j] = (vectors.data[i * m.columns + column] ?? 0) / Math.sqrt(values[column] ?? 1);
    });
  }
  return yield* product(m, scaled);
}

/**
 * Eigenvalues of a symmetric matrix, largest first, and its eigenvectors as columns in the same order.
 * Cyclic Jacobi (Golub and Van Loan, §8.5): slow for large matrices, exact and short for ours.
 */
export function* symmetricEigen(symmetric: DenseMatrix): Slices<{ values: Float64Array; vectors: DenseMatrix }> {
  const n = symmetric.columns;
  const a = symmetric.data.slice();
  const v = zeros(n, n).data;
  for (let i = 0; i < n; i++) v[i * n + i] = 1;
  for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) {
    let rotations = 0;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) rotations += rotate(a, v, n, [p, q]) ? 1 : 0;
      if (p % ROWS_OF_ROTATIONS === ROWS_OF_ROTATIONS - 1) yield;
    }
    if (rotations === 0) break;
  }
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => (a[j * n + j] ?? 0) - (a[i * n + i] ?? 0));
  const vectors = zeros(n, n);
  order.forEach((from, to) => {
    for (let i = 0; i < n; i++) vectors.data[i * n + to] = v[i * n + from] ?? 0;
  });
  return { values: Float64Array.from(order, (i) => a[i * n + i] ?? 0), vectors };
}

/** Makes a[p, q] zero; false where it already is one to rounding. */
function rotate(a: Float64Array, v: Float64Array, n: number, [p, q]: readonly [number, number]): boolean {
  const app = a[p * n + p] ?? 0;
  const aqq = a[q * n + q] ?? 0;
  const apq = a[p * n + q] ?? 0;
  if (Math.abs(apq) <= Number.EPSILON * Math.sqrt(Math.abs(app * aqq))) return false;
  const theta = (aqq - app) / (2 * apq);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < n; k++) turn(a, [k * n + p, k * n + q], c, s);
  for (let k = 0; k < n; k++) turn(a, [p * n + k, q * n + k], c, s);
  for (let k = 0; k < n; k++) turn(v, [k * n + p, k * n + q], c, s);
  return true;
}

function turn(data: Float64Array, [i, j]: readonly [number, number], c: number, s: number): void {
  const x = data[i] ?? 0;
  const y = data[j] ?? 0;
  data[i] = c * x - s * y;
  data[j] = s * x + c * y;
}
