import { CONTENT_DIMS } from '#core/catalogue';
import { MAX_SEQUENCE } from '#core/features';
import type { Algebra } from '#worker/kernels';
import { at, ATTENTION_SCALE, dot, FACTS_PER_STEP, type Activations, type Model } from './forward.ts';
import { ATTENTION_DIMS, FACTS, HIDDEN_DIMS, OFFSETS } from './layout.ts';

const D = CONTENT_DIMS;
const A = ATTENTION_DIMS;
const H = HIDDEN_DIMS;

/** Room for the way back of one example, in the algebra's memory. Reused between calls. */
export interface Slopes {
  readonly unit: Float64Array; // [D]
  readonly raw: Float64Array; // [D]
  readonly taste: Float64Array; // [D]
  readonly hidden: Float64Array; // [H]
  readonly query: Float64Array; // [A]
  readonly content: Float64Array; // [D] Σ slope of a logit × its content
  readonly facts: Float64Array; // [F] Σ slopes of the logits with that fact
  readonly shares: Float64Array; // [T] by the share of attention
  readonly logits: Float64Array; // [T] by the attention's logit
}

/** Numbers that `newSlopes` asks the algebra for. */
export const SLOPE_NUMBERS = 5 * D + H + A + FACTS + 2 * MAX_SEQUENCE;

export function newSlopes({ floats }: Algebra): Slopes {
  return {
    unit: floats(D), raw: floats(D), taste: floats(D), hidden: floats(H), query: floats(A), content: floats(D), facts: floats(FACTS),
    shares: floats(MAX_SEQUENCE), logits: floats(MAX_SEQUENCE),
  };
}

/** What the way back of one example reads and writes. */
interface Way {
  readonly acts: Activations;
  readonly slopes: Slopes;
  /** [P], in the algebra's memory: slopes are added to it. */
  readonly sums: Float64Array;
}

/**
 * Adds the slopes of one example to `sums` [P], in place: the chain rule through `encode`, line by line backwards.
 *
 * @param way - `acts` as `encode` left them for the same weights; `slopes.unit` holds the slope of the loss by the encoded
 * taste, the rest of it is overwritten
 */
export function backward(model: Model, way: Way): void {
  if (way.acts.steps === 0) return; // the zero vector hangs on no weight
  backThroughNorm(way.acts, way.slopes);
  backThroughOutput(model, way);
  backThroughHidden(model, way);
  backThroughAttention(model, way);
  backThroughQuery(model, way);
}

function backThroughNorm(acts: Activations, slopes: Slopes): void {
  const along = dot(acts.unit, slopes.unit);
  for (let d = 0; d < D; d++) slopes.raw[d] = (at(slopes.unit, d) - at(acts.unit, d) * along) / acts.norm;
}

function backThroughOutput({ algebra, weights }: Model, { acts, slopes, sums }: Way): void {
  const { raw, taste, hidden } = slopes;
  addBias(sums, OFFSETS.outputBias, raw);
  algebra.addOuter(sums, OFFSETS.value, acts.taste, raw);
  algebra.dots(weights, OFFSETS.value, raw, taste);
  for (let d = 0; d < D; d++) taste[d] = at(taste, d) + at(raw, d);
  algebra.addOuter(sums, OFFSETS.output, acts.hidden, raw);
  algebra.dots(weights, OFFSETS.output, raw, hidden);
  for (let h = 0; h < H; h++) hidden[h] = at(hidden, h) * (1 - at(acts.hidden, h) * at(acts.hidden, h)); // tanh' = 1 − tanh²
}

function backThroughHidden({ algebra, weights }: Model, { acts, slopes, sums }: Way): void {
  const { raw, taste, hidden } = slopes;
  addBias(sums, OFFSETS.hiddenBias, hidden);
  algebra.addOuter(sums, OFFSETS.hiddenFromTaste, acts.taste, hidden);
  algebra.addOuter(sums, OFFSETS.hiddenFromLast, acts.last, hidden);
  algebra.dots(weights, OFFSETS.hiddenFromTaste, hidden, raw); // `raw` was read for the last time
  for (let d = 0; d < D; d++) taste[d] = at(taste, d) + at(raw, d);
}

function backThroughAttention({ algebra, weights }: Model, { acts: { steps, content, facts, query, attention }, slopes, sums }: Way): void {
  const { shares, logits } = slopes;
  algebra.dots(content, 0, slopes.taste, shares);
  let mean = 0;
  for (let t = 0; t < steps; t++) {
    const gate = OFFSETS.gate + (facts[t * FACTS_PER_STEP] as number);
    sums[gate] = at(sums, gate) + at(attention, t) * at(shares, t);
    shares[t] = at(shares, t) * at(weights, gate);
    mean += at(attention, t) * at(shares, t);
  }
  slopes.facts.fill(0);
  logits.fill(0); // steps that are not there
  for (let t = 0; t < steps; t++) {
    const logit = at(attention, t) * (at(shares, t) - mean);
    for (let f = t * FACTS_PER_STEP; f < (t + 1) * FACTS_PER_STEP; f++) slopes.facts[facts[f] as number] = at(slopes.facts, facts[f] as number) + logit;
    logits[t] = logit * ATTENTION_SCALE;
  }
  addBias(sums, OFFSETS.factBias, slopes.facts);
  for (let f = 0; f < FACTS; f++) slopes.facts[f] = at(slopes.facts, f) * ATTENTION_SCALE;
  algebra.addOuter(sums, OFFSETS.factKey, slopes.facts, query);
  slopes.content.fill(0);
  algebra.addRows(content, 0, logits, slopes.content);
}

function backThroughQuery({ algebra, weights }: Model, { acts: { last, query }, slopes, sums }: Way): void {
  slopes.query.fill(0);
  algebra.addRows(weights, OFFSETS.factKey, slopes.facts, slopes.query);
  algebra.addRows(weights, OFFSETS.key, slopes.content, slopes.query);
  algebra.addOuter(sums, OFFSETS.key, slopes.content, query);
  addBias(sums, OFFSETS.queryBias, slopes.query);
  algebra.addOuter(sums, OFFSETS.query, last, slopes.query);
}

/** Adds `row` to `sum` from `offset` on, in place. */
function addBias(sum: Float64Array, offset: number, row: Float64Array): void {
  for (let i = 0; i < row.length; i++) sum[offset + i] = at(sum, offset + i) + at(row, i);
}
