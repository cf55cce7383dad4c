import { CONTENT_DIMS } from '#core/catalogue';
import type { SequenceInput, TrainingExample } from '#core/features';
import { bestOf } from '#core/ranking';
import { itemDots, type ItemDots } from '#worker/kernels';
import { backward, newSlopes } from './backward.ts';
import type { Encoder, LossAndGradients } from './encoder.ts';
import { at, encode, linkOf, newActivations, read, type Activations } from './forward.ts';
import { itemTable, type ItemFacts, type ItemTable } from './items.ts';
import { requireT11, T11_PARAMETERS } from './layout.ts';
import { gatherCandidates, softmaxLoss, type Candidates } from './softmax.ts';

const D = CONTENT_DIMS;

/** T11 on the CPU: also answers at once, for loops over many shoppers. One instance serves one thread. */
export interface ArraysEncoder extends Encoder {
  readonly name: ItemDots['engine'];
  scoreAllSync(weights: Float32Array, input: SequenceInput): Float32Array;
  /** The `k` best items after `input`, best first, ties in index order: `scoreAllSync` and `topK` in one pass. */
  topSync(weights: Float32Array, input: SequenceInput, k: number, isExcluded?: (item: number) => boolean): number[];
  lossAndGradientsSync(weights: Float32Array, examples: readonly TrainingExample[], negatives: Int32Array): LossAndGradients;
  attentionSync(weights: Float32Array, input: SequenceInput): Float32Array;
  /** [CONTENT_DIMS] the encoded taste at unit length: what items are compared with. */
  tasteSync(weights: Float32Array, input: SequenceInput): Float32Array;
}

/**
 * T11 over a catalogue in typed arrays with written gradients; only the products with all items are the kernel's.
 *
 * @param dots - over the same vectors; the fastest this runtime has, by default
 */
export function arraysEncoder(catalogue: ItemFacts, dots?: ItemDots): ArraysEncoder {
  return encoderOver(itemTable(catalogue), dots);
}

/** The same over an item table that exists already. */
export function encoderOver(items: ItemTable, dots: ItemDots = itemDots(items.vectors, items.count)): ArraysEncoder {
  const acts = newActivations();
  const encoded = (weights: Float32Array, input: SequenceInput): Activations => {
    requireT11(weights);
    encode({ weights, items }, input, acts);
    return acts;
  };
  const scorer = scorerOver(items, dots);
  const sync = {
    scoreAllSync: (weights: Float32Array, input: SequenceInput) => scorer.all(weights, encoded(weights, input)),
    topSync: (weights: Float32Array, input: SequenceInput, k: number, isExcluded?: (item: number) => boolean) => scorer.top(weights, encoded(weights, input), k, isExcluded),
    lossAndGradientsSync: lossOver(items, acts, encoded),
    attentionSync(weights: Float32Array, input: SequenceInput) {
      const { attention, steps } = encoded(weights, input);
      return Float32Array.from(attention.subarray(0, steps));
    },
    tasteSync: (weights: Float32Array, input: SequenceInput) => Float32Array.from(encoded(weights, input).unit),
  };
  return {
    name: dots.engine,
    isLost: false,
    ...sync,
    scoreAll: async (weights, input) => sync.scoreAllSync(weights, input),
    lossAndGradients: async (weights, examples, negatives) => sync.lossAndGradientsSync(weights, examples, negatives),
    attention: async (weights, input) => sync.attentionSync(weights, input),
    dispose: () => undefined,
  };
}

/** Logits of every item for one encoded taste, and the best of them. */
function scorerOver({ count, popularity }: ItemTable, dots: ItemDots) {
  const direction = new Float32Array(D);
  let spare: Float32Array | undefined; // [N], made at the first `top`
  return {
    all(weights: Float32Array, { unit }: Activations): Float32Array {
      const link = linkOf(weights);
      const scores = new Float32Array(count);
      direction.set(unit);
      dots.all(direction, scores);
      for (let i = 0; i < count; i++) scores[i] = link.scale * read(scores, i) + link.popularity * read(popularity, i);
      return scores;
    },
    top(weights: Float32Array, { unit }: Activations, k: number, isExcluded: (item: number) => boolean = () => false): number[] {
      const link = linkOf(weights);
      const best = bestOf(k);
      const cosines = spare ??= new Float32Array(count);
      direction.set(unit);
      dots.all(direction, cosines);
      for (let i = 0; i < count; i++) {
        const score = Math.fround(link.scale * read(cosines, i) + link.popularity * read(popularity, i)); // as `all` would round it
        if (score >= best.least && !isExcluded(i)) best.offer(i, score);
      }
      return best.ranked();
    },
  };
}

type Encoded = (weights: Float32Array, input: SequenceInput) => Activations;

/** Mean loss and slopes of a step's examples; nothing but the answer is allocated while steps have as many negatives. */
function lossOver(items: ItemTable, acts: Activations, encoded: Encoded): ArraysEncoder['lossAndGradientsSync'] {
  const room = { acts, slopes: newSlopes(), row: new Float64Array(D), sums: new Float64Array(T11_PARAMETERS) }; // float64: thousands of float32 terms would lose the last digits
  let candidates: Candidates | undefined;
  return (weights, examples, negatives) => {
    requireT11(weights);
    candidates = gatherCandidates({ weights, items }, negatives, candidates);
    const { sums } = room;
    sums.fill(0);
    let loss = 0;
    for (const { input, target } of examples) {
      if (!(target >= 0 && target < items.count)) throw new RangeError(`Cannot learn item ${target}: the catalogue holds ${items.count}`);
      encoded(weights, input);
      loss += softmaxLoss({ weights, items }, target, candidates, room);
      backward(weights, acts, room.slopes, sums);
    }
    const share = examples.length === 0 ? 0 : 1 / examples.length;
    const gradients = new Float32Array(sums.length);
    for (let i = 0; i < sums.length; i++) gradients[i] = at(sums, i) * share; // a loop: `from` with a function takes ten times as long
    return { loss: loss * share, gradients };
  };
}
