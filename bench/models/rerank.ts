import { ftrlStep, HEAD_BY_NAME, newFtrl, TASTE_DIMS, type Choice, type Head, type HeadName } from '#bench/heads';
import { sigmoid } from '#core/ctr';
import type { SequenceInput, TrainingExample } from '#core/features';
import { topK } from '#core/ranking';
import { seededChance, shuffled } from '#core/units';
import { adamStep, newAdam } from '#worker/models';
import { choiceOf, type ChoiceFacts, type Moment, type Ranked } from './choices.ts';
import type { ZooScorer } from './model.ts';

/** Items a head orders anew (RECOMMENDER §2). */
export const RERANKED = 200;
/** Items a choice is held against: some that the encoder likes as well, and a few from anywhere, so that a head also knows what nobody takes. */
const HARD_NEGATIVES = 16;
const EASY_NEGATIVES = 2;
/** Examples a head learns from: thousands suffice for 16,000 weights of which most are crosses, and each takes a whole ranking. */
const MOST_EXAMPLES = 5000;
const PASSES = 3;
const BATCH_CHOICES = 32;
/** Adam's step size for heads; LR has FTRL's own. */
const LEARNING_RATE = 2e-3;

/** A trained head. */
export interface TrainedHead {
  readonly head: Head;
  readonly weights: Float32Array;
  readonly seconds: number;
}

/** An encoder and what heads read beside it. */
export interface Reranking {
  readonly scorer: ZooScorer;
  readonly facts: ChoiceFacts;
}

/** Best items of a history by the encoder, and the moment they belong to. */
function shortlist({ scorer }: Reranking, input: SequenceInput, isOut: (item: number) => boolean): { readonly moment: Moment; readonly ranked: readonly Ranked[]; readonly scores: Float32Array } {
  const scores = scorer.score(input);
  const ranked = topK(scores, RERANKED, isOut).map((item, rank) => ({ item, rank, score: scores[item] ?? 0 }));
  const mean = ranked.reduce((sum, { score }) => sum + score / ranked.length, 0);
  const deviation = Math.sqrt(ranked.reduce((sum, { score }) => sum + (score - mean) ** 2 / ranked.length, 0)) || 1;
  const taste = input.items.length > 0 ? scorer.taste(input) : new Float32Array(TASTE_DIMS);
  return { moment: { input, taste, mean, deviation }, ranked, scores };
}

/** One choice and whether it was taken. */
export interface Labelled {
  readonly choice: Choice;
  /** The encoder's own logit less the best one's: heads learn what to add to it. */
  readonly offset: number;
  readonly label: 0 | 1;
}

/** What was taken and what was not at the moments of examples that the encoder did not learn from. */
export function labelledChoices(reranking: Reranking, examples: readonly TrainingExample[], seed: number): Labelled[] {
  const chance = seededChance(seed);
  const count = reranking.facts.items.ids.length;
  const choices: Labelled[] = [];
  const every = Math.max(1, examples.length / MOST_EXAMPLES);
  for (let at = 0; at < examples.length; at += every) {
    const example = examples[Math.floor(at)];
    if (!example) continue;
    const { moment, ranked, scores } = shortlist(reranking, example.input, () => false);
    const taken = ranked.find(({ item }) => item === example.target);
    if (!taken) continue; // what is not on the list cannot be moved up it
    const best = ranked[0]?.score ?? 0;
    const add = (one: Ranked, label: 0 | 1): void => { choices.push({ choice: choiceOf(reranking.facts, moment, one), offset: one.score - best, label }); };
    add(taken, 1);
    for (let draw = 0; draw < HARD_NEGATIVES; draw++) {
      const one = ranked[chance.below(ranked.length)];
      if (one && one.item !== example.target) add(one, 0);
    }
    for (let draw = 0; draw < EASY_NEGATIVES; draw++) {
      const item = chance.below(count);
      if (item !== example.target) add({ item, score: scores[item] ?? 0, rank: RERANKED }, 0);
    }
  }
  return choices;
}

/** Trains one head on labelled choices: logistic regression by FTRL, one at a time; the others by Adam. */
export function trainHead(name: Exclude<HeadName, 'bayes'>, choices: readonly Labelled[], seed: number): TrainedHead {
  const startMs = performance.now();
  const head = HEAD_BY_NAME[name];
  const chance = seededChance(seed);
  const weights = head.start(chance);
  const slopes = new Float32Array(weights.length);
  const ftrl = newFtrl(weights.length);
  let adam = newAdam(weights.length);
  for (let pass = 0; pass < PASSES; pass++) {
    const order = shuffled(choices, chance);
    const size = name === 'lr' ? 1 : BATCH_CHOICES;
    for (let start = 0; start < order.length; start += size) {
      slopes.fill(0);
      const batch = order.slice(start, start + size);
      for (const { choice, offset, label } of batch) head.learn(weights, choice, slopes, (logit) => (sigmoid(offset + logit) - label) / batch.length, chance);
      if (name === 'lr') ftrlStep(weights, slopes, ftrl);
      else adam = adamStep(weights, slopes, adam, LEARNING_RATE * (1 - (pass + start / order.length) / PASSES));
    }
  }
  return { head, weights, seconds: (performance.now() - startMs) / 1000 };
}

/** [N] scores in which the encoder's best items stand first, in the head's order. */
export function rerank(reranking: Reranking, { head, weights }: TrainedHead, input: SequenceInput, isOut: (item: number) => boolean): Float32Array {
  const { moment, ranked, scores } = shortlist(reranking, input, isOut);
  const logits = ranked.map((one) => one.score + head.logit(weights, choiceOf(reranking.facts, moment, one)));
  const lift = (ranked[0]?.score ?? 0) + 1 - Math.min(...logits); // the worst of the list stays above all that is not on it
  for (const [i, { item }] of ranked.entries()) scores[item] = (logits[i] ?? 0) + lift;
  return scores;
}
