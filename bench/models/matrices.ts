import type { Chance } from '#core/units';
import { at, indexAt, type Floats, type Tape, type Value } from './tape.ts';

/** Adds a [R, K] × b [K, M] to `out` [R, M], in place. Four rows of b at a time: one pass over a row of `out` then serves four products. */
function addProduct(out: Floats, a: Floats, b: Floats, { R, K, M }: { readonly R: number; readonly K: number; readonly M: number }): void {
  for (let r = 0; r < R; r++) {
    const row = r * M;
    for (let k = 0; k < K; k += 4) {
      const left = K - k;
      const x0 = at(a, r * K + k);
      const x1 = left > 1 ? at(a, r * K + k + 1) : 0;
      const x2 = left > 2 ? at(a, r * K + k + 2) : 0;
      const x3 = left > 3 ? at(a, r * K + k + 3) : 0;
      if (x0 === 0 && x1 === 0 && x2 === 0 && x3 === 0) continue;
      const b0 = k * M;
      const b1 = left > 1 ? b0 + M : b0;
      const b2 = left > 2 ? b1 + M : b0;
      const b3 = left > 3 ? b2 + M : b0;
      for (let m = 0; m < M; m++) out[row + m] = at(out, row + m) + x0 * at(b, b0 + m) + x1 * at(b, b1 + m) + (x2 * at(b, b2 + m) + x3 * at(b, b3 + m));
    }
  }
}

/** Adds a [R, K] × (b [M, K])ᵀ to `out` [R, M], in place. */
function addProductTransposed(out: Floats, a: Floats, b: Floats, { R, K, M }: { readonly R: number; readonly K: number; readonly M: number }): void {
  for (let r = 0; r < R; r++) {
    for (let m = 0; m < M; m++) {
      let even = 0;
      let odd = 0;
      const left = r * K;
      const right = m * K;
      let k = 0;
      for (; k + 3 < K; k += 4) {
        even += at(a, left + k) * at(b, right + k) + at(a, left + k + 2) * at(b, right + k + 2);
        odd += at(a, left + k + 1) * at(b, right + k + 1) + at(a, left + k + 3) * at(b, right + k + 3);
      }
      for (; k < K; k++) even += at(a, left + k) * at(b, right + k);
      out[r * M + m] = at(out, r * M + m) + even + odd;
    }
  }
}

/** Adds (a [R, K])ᵀ × b [R, M] to `out` [K, M], in place. */
function addTransposedProduct(out: Floats, a: Floats, b: Floats, { R, K, M }: { readonly R: number; readonly K: number; readonly M: number }): void {
  for (let r = 0; r < R; r += 2) {
    const isPair = r + 1 < R;
    const b0 = r * M;
    const b1 = isPair ? b0 + M : b0;
    for (let k = 0; k < K; k++) {
      const x0 = at(a, r * K + k);
      const x1 = isPair ? at(a, (r + 1) * K + k) : 0;
      if (x0 === 0 && x1 === 0) continue;
      const row = k * M;
      for (let m = 0; m < M; m++) out[row + m] = at(out, row + m) + x0 * at(b, b0 + m) + x1 * at(b, b1 + m);
    }
  }
}

/** a [R, K] × b [K, M] → [R, M] */
export function matmul(tape: Tape, a: Value, b: Value): Value {
  const shape = { R: a.rows, K: a.columns, M: b.columns };
  if (b.rows !== shape.K) throw new RangeError(`Cannot multiply [${a.rows}, ${a.columns}] by [${b.rows}, ${b.columns}]`);
  const out = tape.make(shape.R, shape.M, [a, b]);
  addProduct(out.data, a.data, b.data, shape);
  tape.onWayBack(() => {
    if (!out.slope) return;
    if (a.slope) addProductTransposed(a.slope, out.slope, b.data, { R: shape.R, K: shape.M, M: shape.K });
    if (b.slope) addTransposedProduct(b.slope, a.data, out.slope, shape);
  });
  return out;
}

/** a [R, K] × (b [M, K])ᵀ → [R, M] */
export function matmulTransposed(tape: Tape, a: Value, b: Value): Value {
  const shape = { R: a.rows, K: a.columns, M: b.rows };
  const out = tape.make(shape.R, shape.M, [a, b]);
  addProductTransposed(out.data, a.data, b.data, shape);
  tape.onWayBack(() => {
    if (!out.slope) return;
    if (a.slope) addProduct(a.slope, out.slope, b.data, { R: shape.R, K: shape.M, M: shape.K });
    if (b.slope) addTransposedProduct(b.slope, out.slope, a.data, { R: shape.R, K: shape.M, M: shape.K });
  });
  return out;
}

/** The sum of two matrices; a `b` of one row is added to every row of `a`. */
export function add(tape: Tape, a: Value, b: Value): Value {
  const isBias = b.rows === 1 && a.rows !== 1;
  const out = tape.make(a.rows, a.columns, [a, b]);
  const { columns } = a;
  for (let i = 0; i < out.data.length; i++) out.data[i] = at(a.data, i) + at(b.data, isBias ? i % columns : i);
  tape.onWayBack(() => {
    const { slope } = out;
    if (!slope) return;
    const { slope: toA } = a;
    const { slope: toB } = b;
    if (toA) for (let i = 0; i < slope.length; i++) toA[i] = at(toA, i) + at(slope, i);
    if (!toB) return;
    for (let r = 0, i = 0; r < a.rows; r++) for (let c = 0; c < columns; c++, i++) {
      const j = isBias ? c : i;
      toB[j] = at(toB, j) + at(slope, i);
    }
  });
  return out;
}

/** f of every element, f' given f's own value. */
function elementwise(tape: Tape, a: Value, f: (x: number) => number, slopeFromValue: (y: number) => number): Value {
  const out = tape.make(a.rows, a.columns, [a]);
  for (let i = 0; i < out.data.length; i++) out.data[i] = f(at(a.data, i));
  tape.onWayBack(() => {
    if (a.slope && out.slope) for (let i = 0; i < out.data.length; i++) a.slope[i] = at(a.slope, i) + at(out.slope, i) * slopeFromValue(at(out.data, i));
  });
  return out;
}

export function tanh(tape: Tape, a: Value): Value {
  return elementwise(tape, a, Math.tanh, (y) => 1 - y * y);
}

export function relu(tape: Tape, a: Value): Value {
  return elementwise(tape, a, (x) => (x > 0 ? x : 0), (y) => (y > 0 ? 1 : 0));
}

/** Elements set to 0 with chance `share`, the others divided by what is kept, so that the expected value stays (Srivastava et al. 2014). */
export function dropout(tape: Tape, a: Value, share: number, chance: Chance | undefined): Value {
  if (!chance || share === 0) return a;
  const kept = 1 / (1 - share);
  const mask = Float32Array.from(a.data, () => (chance.next() < share ? 0 : kept));
  const out = tape.make(a.rows, a.columns, [a]);
  for (let i = 0; i < mask.length; i++) out.data[i] = at(a.data, i) * at(mask, i);
  tape.onWayBack(() => {
    if (a.slope && out.slope) for (let i = 0; i < mask.length; i++) a.slope[i] = at(a.slope, i) + at(out.slope, i) * at(mask, i);
  });
  return out;
}

/** Rows of `a` by index, in order; −1 gives a row of zeros. */
export function gather(tape: Tape, a: Value, indexes: Int32Array): Value {
  const { columns } = a;
  const out = tape.make(indexes.length, columns, [a]);
  for (const [r, index] of indexes.entries()) if (index >= 0) out.data.set(a.data.subarray(index * columns, (index + 1) * columns), r * columns);
  tape.onWayBack(() => {
    const { slope } = a;
    if (!slope || !out.slope) return;
    for (let r = 0; r < indexes.length; r++) {
      const from = indexAt(indexes, r) * columns;
      if (from >= 0) for (let c = 0; c < columns; c++) slope[from + c] = at(slope, from + c) + at(out.slope, r * columns + c);
    }
  });
  return out;
}

/** The columns of all matrices side by side. */
export function beside(tape: Tape, parts: readonly Value[]): Value {
  const rows = parts[0]?.rows ?? 0;
  const columns = parts.reduce((sum, part) => sum + part.columns, 0);
  const out = tape.make(rows, columns, parts);
  let first = 0;
  for (const part of parts) {
    const start = first;
    for (let r = 0; r < rows; r++) out.data.set(part.data.subarray(r * part.columns, (r + 1) * part.columns), r * columns + start);
    tape.onWayBack(() => {
      if (!part.slope || !out.slope) return;
      for (let r = 0; r < rows; r++) for (let c = 0; c < part.columns; c++) part.slope[r * part.columns + c] = at(part.slope, r * part.columns + c) + at(out.slope, r * columns + start + c);
    });
    first += part.columns;
  }
  return out;
}
