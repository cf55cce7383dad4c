import { CONTENT_DIMS } from '#core/catalogue';
import { MAX_SEQUENCE, type SequenceInput } from '#core/features';
import { ATTENTION_DIMS, GAP_FACT, HIDDEN_DIMS, LINK_GAIN, OFFSETS, POSITION_FACT } from './layout.ts';
import type { ItemTable } from './items.ts';

// T steps, D width of content, A width of attention, H hidden units, F facts of a step; see layout.ts.
const D = CONTENT_DIMS;
const A = ATTENTION_DIMS;
const H = HIDDEN_DIMS;

/** Queries times keys are divided by √A, as in every attention (Vaswani et al. 2017). */
export const ATTENTION_SCALE = 1 / Math.sqrt(A);

/** Added under the root of a taste's length: a history without any text has the zero vector as its taste. */
export const NORM_EPSILON = 1e-6;

/** Weights over the items they score. */
export interface Model {
  /** [T11_PARAMETERS]. */
  readonly weights: Float32Array;
  readonly items: ItemTable;
}

/** What the way forward leaves for the way back. Reused between calls: one encoder owns one. Double precision, as sums want. */
export interface Activations {
  /** T of the last call. */
  steps: number;
  readonly query: Float64Array; // [A]
  readonly asked: Float64Array; // [D] key matrix × query
  readonly attention: Float64Array; // [T]
  readonly taste: Float64Array; // [D] gated, attended content
  readonly hidden: Float64Array; // [H]
  readonly raw: Float64Array; // [D] before normalising
  /** Length of `raw`. */
  norm: number;
  readonly unit: Float64Array; // [D]
}

/** Room for the activations of one example. */
export function newActivations(): Activations {
  const floats = (n: number): Float64Array => new Float64Array(n);
  return {
    steps: 0, query: floats(A), asked: floats(D), attention: floats(MAX_SEQUENCE), taste: floats(D), hidden: floats(H), raw: floats(D),
    norm: 0, unit: floats(D),
  };
}

/**
 * Encodes one history into `out.unit`: the last step asks, all steps answer, a residual and a small hidden layer turn
 * the attended content into a taste, which is brought to unit length. An empty history gives the zero vector.
 *
 * @throws RangeError if the input is longer than MAX_SEQUENCE or names an item the catalogue lacks
 */
export function encode({ weights, items }: Model, input: SequenceInput, out: Activations): void {
  requireInput(input, items.count);
  out.steps = input.items.length;
  attend(weights, items, input, out);
  finish(weights, items, input, out);
}

/** Indexes are checked once here, so that the loops below may trust them. */
function requireInput(input: SequenceInput, count: number): void {
  if (input.items.length > MAX_SEQUENCE) throw new RangeError(`Cannot encode ${input.items.length} steps: wanted at most ${MAX_SEQUENCE}`);
  for (const item of input.items) if (!(item >= 0 && item < count)) throw new RangeError(`Cannot encode item ${item}: the catalogue holds ${count}`);
}

/**
 * Facts of step t: its type, its gap, and its distance from the last step, counted in moments: lines of one basket stand
 * in no order and are all as far away.
 */
export function factsOf({ types, gaps }: SequenceInput, t: number): readonly [type: number, gap: number, position: number] {
  let moments = 0;
  for (let later = t + 1; later < gaps.length; later++) if (gaps[later] !== 0) moments += 1;
  return [types[t] ?? 0, GAP_FACT + (gaps[t] ?? 0), POSITION_FACT + moments];
}

function attend(weights: Float32Array, items: ItemTable, input: SequenceInput, out: Activations): void {
  const { query, attention, taste } = out;
  const { vectors } = items;
  taste.fill(0);
  if (out.steps === 0) return;
  ask(weights, vectors, itemAt(input, out.steps - 1) * D, out);
  let most = -Infinity;
  for (let t = 0; t < out.steps; t++) {
    let logit = dotRow(out.asked, vectors, itemAt(input, t) * D);
    let bias = 0;
    for (const fact of factsOf(input, t)) {
      bias += read(weights, OFFSETS.factBias + fact);
      const row = OFFSETS.factKey + fact * A;
      for (let a = 0; a < A; a++) logit += at(query, a) * read(weights, row + a);
    }
    attention[t] = logit * ATTENTION_SCALE + bias;
    most = Math.max(most, at(attention, t));
  }
  let total = 0;
  for (let t = 0; t < out.steps; t++) {
    attention[t] = Math.exp(at(attention, t) - most);
    total += at(attention, t);
  }
  for (let t = 0; t < out.steps; t++) {
    attention[t] = at(attention, t) / total;
    addRow(taste, at(attention, t) * read(weights, OFFSETS.gate + (input.types[t] ?? 0)), vectors, itemAt(input, t) * D);
  }
}

/** The query of the last step, and that query seen from content: q·(Kᵀc) = (Kq)·c spares a key per step. */
function ask(weights: Float32Array, vectors: Float32Array, last: number, out: Activations): void {
  const { query, asked } = out;
  for (let a = 0; a < A; a++) query[a] = read(weights, OFFSETS.queryBias + a);
  for (let d = 0; d < D; d++) {
    const x = read(vectors, last + d);
    const row = OFFSETS.query + d * A;
    for (let a = 0; a < A; a++) query[a] = at(query, a) + x * read(weights, row + a);
  }
  for (let d = 0; d < D; d++) {
    const row = OFFSETS.key + d * A;
    let sum = 0;
    for (let a = 0; a < A; a++) sum += read(weights, row + a) * at(query, a);
    asked[d] = sum;
  }
}

function finish(weights: Float32Array, items: ItemTable, input: SequenceInput, out: Activations): void {
  const { taste, hidden, raw, unit } = out;
  if (out.steps === 0) {
    unit.fill(0);
    return;
  }
  const last = itemAt(input, out.steps - 1) * D;
  for (let h = 0; h < H; h++) hidden[h] = read(weights, OFFSETS.hiddenBias + h);
  for (let d = 0; d < D; d++) {
    const a = at(taste, d);
    const b = read(items.vectors, last + d);
    const row = d * H;
    for (let h = 0; h < H; h++) {
      hidden[h] = at(hidden, h) + a * read(weights, OFFSETS.hiddenFromTaste + row + h) + b * read(weights, OFFSETS.hiddenFromLast + row + h);
    }
  }
  for (let d = 0; d < D; d++) raw[d] = at(taste, d) + read(weights, OFFSETS.outputBias + d);
  for (let d = 0; d < D; d++) addRow(raw, at(taste, d), weights, OFFSETS.value + d * D);
  for (let h = 0; h < H; h++) {
    hidden[h] = Math.tanh(at(hidden, h));
    addRow(raw, at(hidden, h), weights, OFFSETS.output + h * D);
  }
  let squares = NORM_EPSILON;
  for (let d = 0; d < D; d++) squares += at(raw, d) * at(raw, d);
  out.norm = Math.sqrt(squares);
  for (let d = 0; d < D; d++) unit[d] = at(raw, d) / out.norm;
}

/** How an item's logit comes about: scale × cosine + popularity × its popularity. */
export interface Link {
  readonly scale: number;
  readonly popularity: number;
}

/** The link that stands in `weights`. */
export function linkOf(weights: Float32Array): Link {
  return { scale: Math.exp(LINK_GAIN * read(weights, OFFSETS.logScale)), popularity: LINK_GAIN * read(weights, OFFSETS.popularity) };
}

/** Dot product of `left` [D] with the row of `rows` that begins at `offset`. Four sums hide the latency of the adder. */
export function dotRow(left: Float64Array, rows: Float32Array, offset: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let e = 0;
  for (let d = 0; d < D; d += 4) {
    a += at(left, d) * read(rows, offset + d);
    b += at(left, d + 1) * read(rows, offset + d + 1);
    c += at(left, d + 2) * read(rows, offset + d + 2);
    e += at(left, d + 3) * read(rows, offset + d + 3);
  }
  return a + b + (c + e);
}

/** Adds `factor` times the row of `rows` that begins at `offset` to `sum` [D], in place. */
export function addRow(sum: Float64Array, factor: number, rows: Float32Array, offset: number): void {
  for (let d = 0; d < D; d += 4) {
    sum[d] = at(sum, d) + factor * read(rows, offset + d);
    sum[d + 1] = at(sum, d + 1) + factor * read(rows, offset + d + 1);
    sum[d + 2] = at(sum, d + 2) + factor * read(rows, offset + d + 2);
    sum[d + 3] = at(sum, d + 3) + factor * read(rows, offset + d + 3);
  }
}

/** Item of step `t`, which the caller has proved to be there. */
export function itemAt(input: SequenceInput, t: number): number {
  return input.items[t] as number;
}

// Two readers rather than one generic: an engine keeps one fast path per function while it sees one kind of array.

/** Element the caller has proved to be there. */
export function at(values: Float64Array, index: number): number {
  return values[index] as number;
}

/** Weight or vector component the caller has proved to be there. */
export function read(values: Float32Array, index: number): number {
  return values[index] as number;
}
