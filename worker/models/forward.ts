import { CONTENT_DIMS, VECTOR_SCALE } from '#core/catalogue';
import { MAX_SEQUENCE, type SequenceInput } from '#core/features';
import type { Algebra } from '#worker/kernels';
import { ATTENTION_DIMS, FACTS, GAP_FACT, HIDDEN_DIMS, LINK_GAIN, OFFSETS, POSITION_FACT } from './layout.ts';
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

/** Weights over the items they score, and what computes with them. */
export interface Model {
  readonly algebra: Algebra;
  /** [T11_PARAMETERS], in the algebra's memory. */
  readonly weights: Float64Array;
  readonly items: ItemTable;
}

/** What the way forward leaves for the way back, in the algebra's memory. Reused between calls: one encoder owns one. */
export interface Activations {
  /** T of the last call. */
  steps: number;
  readonly content: Float64Array; // [T, D] the items' vectors, widened once
  readonly last: Float64Array; // [D] the newest of them
  readonly facts: Int32Array; // [T, FACTS_PER_STEP]
  readonly query: Float64Array; // [A]
  readonly asked: Float64Array; // [D] key matrix × query
  readonly fits: Float64Array; // [F] fact keys × query
  readonly attention: Float64Array; // [T]
  readonly gated: Float64Array; // [T] attention × gate
  readonly taste: Float64Array; // [D] gated, attended content
  readonly hidden: Float64Array; // [H]
  readonly raw: Float64Array; // [D] before normalising
  /** Length of `raw`. */
  norm: number;
  readonly unit: Float64Array; // [D]
}

/** Numbers that `newActivations` asks the algebra for. */
export const ACTIVATION_NUMBERS = MAX_SEQUENCE * (D + 2) + A + FACTS + 5 * D + H;

/** Room for the activations of one example. */
export function newActivations({ floats }: Algebra): Activations {
  return {
    steps: 0, content: floats(MAX_SEQUENCE * D), last: floats(D), facts: new Int32Array(MAX_SEQUENCE * FACTS_PER_STEP), query: floats(A), asked: floats(D), fits: floats(FACTS),
    attention: floats(MAX_SEQUENCE), gated: floats(MAX_SEQUENCE), taste: floats(D), hidden: floats(H), raw: floats(D), norm: 0, unit: floats(D),
  };
}

/**
 * Encodes one history into `out.unit`: the last step asks, all steps answer, a residual and a small hidden layer turn
 * the attended content into a taste, which is brought to unit length. An empty history gives the zero vector.
 *
 * @throws RangeError if the input is longer than MAX_SEQUENCE or names an item the catalogue lacks
 */
export function encode(model: Model, input: SequenceInput, out: Activations): void {
  const { vectors, count } = model.items;
  requireInput(input, count);
  out.steps = input.items.length;
  if (out.steps === 0) {
    out.taste.fill(0);
    out.unit.fill(0);
    return;
  }
  for (let t = 0; t < out.steps; t++) widenRow(vectors, (input.items[t] as number) * D, out.content, t * D);
  for (let d = 0, from = (out.steps - 1) * D; d < D; d++) out.last[d] = at(out.content, from + d);
  writeFacts(input, out.facts);
  ask(model, out);
  attend(model, out);
  finish(model, out);
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
function ask({ algebra, weights }: Model, { last, query, asked, fits }: Activations): void {
  for (let a = 0; a < A; a++) query[a] = at(weights, OFFSETS.queryBias + a);
  algebra.addRows(weights, OFFSETS.query, last, query);
  algebra.dots(weights, OFFSETS.key, query, asked);
  algebra.dots(weights, OFFSETS.factKey, query, fits);
}

function attend({ algebra, weights }: Model, { steps, content, facts, asked, fits, attention, gated, taste }: Activations): void {
  algebra.dots(content, 0, asked, attention);
  let most = -Infinity;
  for (let t = 0; t < steps; t++) {
    let logit = at(attention, t);
    let bias = 0;
    for (let f = t * FACTS_PER_STEP; f < (t + 1) * FACTS_PER_STEP; f++) {
      const fact = facts[f] as number;
      bias += at(weights, OFFSETS.factBias + fact);
      logit += at(fits, fact);
    }
    attention[t] = logit * ATTENTION_SCALE + bias;
    most = Math.max(most, at(attention, t));
  }
  let total = 0;
  for (let t = 0; t < steps; t++) {
    attention[t] = Math.exp(at(attention, t) - most);
    total += at(attention, t);
  }
  gated.fill(0); // steps that are not there
  for (let t = 0; t < steps; t++) {
    attention[t] = at(attention, t) / total;
    gated[t] = at(attention, t) * at(weights, OFFSETS.gate + (facts[t * FACTS_PER_STEP] as number));
  }
  taste.fill(0);
  algebra.addRows(content, 0, gated, taste);
}

function finish({ algebra, weights }: Model, out: Activations): void {
  const { last, taste, hidden, raw, unit } = out;
  for (let h = 0; h < H; h++) hidden[h] = at(weights, OFFSETS.hiddenBias + h);
  algebra.addRows(weights, OFFSETS.hiddenFromTaste, taste, hidden);
  algebra.addRows(weights, OFFSETS.hiddenFromLast, last, hidden);
  for (let h = 0; h < H; h++) hidden[h] = Math.tanh(at(hidden, h));
  for (let d = 0; d < D; d++) raw[d] = at(taste, d) + at(weights, OFFSETS.outputBias + d);
  algebra.addRows(weights, OFFSETS.value, taste, raw);
  algebra.addRows(weights, OFFSETS.output, hidden, raw);
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
export function linkOf(weights: Float64Array): Link {
  return { scale: Math.exp(LINK_GAIN * at(weights, OFFSETS.logScale)), popularity: LINK_GAIN * at(weights, OFFSETS.popularity) };
}

/** Σ left · right, of equal length. */
export function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let d = 0; d < left.length; d++) sum += at(left, d) * at(right, d);
  return sum;
}

/** Element the caller has proved to be there. */
export function at(values: Float64Array, index: number): number {
  return values[index] as number;
}

/** The same of single precision. */
export function read(values: Float32Array, index: number): number {
  return values[index] as number;
}
