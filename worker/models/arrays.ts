import { CONTENT_DIMS } from '#core/catalogue';
import type { SequenceInput, TrainingExample } from '#core/features';
import { backward, newSlopes, type Slopes } from './backward.ts';
import type { Encoder, LossAndGradients } from './encoder.ts';
import { addRow, at, dotRow, encode, linkOf, newActivations, read, type Activations, type Model } from './forward.ts';
import { itemTable, type ItemFacts, type ItemTable } from './items.ts';
import { LINK_GAIN, OFFSETS, requireT11, T11_PARAMETERS } from './layout.ts';

const D = CONTENT_DIMS;

/** T11 in typed arrays: also answers at once, for loops over many shoppers. One instance serves one thread. */
export interface ArraysEncoder extends Encoder {
  readonly name: 'arrays';
  scoreAllSync(weights: Float32Array, input: SequenceInput): Float32Array;
  lossAndGradientsSync(weights: Float32Array, examples: readonly TrainingExample[], negatives: Int32Array): LossAndGradients;
  attentionSync(weights: Float32Array, input: SequenceInput): Float32Array;
  /** [CONTENT_DIMS] the encoded taste at unit length: what items are compared with. */
  tasteSync(weights: Float32Array, input: SequenceInput): Float32Array;
}

/** T11 over a catalogue in plain typed arrays with written gradients. Holds [N, CONTENT_DIMS] floats. */
export function arraysEncoder(catalogue: ItemFacts): ArraysEncoder {
  return encoderOver(itemTable(catalogue));
}

/** The same over an item table that exists already. */
export function encoderOver(items: ItemTable): ArraysEncoder {
  const acts = newActivations();
  const slopes = newSlopes();
  const encoded = (weights: Float32Array, input: SequenceInput): Activations => {
    requireT11(weights);
    encode({ weights, items }, input, acts);
    return acts;
  };
  const sync = {
    scoreAllSync: (weights: Float32Array, input: SequenceInput) => scoresOf(weights, items, encoded(weights, input)),
    lossAndGradientsSync: (weights: Float32Array, examples: readonly TrainingExample[], negatives: Int32Array) =>
      lossOf({ weights, items }, examples, negatives, (example) => ({ acts: encoded(weights, example.input), slopes })),
    attentionSync(weights: Float32Array, input: SequenceInput) {
      const { attention, steps } = encoded(weights, input);
      return Float32Array.from(attention.subarray(0, steps));
    },
    tasteSync: (weights: Float32Array, input: SequenceInput) => Float32Array.from(encoded(weights, input).unit),
  };
  return {
    name: 'arrays',
    isLost: false,
    ...sync,
    scoreAll: async (weights, input) => sync.scoreAllSync(weights, input),
    lossAndGradients: async (weights, examples, negatives) => sync.lossAndGradientsSync(weights, examples, negatives),
    attention: async (weights, input) => sync.attentionSync(weights, input),
    dispose: () => undefined,
  };
}

/** [N] logits of every item for one encoded taste. */
function scoresOf(weights: Float32Array, items: ItemTable, { unit }: Activations): Float32Array {
  const { count, vectors, popularity } = items;
  const { scale, popularity: byPopularity } = linkOf(weights);
  const scores = new Float32Array(count);
  for (let i = 0, row = 0; i < count; i++, row += D) {
    scores[i] = scale * dotRow(unit, vectors, row) + byPopularity * read(popularity, i);
  }
  return scores;
}

type Encode = (example: TrainingExample) => { acts: Activations; slopes: Slopes };

function lossOf(model: Model, examples: readonly TrainingExample[], negatives: Int32Array, encodeExample: Encode): LossAndGradients {
  const { count } = model.items;
  for (const item of negatives) if (!(item >= 0 && item < count)) throw new RangeError(`Cannot use item ${item} as a negative: the catalogue holds ${count}`);
  const sums = new Float64Array(T11_PARAMETERS); // float64: thousands of float32 terms would lose the last digits
  const logits = new Float64Array(1 + negatives.length);
  let loss = 0;
  for (const example of examples) {
    if (!(example.target >= 0 && example.target < count)) throw new RangeError(`Cannot learn item ${example.target}: the catalogue holds ${count}`);
    const { acts, slopes } = encodeExample(example);
    loss += softmaxLoss(model, { target: example.target, negatives, logits }, acts, slopes, sums);
    backward(model, example.input, acts, slopes, sums);
  }
  const share = examples.length === 0 ? 0 : 1 / examples.length;
  const gradients = new Float32Array(sums.length);
  for (let i = 0; i < sums.length; i++) gradients[i] = at(sums, i) * share; // a loop: `from` with a function takes ten times as long
  return { loss: loss * share, gradients };
}

/** Loss of one target among its negatives; leaves the slope by the taste in `slopes.unit` and adds those of the scalars. */
function softmaxLoss(
  model: Model, { target, negatives, logits }: { target: number; negatives: Int32Array; logits: Float64Array }, acts: Activations, slopes: Slopes, sums: Float64Array,
): number {
  const { weights, items: { count, vectors, popularity } } = model;
  const { scale, popularity: byPopularity } = linkOf(weights);
  const shift = negativesShift(count, target, negatives);
  logits[0] = scale * dotRow(acts.unit, vectors, target * D) + byPopularity * read(popularity, target);
  let most = at(logits, 0);
  for (let j = 0; j < negatives.length; j++) {
    const item = negatives[j] as number;
    const logit = item === target ? -Infinity : scale * dotRow(acts.unit, vectors, item * D) + byPopularity * read(popularity, item) + shift;
    logits[j + 1] = logit;
    if (logit > most) most = logit;
  }
  let total = 0;
  for (let j = 0; j < logits.length; j++) total += Math.exp(at(logits, j) - most);
  slopes.unit.fill(0);
  let byPopularitySlope = 0;
  for (let j = 0; j < logits.length; j++) {
    const item = j === 0 ? target : negatives[j - 1] as number;
    const slope = Math.exp(at(logits, j) - most) / total - (j === 0 ? 1 : 0);
    if (slope === 0) continue;
    addRow(slopes.unit, slope * scale, vectors, item * D);
    byPopularitySlope += slope * read(popularity, item);
  }
  let byScale = 0; // d logit / d logScale = logit's cosine part, and slopes.unit is already the sum over items
  for (let d = 0; d < D; d++) byScale += at(slopes.unit, d) * at(acts.unit, d);
  sums[OFFSETS.logScale] = at(sums, OFFSETS.logScale) + LINK_GAIN * byScale;
  sums[OFFSETS.popularity] = at(sums, OFFSETS.popularity) + LINK_GAIN * byPopularitySlope;
  return most + Math.log(total) - at(logits, 0);
}

/**
 * Added to every negative's logit: each of M uniform draws stands for (N − 1) / M items, which makes the sampled loss
 * estimate the full softmax (Jean et al. 2015); 0 when all items are drawn.
 */
export function negativesShift(count: number, target: number, negatives: Int32Array): number {
  let others = 0;
  for (const item of negatives) if (item !== target) others += 1;
  return others === 0 ? 0 : Math.log((count - 1) / others);
}
