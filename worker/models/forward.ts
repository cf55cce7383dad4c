import { CONTENT_DIMS, VECTOR_SCALE } from '#core/catalogue';
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

/** Facts of one step: type, gap, position. */
export const FACTS_PER_STEP = 3;

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
  readonly content: Float64Array; // [T, D] the items' vectors, widened once
  readonly facts: Int32Array; // [T, FACTS_PER_STEP]
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
    steps: 0, content: floats(MAX_SEQUENCE * D), facts: new Int32Array(MAX_SEQUENCE * FACTS_PER_STEP), query: floats(A), asked: floats(D),
    attention: floats(MAX_SEQUENCE), taste: floats(D), hidden: floats(H), raw: floats(D), norm: 0, unit: floats(D),
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
  if (out.steps === 0) {
    out.taste.fill(0);
    out.unit.fill(0);
    return;
  }
  for (let t = 0; t < out.steps; t++) widenRow(items.vectors, (input.items[t] as number) * D, out.content, t * D);
  writeFacts(input, out.facts);
  ask(weights, out);
  attend(weights, out);
  finish(weights, out);
}

/** Indexes are checked once here, so that the loops below may trust them. */
function requireInput(input: SequenceInput, count: number): void {
  if (input.items.length > MAX_SEQUENCE) throw new RangeError(`Cannot encode ${input.items.length} steps: wanted at most ${MAX_SEQUENCE}`);
  for (const item of input.items) if (!(item >= 0 && item < count)) throw new RangeError(`Cannot encode item ${item}: the catalogue holds ${count}`);
}

/** Writes the int8 row of `vectors` that begins at `offset` into `out` as unit components. */
export function widenRow(vectors: Int8Array, offset: number, out: Float64Array, at: number): void {
  for (let d = 0; d < D; d++) out[at + d] = (vectors[offset + d] as number) * (1 / VECTOR_SCALE);
}

/**
 * Writes the facts of every step into `out` [T, FACTS_PER_STEP]: its type, its gap, and its distance from the last step,
 * counted in moments: lines of one basket stand in no order and are all as far away.
 */
export function writeFacts({ items, types, gaps }: SequenceInput, out: Int32Array): void {
  let moments = 0;
  for (let t = items.length - 1; t >= 0; t--) {
    const gap = gaps[t] ?? 0;
    out[t * FACTS_PER_STEP] = types[t] ?? 0;
    out[t * FACTS_PER_STEP + 1] = GAP_FACT + gap;
    out[t * FACTS_PER_STEP + 2] = POSITION_FACT + moments;
    if (gap !== 0) moments += 1;
  }
}

/** The query of the last step, and that query seen from content: q·(Kᵀc) = (Kq)·c spares a key per step. */
function ask(weights: Float32Array, { content, query, asked, steps }: Activations): void {
  const last = (steps - 1) * D;
  for (let a = 0; a < A; a++) query[a] = read(weights, OFFSETS.queryBias + a);
  for (let d = 0; d < D; d++) addRow(query, at(content, last + d), weights, OFFSETS.query + d * A);
  for (let d = 0; d < D; d++) asked[d] = dotRow(query, weights, OFFSETS.key + d * A);
}

function attend(weights: Float32Array, { steps, content, facts, query, asked, attention, taste }: Activations): void {
  let most = -Infinity;
  for (let t = 0; t < steps; t++) {
    let logit = dotWide(asked, content, t * D);
    let bias = 0;
    for (let f = t * FACTS_PER_STEP; f < (t + 1) * FACTS_PER_STEP; f++) {
      const fact = facts[f] as number;
      bias += read(weights, OFFSETS.factBias + fact);
      logit += dotRow(query, weights, OFFSETS.factKey + fact * A);
    }
    attention[t] = logit * ATTENTION_SCALE + bias;
    most = Math.max(most, at(attention, t));
  }
  let total = 0;
  for (let t = 0; t < steps; t++) {
    attention[t] = Math.exp(at(attention, t) - most);
    total += at(attention, t);
  }
  taste.fill(0);
  for (let t = 0; t < steps; t++) {
    attention[t] = at(attention, t) / total;
    addWide(taste, at(attention, t) * read(weights, OFFSETS.gate + (facts[t * FACTS_PER_STEP] as number)), content, t * D);
  }
}

function finish(weights: Float32Array, out: Activations): void {
  const { content, taste, hidden, raw, unit } = out;
  const last = (out.steps - 1) * D;
  for (let h = 0; h < H; h++) hidden[h] = read(weights, OFFSETS.hiddenBias + h);
  for (let d = 0; d < D; d++) {
    addRow(hidden, at(taste, d), weights, OFFSETS.hiddenFromTaste + d * H);
    addRow(hidden, at(content, last + d), weights, OFFSETS.hiddenFromLast + d * H);
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

// Rows are read in fours: widths are 16, 20 and 64, and four sums hide the latency of the adder. Two of each function rather
// than one generic: an engine keeps one fast path per function while it sees one kind of array.

/** Dot product of `left` with the weights of as many numbers that begin at `offset`. */
export function dotRow(left: Float64Array, rows: Float32Array, offset: number): number {
  let [a, b, c, e] = [0, 0, 0, 0];
  for (let d = 0, r = offset; d < left.length; d += 4, r += 4) {
    a += at(left, d) * read(rows, r);
    b += at(left, d + 1) * read(rows, r + 1);
    c += at(left, d + 2) * read(rows, r + 2);
    e += at(left, d + 3) * read(rows, r + 3);
  }
  return a + b + (c + e);
}

/** The same over widened content. */
export function dotWide(left: Float64Array, rows: Float64Array, offset: number): number {
  let [a, b, c, e] = [0, 0, 0, 0];
  for (let d = 0, r = offset; d < left.length; d += 4, r += 4) {
    a += at(left, d) * at(rows, r);
    b += at(left, d + 1) * at(rows, r + 1);
    c += at(left, d + 2) * at(rows, r + 2);
    e += at(left, d + 3) * at(rows, r + 3);
  }
  return a + b + (c + e);
}

/** Adds `factor` times the weights that begin at `offset` to `sum`, in place. */
export function addRow(sum: Float64Array, factor: number, rows: Float32Array, offset: number): void {
  for (let d = 0, r = offset; d < sum.length; d += 4, r += 4) {
    sum[d] = at(sum, d) + factor * read(rows, r);
    sum[d + 1] = at(sum, d + 1) + factor * read(rows, r + 1);
    sum[d + 2] = at(sum, d + 2) + factor * read(rows, r + 2);
    sum[d + 3] = at(sum, d + 3) + factor * read(rows, r + 3);
  }
}

/** The same over widened content. */
export function addWide(sum: Float64Array, factor: number, rows: Float64Array, offset: number): void {
  for (let d = 0, r = offset; d < sum.length; d += 4, r += 4) {
    sum[d] = at(sum, d) + factor * at(rows, r);
    sum[d + 1] = at(sum, d + 1) + factor * at(rows, r + 1);
    sum[d + 2] = at(sum, d + 2) + factor * at(rows, r + 2);
    sum[d + 3] = at(sum, d + 3) + factor * at(rows, r + 3);
  }
}

/** Element the caller has proved to be there. */
export function at(values: Float64Array, index: number): number {
  return values[index] as number;
}

/** Weight the caller has proved to be there. */
export function read(values: Float32Array, index: number): number {
  return values[index] as number;
}
