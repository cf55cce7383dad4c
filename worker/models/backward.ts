import { CONTENT_DIMS } from '#core/catalogue';
import { MAX_SEQUENCE } from '#core/features';
import { addRow, addWide, at, ATTENTION_SCALE, dotRow, dotWide, FACTS_PER_STEP, read, type Activations } from './forward.ts';
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
  readonly shares: Float64Array; // [T] by the share of attention
}

export function newSlopes(): Slopes {
  const floats = (n: number): Float64Array => new Float64Array(n);
  return { unit: floats(D), raw: floats(D), taste: floats(D), hidden: floats(H), query: floats(A), content: floats(D), shares: floats(MAX_SEQUENCE) };
}

/**
 * Adds the slopes of one example to `gradients` [P], in place: the chain rule through `encode`, line by line backwards.
 *
 * @param acts - what `encode` left for the same weights
 * @param slopes - `unit` holds the slope of the loss by the encoded taste; the rest is overwritten
 */
export function backward(weights: Float32Array, acts: Activations, slopes: Slopes, gradients: Float64Array): void {
  if (acts.steps === 0) return; // the zero vector hangs on no weight
  backThroughNorm(acts, slopes);
  backThroughOutput(weights, acts, slopes, gradients);
  backThroughHidden(weights, acts, slopes, gradients);
  backThroughAttention(weights, acts, slopes, gradients);
  backThroughQuery(weights, acts, slopes, gradients);
}

function backThroughNorm(acts: Activations, slopes: Slopes): void {
  const along = dotWide(acts.unit, slopes.unit, 0);
  for (let d = 0; d < D; d++) slopes.raw[d] = (at(slopes.unit, d) - at(acts.unit, d) * along) / acts.norm;
}

function backThroughOutput(weights: Float32Array, acts: Activations, slopes: Slopes, gradients: Float64Array): void {
  const { raw } = slopes;
  addScaled(gradients, OFFSETS.outputBias, 1, raw);
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

function backThroughHidden(weights: Float32Array, acts: Activations, slopes: Slopes, gradients: Float64Array): void {
  const last = (acts.steps - 1) * D;
  addScaled(gradients, OFFSETS.hiddenBias, 1, slopes.hidden);
  for (let d = 0; d < D; d++) {
    const row = OFFSETS.hiddenFromTaste + d * H;
    slopes.taste[d] = at(slopes.taste, d) + dotRow(slopes.hidden, weights, row);
    addScaled(gradients, row, at(acts.taste, d), slopes.hidden);
    addScaled(gradients, OFFSETS.hiddenFromLast + d * H, at(acts.content, last + d), slopes.hidden);
  }
}

function backThroughAttention(weights: Float32Array, { steps, content, facts, query, attention }: Activations, slopes: Slopes, gradients: Float64Array): void {
  const { shares } = slopes;
  let mean = 0;
  for (let t = 0; t < steps; t++) {
    const gate = OFFSETS.gate + (facts[t * FACTS_PER_STEP] as number);
    const slope = dotWide(slopes.taste, content, t * D);
    gradients[gate] = at(gradients, gate) + at(attention, t) * slope;
    shares[t] = slope * read(weights, gate);
    mean += at(attention, t) * at(shares, t);
  }
  slopes.content.fill(0);
  slopes.query.fill(0);
  for (let t = 0; t < steps; t++) {
    const logit = at(attention, t) * (at(shares, t) - mean);
    const scaled = logit * ATTENTION_SCALE;
    addWide(slopes.content, scaled, content, t * D);
    for (let f = t * FACTS_PER_STEP; f < (t + 1) * FACTS_PER_STEP; f++) {
      const fact = facts[f] as number;
      gradients[OFFSETS.factBias + fact] = at(gradients, OFFSETS.factBias + fact) + logit;
      addScaled(gradients, OFFSETS.factKey + fact * A, scaled, query);
      addRow(slopes.query, scaled, weights, OFFSETS.factKey + fact * A);
    }
  }
}

function backThroughQuery(weights: Float32Array, { steps, content, query }: Activations, slopes: Slopes, gradients: Float64Array): void {
  const last = (steps - 1) * D;
  for (let d = 0; d < D; d++) {
    const slope = at(slopes.content, d);
    addScaled(gradients, OFFSETS.key + d * A, slope, query);
    addRow(slopes.query, slope, weights, OFFSETS.key + d * A);
  }
  addScaled(gradients, OFFSETS.queryBias, 1, slopes.query);
  for (let d = 0; d < D; d++) addScaled(gradients, OFFSETS.query + d * A, at(content, last + d), slopes.query);
}

/** Adds `factor` × `row` to `sum` from `offset` on, in place; in fours, as in `addRow`. */
function addScaled(sum: Float64Array, offset: number, factor: number, row: Float64Array): void {
  for (let i = 0, s = offset; i < row.length; i += 4, s += 4) {
    sum[s] = at(sum, s) + factor * at(row, i);
    sum[s + 1] = at(sum, s + 1) + factor * at(row, i + 1);
    sum[s + 2] = at(sum, s + 2) + factor * at(row, i + 2);
    sum[s + 3] = at(sum, s + 3) + factor * at(row, i + 3);
  }
}
