import type { Catalogue, ItemIndex } from '#core/catalogue';
import { sequenceOf, type Interaction, type SequenceInput, type ShopperHistory } from '#core/features';
import type { Chance } from '#core/units';
import { contextOf } from './context.ts';
import { factsOf, type CatalogueFacts } from './facts.ts';
import { dot, MIX_PARAMETERS, writeInputs } from './mix.ts';

const P = MIX_PARAMETERS;
/** Newest choices one update learns from: about two weeks of a keen shopper, and a bound on the time it takes. */
const MAX_EXAMPLES = 32;
/** Candidates beside the target, drawn uniformly from the catalogue: more change the gradient less than one example does. */
const NEGATIVES = 128;
/** Examples between two pauses; four take about 2 ms over 10 000 items. */
const EXAMPLES_PER_SLICE = 4;
/** Step of local SGD. A dozen choices move the weights by about MIX_CLIP_NORM: most devices carry a full vote, none a blind one. */
const LEARNING_RATE = 0.05;
/**
 * C of `mix` tasks, L2 in model units. Half the distance one local epoch covers at the start; with it 100 devices under
 * z = 4 learn in three rounds what they learn without noise (tests/unit/worker/recommender/mix-learning.test.ts).
 */
export const MIX_CLIP_NORM = 0.5;

/** What scores the catalogue after a sequence; every encoder of `#worker/models` is one. */
export interface SequenceScorer {
  /** Scores of all items, shape [N]. */
  scoreAll(weights: Float32Array, input: SequenceInput): Promise<Float32Array>;
}

/** A moment of a history: the shopper chose `target` when only `interactions[0 … end)` had happened. */
export interface MixExample {
  readonly end: number;
  readonly target: ItemIndex;
}

export interface MixUpdateOptions {
  /** shape [MIX_PARAMETERS]; not modified. */
  readonly weights: Float32Array;
  readonly history: Pick<ShopperHistory, 'interactions'>;
  readonly catalogue: Catalogue;
  /** The encoder and its weights; without it the encoder input is 0 and its weight does not move. */
  readonly t11?: { readonly encoder: SequenceScorer; readonly weights: Float32Array };
  readonly chance: Chance;
  /** Awaited between slices of work; rejects to abandon the update. */
  readonly pause: () => Promise<void>;
  readonly learningRate?: number;
}

/** What a device learnt. `delta` is zero where there was nothing to learn from. */
export interface LocalUpdate {
  readonly delta: Float32Array;
  /** Mean cross-entropy over the examples, each before its own step; 0 without examples. */
  readonly loss: number;
  readonly examples: number;
}

/**
 * Choices of a history, oldest first: every item turned to (weight above 0) other than the one before, repeats
 * included. Each may see only what happened strictly earlier, so lines of one basket never predict each other.
 */
export function mixExamples(interactions: readonly Interaction[]): MixExample[] {
  const examples: MixExample[] = [];
  let end = 0;
  let chosen = new Set<ItemIndex>();
  for (const [i, target] of interactions.entries()) {
    if (interactions[end]?.atMs !== target.atMs) {
      end = i;
      chosen = new Set();
    }
    if (end === 0 || target.weight <= 0 || chosen.has(target.item) || interactions[end - 1]?.item === target.item) continue;
    chosen.add(target.item);
    examples.push({ end, target: target.item });
  }
  return examples;
}

/** One local epoch over the shopper's newest choices: softmax cross-entropy over the target and sampled negatives. */
export async function localMixUpdate(options: MixUpdateOptions): Promise<LocalUpdate> {
  const { weights, history, chance } = options;
  if (weights.length !== MIX_PARAMETERS) throw new RangeError(`Cannot train a mix of ${weights.length} weights: wanted ${MIX_PARAMETERS}`);
  const facts = factsOf(options.catalogue);
  const examples = mixExamples(history.interactions).slice(-MAX_EXAMPLES);
  const trained = Float32Array.from(weights);
  let loss = 0;
  for (const [e, example] of examples.entries()) {
    if (e % EXAMPLES_PER_SLICE === 0) await options.pause();
    const candidates = await candidatesOf({ facts, interactions: history.interactions, example, t11: options.t11, chance });
    const { gradient, loss: exampleLoss } = lossAndGradient(trained, candidates);
    loss += exampleLoss / examples.length;
    for (let j = 0; j < MIX_PARAMETERS; j++) trained[j] = (trained[j] ?? 0) - (options.learningRate ?? LEARNING_RATE) * (gradient[j] ?? 0);
  }
  return { delta: trained.map((weight, j) => weight - (weights[j] ?? 0)), loss, examples: examples.length };
}

/** Inputs of the target (row 0) and its negatives, and what to add to a negative's score so that few stand for all. */
export interface Candidates {
  /** [1 + S, MIX_PARAMETERS] */
  readonly rows: Float32Array;
  readonly count: number;
  /** ln((N − 1)/S): makes the sampled softmax an estimate of the full one, 0 where all items are in. */
  readonly correction: number;
}

/** Draws negatives for one example and computes the inputs of all candidates at that moment. */
export async function candidatesOf(from: {
  readonly facts: CatalogueFacts;
  readonly interactions: readonly Interaction[];
  readonly example: MixExample;
  readonly t11: MixUpdateOptions['t11'];
  readonly chance: Chance;
}): Promise<Candidates> {
  const { facts, interactions, example, t11, chance } = from;
  const modelScores = t11 && (await t11.encoder.scoreAll(t11.weights, sequenceOf(interactions, example.end)));
  const context = contextOf(facts, interactions.slice(0, example.end), modelScores);
  const isFull = facts.items - 1 <= NEGATIVES;
  const negatives = isFull ? facts.items - 1 : NEGATIVES;
  const rows = new Float32Array((1 + negatives) * P);
  writeInputs(context, example.target, rows, 0);
  for (let s = 0; s < negatives; s++) {
    const drawn = isFull ? s : chance.below(facts.items - 1);
    writeInputs(context, drawn < example.target ? drawn : drawn + 1, rows, (1 + s) * P); // every item but the target
  }
  return { rows, count: 1 + negatives, correction: negatives > 0 ? Math.log((facts.items - 1) / negatives) : 0 };
}

/** Softmax cross-entropy of row 0 against the rest, and its gradient by the weights, shape [MIX_PARAMETERS]. */
export function lossAndGradient(weights: Float32Array, { rows, count, correction }: Candidates): { loss: number; gradient: Float64Array } {
  const scores = new Float64Array(count);
  let largest = -Infinity;
  for (let i = 0; i < count; i++) {
    const score = dot(weights, rows, i * P) + (i === 0 ? 0 : correction);
    scores[i] = score;
    largest = Math.max(largest, score);
  }
  let total = 0;
  for (const score of scores) total += Math.exp(score - largest);
  const gradient = new Float64Array(P);
  for (let i = 0; i < count; i++) {
    const pull = Math.exp((scores[i] ?? 0) - largest) / total - (i === 0 ? 1 : 0);
    for (let j = 0; j < P; j++) gradient[j] = (gradient[j] ?? 0) + pull * (rows[i * P + j] ?? 0);
  }
  return { loss: Math.log(total) + largest - (scores[0] ?? 0), gradient };
}
