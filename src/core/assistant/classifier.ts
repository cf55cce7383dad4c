import { queryTokens } from '#core/text';
import { fail, fromBase64, ok, seededChance, shuffled, toBase64, type Fault, type Result } from '#core/units';
import { conceptsIn } from './concepts.ts';
import { INTENTS, type Intent } from './intents.ts';
import { questionTerms } from './terms.ts';

/** Buckets that words are hashed into: 12 intents of them are 24 kB, and of the 3,000 features of our training set few share one. */
const BUCKETS = 2_048;
/** Training: passes over the examples, step, and what holds weights small (chosen on the validation split of `#bench/assistant`). */
const EPOCHS = 40;
const STEP = 0.5;
const DECAY = 1e-2;
/** What a concept counts beside a word: with few examples it is what most questions of one kind share. */
const CONCEPT_VALUE = 2;
/** Steps of a stored weight: int8 of 16 steps a unit holds −8 to 8, beyond which no trained weight lies. */
const STEPS_PER_UNIT = 16;

/** A question and what it is about. */
export interface IntentExample {
  readonly question: string;
  readonly intent: Intent;
}

/** A trained linear model: how much each bucket speaks for each intent. */
export interface IntentModel {
  /** [INTENTS, BUCKETS], row-major, in {@link STEPS_PER_UNIT}. */
  readonly weights: Int8Array;
}

/** What a question is about, most likely first; the probabilities sum to 1. */
export type IntentShares = readonly { readonly intent: Intent; readonly probability: number }[];

/** FNV-1a of UTF-16 units, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** A bucket and how much of it a question has. */
type Feature = readonly [bucket: number, value: number];

/** What `question` fills: its words, stems, beginnings and Chinese characters, its concepts, and a constant that stands for none of them; of length 1 as a vector. */
function featuresOf(question: string): readonly Feature[] {
  const words = queryTokens(question);
  const begun = words.filter((word) => word.length > 4).map((word) => `^${word.slice(0, 4)}`);
  const characters = question.match(/\p{Script=Han}/gu) ?? [];
  const values = new Map<number, number>();
  for (const feature of ['', ...words, ...begun, ...characters, ...questionTerms(question).map(({ term }) => `.${term}`)]) values.set(hashOf(feature) % BUCKETS, 1);
  for (const concept of conceptsIn(question)) values.set(hashOf(concept) % BUCKETS, CONCEPT_VALUE);
  const length = Math.hypot(...values.values());
  return [...values].map(([bucket, value]) => [bucket, value / length]);
}

function softmax(scores: readonly number[]): number[] {
  const top = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - top));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/** Multinomial logistic regression by stochastic gradient descent; the same model for the same examples and seed. */
export function trainIntents(examples: readonly IntentExample[], seed: number): IntentModel {
  const weights = new Float64Array(INTENTS.length * BUCKETS);
  const rows = examples.map(({ question, intent }) => ({ features: featuresOf(question), label: INTENTS.indexOf(intent) }));
  const chance = seededChance(seed);
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    const step = STEP / (1 + epoch / 8);
    for (const { features, label } of shuffled(rows, chance)) {
      const shares = softmax(INTENTS.map((_, k) => scoreOf(weights, k, features)));
      for (const [k, share] of shares.entries()) {
        const gradient = share - (k === label ? 1 : 0);
        for (const [bucket, value] of features) {
          const at = k * BUCKETS + bucket;
          weights[at] = (weights[at] ?? 0) * (1 - step * DECAY) - step * gradient * value;
        }
      }
    }
  }
  return { weights: Int8Array.from(weights, (weight) => Math.max(-127, Math.min(127, Math.round(weight * STEPS_PER_UNIT)))) };
}

function scoreOf(weights: Float64Array | Int8Array, intent: number, features: readonly Feature[]): number {
  let sum = 0;
  for (const [bucket, value] of features) sum += value * (weights[intent * BUCKETS + bucket] ?? 0);
  return sum;
}

/** What `question` is about. */
export function classify({ weights }: IntentModel, question: string): IntentShares {
  const features = featuresOf(question);
  const shares = softmax(INTENTS.map((_, k) => scoreOf(weights, k, features) / STEPS_PER_UNIT));
  return INTENTS.map((intent, k) => ({ intent, probability: shares[k] ?? 0 })).sort((a, b) => b.probability - a.probability);
}

/** A model as the knowledge file carries it. */
export function encodeIntents({ weights }: IntentModel): string {
  return toBase64(new Uint8Array(weights.buffer, weights.byteOffset, weights.byteLength));
}

/** Reads what {@link encodeIntents} wrote. */
export function decodeIntents(text: string): Result<IntentModel, Fault<'malformed'>> {
  const bytes = fromBase64(text);
  if (bytes?.length !== INTENTS.length * BUCKETS) return fail('malformed', `Cannot read a classifier of ${bytes?.length ?? 0} bytes, wanted ${INTENTS.length * BUCKETS}`);
  return ok({ weights: new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length) });
}
