import { CONTENT_DIMS } from '#core/catalogue';
import type { SequenceInput } from '#core/features';
import { addRow, at, ATTENTION_SCALE, dotRow, factsOf, itemAt, read, type Activations, type Model } from './forward.ts';
import { ATTENTION_DIMS, HIDDEN_DIMS, OFFSETS } from './layout.ts';

const D = CONTENT_DIMS;
const A = ATTENTION_DIMS;
const H = HIDDEN_DIMS;

/** Room for the way back of one example. Reused between calls. */
export interface Slopes {
  readonly unit: Float64Array; // [D]
  readonly raw: Float64Array; // [D]
  readonly taste: Float64Array; // [D]
  readonly hidden: Float64Array; // [H]
  readonly query: Float64Array; // [A]
  readonly content: Float64Array; // [D] Σ slope of a logit × its content
}

export function newSlopes(): Slopes {
  const floats = (n: number): Float64Array => new Float64Array(n);
  return { unit: floats(D), raw: floats(D), taste: floats(D), hidden: floats(H), query: floats(A), content: floats(D) };
}

/**
 * Adds the slopes of one example to `gradients` [P], in place: the chain rule through `encode`, line by line backwards.
 *
 * @param acts - what `encode` left for the same weights and input
 * @param slopes - `unit` holds the slope of the loss by the encoded taste; the rest is overwritten
 */
export function backward(model: Model, input: SequenceInput, acts: Activations, slopes: Slopes, gradients: Float64Array): void {
  if (acts.steps === 0) return; // the zero vector hangs on no weight
  backThroughNorm(acts, slopes);
  backThroughOutput(model.weights, acts, slopes, gradients);
  backThroughHidden(model, itemAt(input, acts.steps - 1) * D, acts, slopes, gradients);
  backThroughAttention(model, input, acts, slopes, gradients);
}

function backThroughNorm(acts: Activations, slopes: Slopes): void {
  let along = 0;
  for (let d = 0; d < D; d++) along += at(acts.unit, d) * at(slopes.unit, d);
  for (let d = 0; d < D; d++) slopes.raw[d] = (at(slopes.unit, d) - at(acts.unit, d) * along) / acts.norm;
}

function backThroughOutput(weights: Float32Array, acts: Activations, slopes: Slopes, gradients: Float64Array): void {
  const { raw } = slopes;
  for (let d = 0; d < D; d++) gradients[OFFSETS.outputBias + d] = at(gradients, OFFSETS.outputBias + d) + at(raw, d);
  for (let e = 0; e < D; e++) {
    addScaled(gradients, OFFSETS.value + e * D, at(acts.taste, e), raw);
    slopes.taste[e] = at(raw, e) + dotRow(raw, weights, OFFSETS.value + e * D);
  }
  for (let h = 0; h < H; h++) {
    const value = at(acts.hidden, h);
    addScaled(gradients, OFFSETS.output + h * D, value, raw);
    slopes.hidden[h] = dotRow(raw, weights, OFFSETS.output + h * D) * (1 - value * value); // tanh' = 1 − tanh²
  }
}

function backThroughHidden(model: Model, last: number, acts: Activations, slopes: Slopes, gradients: Float64Array): void {
  const { weights, items } = model;
  addScaled(gradients, OFFSETS.hiddenBias, 1, slopes.hidden);
  for (let d = 0; d < D; d++) {
    const row = OFFSETS.hiddenFromTaste + d * H;
    let sum = 0;
    for (let h = 0; h < H; h++) sum += read(weights, row + h) * at(slopes.hidden, h);
    slopes.taste[d] = at(slopes.taste, d) + sum;
    addScaled(gradients, row, at(acts.taste, d), slopes.hidden);
    addScaled(gradients, OFFSETS.hiddenFromLast + d * H, read(items.vectors, last + d), slopes.hidden);
  }
}

function backThroughAttention(model: Model, input: SequenceInput, acts: Activations, slopes: Slopes, gradients: Float64Array): void {
  const { weights, items: { vectors } } = model;
  const T = acts.steps;
  const byShare = Array.from({ length: T }, (_, t) => dotRow(slopes.taste, vectors, itemAt(input, t) * D)); // [T]
  let mean = 0;
  for (let t = 0; t < T; t++) {
    const gate = OFFSETS.gate + (input.types[t] ?? 0);
    const slope = byShare[t] ?? 0;
    gradients[gate] = at(gradients, gate) + at(acts.attention, t) * slope;
    byShare[t] = slope * read(weights, gate);
    mean += at(acts.attention, t) * (byShare[t] ?? 0);
  }
  slopes.content.fill(0);
  slopes.query.fill(0);
  for (let t = 0; t < T; t++) {
    const logit = at(acts.attention, t) * ((byShare[t] ?? 0) - mean);
    addRow(slopes.content, logit * ATTENTION_SCALE, vectors, itemAt(input, t) * D);
    for (const fact of factsOf(input, t)) {
      gradients[OFFSETS.factBias + fact] = at(gradients, OFFSETS.factBias + fact) + logit;
      const row = OFFSETS.factKey + fact * A;
      addScaled(gradients, row, logit * ATTENTION_SCALE, acts.query);
      for (let a = 0; a < A; a++) slopes.query[a] = at(slopes.query, a) + logit * ATTENTION_SCALE * read(weights, row + a);
    }
  }
  backThroughQuery(model, itemAt(input, T - 1) * D, acts, slopes, gradients);
}

function backThroughQuery({ weights, items: { vectors } }: Model, last: number, acts: Activations, slopes: Slopes, gradients: Float64Array): void {
  for (let d = 0; d < D; d++) {
    const content = at(slopes.content, d);
    addScaled(gradients, OFFSETS.key + d * A, content, acts.query);
    const row = OFFSETS.key + d * A;
    for (let a = 0; a < A; a++) slopes.query[a] = at(slopes.query, a) + content * read(weights, row + a);
  }
  addScaled(gradients, OFFSETS.queryBias, 1, slopes.query);
  for (let d = 0; d < D; d++) addScaled(gradients, OFFSETS.query + d * A, read(vectors, last + d), slopes.query);
}

/** Adds `factor` × `row` to `sum` from `offset` on, in place. */
function addScaled(sum: Float64Array, offset: number, factor: number, row: Float64Array): void {
  for (let i = 0; i < row.length; i++) sum[offset + i] = at(sum, offset + i) + factor * at(row, i);
}
