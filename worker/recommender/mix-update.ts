import type { Catalogue, ItemIndex } from '#core/catalogue';
import type { Interaction, ShopperHistory } from '#core/features';
import type { Chance } from '#core/units';
import { dot, INPUTS, MIX_PARAMETERS, phaseOffset, writeInputs } from './mix.ts';
import { momentOf, type Learnt } from './moment.ts';
import { phaseAt } from './phase.ts';

/** Newest choices one update learns from: about two weeks of a keen shopper, and a bound on the time it takes. */
const MAX_EXAMPLES = 32;
/** Candidates drawn uniformly from the catalogue, beside the target and all items that the history says something of. */
const NEGATIVES = 128;
/**
 * Probability from which an example counts in full; below, by the root of what is missing (Zhang and Sabuncu 2018,
 * generalised cross-entropy with q = ½): what no weights could have ranked high must not decide them. On validation
 * plain cross-entropy loses .007 to .027 HR@20 on four of five data sets.
 */
const FULL_PROBABILITY = 0.05;
/** Examples between two pauses; four take about 2 ms over 10 000 items. */
const EXAMPLES_PER_SLICE = 4;
/** Step of local SGD. */
export const MIX_LEARNING_RATE = 0.1;
/**
 * C of `mix` tasks, L2 in model units. Half the distance one local epoch covers at the start; with it 100 devices under
 * z = 4 learn in three rounds what they learn without noise (tests/unit/worker/recommender/mix-learning.test.ts).
 */
export const MIX_CLIP_NORM = 0.5;

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
  readonly t11?: Learnt['t11'];
  /** What the table of pairs says; without it those inputs are 0 and their weights do not move. */
  readonly coOccurrence?: Learnt['coOccurrence'];
  readonly chance: Chance;
  /** Awaited between slices of work; rejects to abandon the update. */
  readonly pause: () => Promise<void>;
  readonly learningRate?: number;
  /** Whether what was met may be chosen again, as it may by default; where not, it is no candidate. */
  readonly repeats?: boolean;
  /** What to learn from, oldest first; all choices of the history by default. Of either the newest MAX_EXAMPLES are used, half of them openings of sessions where there are enough of both. */
  readonly examples?: readonly MixExample[];
}

/** What a device learnt. `delta` is zero where there was nothing to learn from. */
export interface LocalUpdate {
  readonly delta: Float32Array;
  /** Mean bounded loss over the examples, nats, each before its own step; 0 without examples. Cross-entropy would rise where hopeless examples are given up. */
  readonly loss: number;
  readonly examples: number;
}

/**
 * Choices of a history, oldest first: every item turned to (weight above 0), repeats included. Each may see only what
 * happened strictly earlier, so lines of one basket never predict each other.
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
    if (end === 0 || target.weight <= 0 || chosen.has(target.item)) continue;
    chosen.add(target.item);
    examples.push({ end, target: target.item });
  }
  return examples;
}

/** Whether the choice opens a session: the set of weights it teaches is the one for starts. */
export function opensSession(interactions: readonly Interaction[], { end }: MixExample): boolean {
  let newest = end - 1;
  while (newest >= 0 && (interactions[newest]?.weight ?? 0) <= 0) newest -= 1; // an item taken out of the cart says nothing of interest
  return phaseAt(interactions[newest], interactions[end]?.atMs) === 'start';
}

/** The newest MAX_EXAMPLES, half of them openings of sessions where there are enough of both: one visit of clicks must not leave the weights for starts without a lesson. */
function newestOfBoth(interactions: readonly Interaction[], examples: readonly MixExample[]): MixExample[] {
  const [inside, opening]: [MixExample[], MixExample[]] = [[], []];
  for (const example of examples) (opensSession(interactions, example) ? opening : inside).push(example);
  const openings = opening.slice(-Math.max(MAX_EXAMPLES / 2, MAX_EXAMPLES - inside.length));
  return [...inside.slice(Math.max(0, inside.length - (MAX_EXAMPLES - openings.length))), ...openings].sort((a, b) => a.end - b.end);
}

/** One local epoch over the shopper's newest choices: bounded softmax cross-entropy over the target and sampled negatives. */
export async function localMixUpdate(options: MixUpdateOptions): Promise<LocalUpdate> {
  const { weights, history } = options;
  if (weights.length !== MIX_PARAMETERS) throw new RangeError(`Cannot train a mix of ${weights.length} weights: wanted ${MIX_PARAMETERS}`);
  const examples = newestOfBoth(history.interactions, options.examples ?? mixExamples(history.interactions));
  const trained = Float32Array.from(weights);
  let loss = 0;
  for (const [e, example] of examples.entries()) {
    if (e % EXAMPLES_PER_SLICE === 0) await options.pause();
    const candidates = await candidatesOf(options, example);
    if (!candidates) continue;
    const own = trained.subarray(candidates.offset, candidates.offset + INPUTS);
    const { gradient, loss: exampleLoss } = lossAndGradient(own, candidates);
    loss += exampleLoss / examples.length;
    for (let j = 0; j < INPUTS; j++) own[j] = (own[j] ?? 0) - (options.learningRate ?? MIX_LEARNING_RATE) * (gradient[j] ?? 0);
  }
  return { delta: trained.map((weight, j) => weight - (weights[j] ?? 0)), loss, examples: examples.length };
}

/** Inputs of the target (row 0) and its negatives. */
export interface Candidates {
  /** Where the weights of the example's phase begin in the mix. */
  readonly offset: number;
  /** [count, INPUTS] */
  readonly rows: Float32Array;
  readonly count: number;
  /** Rows from here on were drawn; the ones before stand for themselves. */
  readonly firstDrawn: number;
  /** Added to a drawn row's score, ln(left ÷ drawn): few then stand for all, and the sum estimates the full softmax. */
  readonly correction: number;
}

/**
 * Inputs of the candidates of one example at its moment: the target, every item that the history says something of (the
 * head of any list is among them), and uniform draws for the rest. Undefined where nothing is known of the shopper.
 */
export async function candidatesOf(from: Pick<MixUpdateOptions, 'history' | 'catalogue' | 't11' | 'coOccurrence' | 'chance' | 'repeats'>, { end, target }: MixExample): Promise<Candidates | undefined> {
  const { chance, history: { interactions } } = from;
  const context = await momentOf(from, interactions.slice(0, end), interactions[end]?.atMs);
  const { facts } = context;
  const offset = phaseOffset(context);
  if (offset === undefined) return undefined;
  const isOut = (item: ItemIndex): boolean => item === target || (from.repeats === false && context.seen.has(item));
  const spoken = [...context.evidence.keys()].filter((item) => !isOut(item));
  const taken = new Set([target, ...context.evidence.keys()]);
  const left = facts.items - taken.size;
  const drawn = left <= NEGATIVES ? others(facts.items, taken) : drawOthers(facts.items, taken, chance);
  const items = [target, ...spoken, ...drawn];
  const rows = new Float32Array(items.length * INPUTS);
  for (const [row, item] of items.entries()) writeInputs(context, item, rows, row * INPUTS);
  return { offset, rows, count: items.length, firstDrawn: 1 + spoken.length, correction: drawn.length > 0 ? Math.log(left / drawn.length) : 0 };
}

function others(items: number, taken: ReadonlySet<ItemIndex>): ItemIndex[] {
  return Array.from({ length: items }, (_, item) => item).filter((item) => !taken.has(item));
}

/** NEGATIVES uniform draws, with repeats, of what is not taken; more than half of the items never are, so few draws are lost. */
function drawOthers(items: number, taken: ReadonlySet<ItemIndex>, chance: Chance): ItemIndex[] {
  const drawn: ItemIndex[] = [];
  while (drawn.length < NEGATIVES) {
    const item = chance.below(items);
    if (!taken.has(item)) drawn.push(item);
  }
  return drawn;
}

/**
 * Softmax cross-entropy of row 0 against the rest, bounded below FULL_PROBABILITY, and its slope by the weights.
 *
 * @param weights - shape [INPUTS]
 * @returns loss in nats, at most 2 − ln FULL_PROBABILITY; gradient shape [INPUTS]
 */
export function lossAndGradient(weights: Float32Array, { rows, count, firstDrawn, correction }: Omit<Candidates, 'offset'>): { loss: number; gradient: Float64Array } {
  const scores = new Float64Array(count);
  let largest = -Infinity;
  for (let i = 0; i < count; i++) {
    const score = dot(weights, rows, i * INPUTS) + (i < firstDrawn ? 0 : correction);
    scores[i] = score;
    largest = Math.max(largest, score);
  }
  let total = 0;
  for (const score of scores) total += Math.exp(score - largest);
  const crossEntropy = Math.log(total) + largest - (scores[0] ?? 0);
  const say = Math.sqrt(Math.min(1, Math.exp(-crossEntropy) / FULL_PROBABILITY));
  const loss = say < 1 ? 2 * (1 - say) - Math.log(FULL_PROBABILITY) : crossEntropy;
  const gradient = new Float64Array(INPUTS);
  for (let i = 0; i < count; i++) {
    const pull = say * (Math.exp((scores[i] ?? 0) - largest) / total - (i === 0 ? 1 : 0));
    for (let j = 0; j < INPUTS; j++) gradient[j] = (gradient[j] ?? 0) + pull * (rows[i * INPUTS + j] ?? 0);
  }
  return { loss, gradient };
}
