import { CONTENT_DIMS } from '#core/catalogue';
import type { SequenceInput, TrainingExample } from '#core/features';
import { topK } from '#core/ranking';
import { arrayAlgebra, itemDots, wasmAlgebra, type ItemDots } from '#worker/kernels';
import { backward, newSlopes, SLOPE_NUMBERS } from './backward.ts';
import type { Encoder, LossAndGradients } from './encoder.ts';
import { ACTIVATION_NUMBERS, at, encode, linkOf, newActivations, read, type Activations, type Link, type Model } from './forward.ts';
import { itemTable, type ItemFacts, type ItemTable } from './items.ts';
import { requireT11, T11_PARAMETERS } from './layout.ts';
import { NEGATIVES } from './negatives.ts';
import { candidateNumbers, gatherCandidates, newCandidates, softmaxLoss } from './softmax.ts';

const D = CONTENT_DIMS;

/** T11 on the CPU: also answers at once, for loops over many shoppers. One instance serves one thread. */
export interface ArraysEncoder extends Encoder {
  readonly name: ItemDots['engine'];
  scoreAllSync(weights: Float32Array, input: SequenceInput): Float32Array;
  /** The `k` best items after `input`, best first, ties in index order: `topK` of `scoreAllSync`, in memory that is used again. */
  topSync(weights: Float32Array, input: SequenceInput, k: number, isExcluded?: (item: number) => boolean): number[];
  lossAndGradientsSync(weights: Float32Array, examples: readonly TrainingExample[], negatives: Int32Array): LossAndGradients;
  attentionSync(weights: Float32Array, input: SequenceInput): Float32Array;
  /** [CONTENT_DIMS] the encoded taste at unit length: what items are compared with. */
  tasteSync(weights: Float32Array, input: SequenceInput): Float32Array;
}

/**
 * T11 over a catalogue on the CPU, with written gradients: its sums in typed arrays or, where `dots` are, on WASM.
 *
 * @param dots - over the same vectors; the fastest this runtime has, by default
 */
export function arraysEncoder(catalogue: ItemFacts, dots?: ItemDots): ArraysEncoder {
  return encoderOver(itemTable(catalogue), dots);
}

/** The same over an item table that exists already. */
export function encoderOver(items: ItemTable, dots: ItemDots = itemDots(items.vectors, items.count)): ArraysEncoder {
  const room = roomFor(items, dots.engine);
  const encoded = (weights: Float32Array, input: SequenceInput): Room => {
    room.take(weights);
    encode(room.model, input, room.acts);
    return room;
  };
  const scorer = scorerOver(items, dots);
  const sync = {
    scoreAllSync: (weights: Float32Array, input: SequenceInput) => scorer.all(encoded(weights, input)),
    topSync: (weights: Float32Array, input: SequenceInput, k: number, isExcluded?: (item: number) => boolean) => scorer.top(encoded(weights, input), k, isExcluded),
    lossAndGradientsSync: lossOver(items, dots.engine),
    attentionSync(weights: Float32Array, input: SequenceInput) {
      const { attention, steps } = encoded(weights, input).acts;
      return Float32Array.from(attention.subarray(0, steps));
    },
    tasteSync: (weights: Float32Array, input: SequenceInput) => Float32Array.from(encoded(weights, input).acts.unit),
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

/** What one encoder computes in, all of it in the memory of one algebra. */
interface Room {
  readonly model: Model;
  readonly acts: Activations;
  /** Widens the weights of the next calls. @throws RangeError unless they are T11's */
  take(weights: Float32Array): void;
}

/** @param more - numbers that the caller will ask the algebra for besides */
function roomFor(items: ItemTable, engine: ItemDots['engine'], more = 0): Room {
  const algebra = (engine === 'wasm' ? wasmAlgebra(T11_PARAMETERS + ACTIVATION_NUMBERS + more) : undefined) ?? arrayAlgebra;
  const widened = algebra.floats(T11_PARAMETERS);
  return {
    model: { algebra, weights: widened, items },
    acts: newActivations(algebra),
    take(weights) {
      requireT11(weights);
      widened.set(weights);
    },
  };
}

/** Logits of every item for one encoded taste, and the best of them. */
function scorerOver({ count, popularity }: ItemTable, dots: ItemDots) {
  const direction = new Float32Array(D);
  let spare: Float32Array | undefined; // [N], made at the first `top`
  const write = ({ model, acts }: Room, scores: Float32Array): Float32Array => {
    direction.set(acts.unit);
    dots.all(direction, scores);
    link(scores, linkOf(model.weights), popularity);
    return scores;
  };
  return {
    all: (room: Room): Float32Array => write(room, new Float32Array(count)),
    top: (room: Room, k: number, isExcluded?: (item: number) => boolean): number[] => topK(write(room, spare ??= new Float32Array(count)), k, isExcluded),
  };
}

/** Cosines to logits, in place. */
function link(scores: Float32Array, { scale, popularity: pull }: Link, popularity: Float32Array): void {
  for (let i = 0; i < scores.length; i++) scores[i] = scale * read(scores, i) + pull * read(popularity, i);
}

/** Mean loss and slopes of a step's examples; nothing but the answer is allocated for them once there is room. */
function lossOver(items: ItemTable, engine: ItemDots['engine']): ArraysEncoder['lossAndGradientsSync'] {
  let room = learningRoom(items, engine, 0);
  return (weights, examples, negatives) => {
    if (room.negatives < negatives.length) room = learningRoom(items, engine, Math.ceil(negatives.length / NEGATIVES) * NEGATIVES);
    const { model, acts, slopes, sums } = room;
    room.take(weights);
    const candidates = gatherCandidates(model, negatives, room.candidates);
    sums.fill(0);
    let loss = 0;
    for (const { input, target } of examples) {
      if (!(target >= 0 && target < items.count)) throw new RangeError(`Cannot learn item ${target}: the catalogue holds ${items.count}`);
      encode(model, input, acts);
      loss += softmaxLoss(model, { target, negatives }, candidates, room);
      backward(model, { acts, slopes, sums });
    }
    const share = examples.length === 0 ? 0 : 1 / examples.length;
    const gradients = new Float32Array(sums.length);
    for (let i = 0; i < sums.length; i++) gradients[i] = at(sums, i) * share; // a loop: `from` with a function takes ten times as long
    return { loss: loss * share, gradients };
  };
}

function learningRoom(items: ItemTable, engine: ItemDots['engine'], negatives: number) {
  const room = roomFor(items, engine, T11_PARAMETERS + SLOPE_NUMBERS + candidateNumbers(negatives));
  const { algebra } = room.model;
  return { ...room, negatives, slopes: newSlopes(algebra), candidates: newCandidates(algebra, negatives), sums: algebra.floats(T11_PARAMETERS) };
}
