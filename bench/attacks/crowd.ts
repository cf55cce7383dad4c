import { sequenceOf, trainingExamples } from '#core/features';
import { rankOf } from '#core/ranking';
import { seededChance, shuffled } from '#core/units';
import type { TestCase } from '#bench/data';
import { interactionsOf } from '#bench/lanes';
import { candidatesOf, INPUTS, lossAndGradient, MIX_LEARNING_RATE, mixFeatures, momentOf, weightsAt, type Candidates } from '#worker/recommender';
import { localT11Update, T11_LEARNING_RATE } from '#worker/trainer';
import type { Scene } from './scene.ts';

/** What devices learn and how their model is judged, for one kind of weights. */
export interface Crowd {
  readonly kind: 'mix' | 't11';
  /** Devices with something to teach. */
  readonly devices: number;
  readonly start: Float32Array;
  /** One local epoch of a device, at `rate` times the client's step: 0 only measures, below 0 unlearns. The same seed asks the same. */
  learn(weights: Float32Array, device: number, options: { readonly seed: number; readonly rate?: number }): Promise<Lesson>;
  /** Figures over cases that no device learns from. */
  judge(weights: Float32Array): Judgement;
}

/** What one epoch gave. */
export interface Lesson {
  /** [P] */
  readonly delta: Float32Array;
  /** Mean as it went, nats. */
  readonly loss: number;
}

/** How good a model is for shoppers. */
export interface Judgement {
  /** Share of targets among the first 20 of all items. */
  readonly hr20: number;
}

/** Cases asked of every model: a standard error below .012. */
const CASES = 400;
const SHOWN = 20;

const noPause = async (): Promise<void> => undefined;

/** Scores [N] of one case, valid until the next call. */
type Scorer = (weights: Float32Array, question: number) => Float32Array;

function judgeOf(cases: readonly TestCase[], scorer: Scorer): Crowd['judge'] {
  return (weights) => {
    let hits = 0;
    for (const [question, { targets }] of cases.entries()) {
      const scores = scorer(weights, question);
      hits += targets.filter((target) => rankOf(scores, target, () => false) <= SHOWN).length / targets.length;
    }
    return { hr20: hits / cases.length };
  };
}

function casesOf({ subject: { split, seed } }: Scene): readonly TestCase[] {
  return shuffled(split.test.filter(({ history }) => history.length > 0), seededChance(seed + 21)).slice(0, CASES);
}

/** Devices that train T11 with the client's own trainer. */
export function t11Crowd(scene: Scene): Crowd {
  const { encoder, t11, subject: { catalogue, dataset, devices } } = scene;
  const examples = devices.map(({ interactions }) => trainingExamples({ interactions })).filter((own) => own.length > 0);
  const cases = casesOf(scene);
  const inputs = cases.map(({ history }) => sequenceOf(interactionsOf(history, dataset, catalogue)));
  return {
    kind: 't11', devices: examples.length, start: t11,
    learn: (weights, device, { seed, rate = 1 }) => localT11Update({
      weights, examples: examples[device] ?? [], items: catalogue.items, encoder, chance: seededChance(seed), pause: noPause, learningRate: rate * T11_LEARNING_RATE,
    }),
    judge: judgeOf(cases, (weights, question) => encoder.scoreAllSync(weights, inputs[question] ?? sequenceOf([]))),
  };
}

/** Newest choices of a device that a crowd learns from: their candidates are kept, 15 kB each. */
const MOST_CHOICES = 12;

/**
 * Devices that train the mix on choices which no statistic holds. Its inputs do not move with it, so every device draws its
 * candidates once and keeps them; slope and step are the client's.
 */
export async function mixCrowd(scene: Scene): Promise<Crowd> {
  const { encoder, t11, coOccurrence, mix, subject: { catalogue, toldCatalogue, dataset, devices, seed } } = scene;
  const learnt = { coOccurrence, t11: { encoder, weights: t11 } };
  const moments: (readonly Candidates[])[] = [];
  for (const [device, history] of devices.entries()) {
    const chance = seededChance(seed + 31 + device);
    const own: Candidates[] = [];
    for (const choice of history.choices.slice(-MOST_CHOICES)) {
      const candidates = await candidatesOf({ history, catalogue: toldCatalogue, ...learnt, chance }, choice);
      if (candidates) own.push(candidates);
    }
    if (own.length > 0) moments.push(own);
  }
  const cases = casesOf(scene);
  const asked = await Promise.all(cases.map(async ({ history, atMs }) => {
    const context = await momentOf({ catalogue, ...learnt }, interactionsOf(history, dataset, catalogue), atMs);
    return { context, columns: mixFeatures(context) };
  }));
  const scores = new Float32Array(catalogue.items);
  return {
    kind: 'mix', devices: moments.length, start: mix,
    learn: async (weights, device, { rate = 1 }) => learnFrom(moments[device] ?? [], weights, rate * MIX_LEARNING_RATE),
    judge: judgeOf(cases, (weights, question) => {
      const { context, columns } = asked[question] ?? {};
      scores.fill(0);
      if (!context || !columns) return scores;
      for (const [j, weight] of weightsAt(context, weights).entries()) {
        const column = columns[j];
        if (column) for (let item = 0; item < scores.length; item++) scores[item] = (scores[item] as number) + weight * (column[item] as number);
      }
      return scores;
    }),
  };
}

function learnFrom(moments: readonly Candidates[], weights: Float32Array, step: number): Lesson {
  const trained = Float32Array.from(weights);
  let total = 0;
  for (const moment of moments) {
    const own = trained.subarray(moment.offset, moment.offset + INPUTS);
    const { gradient, loss } = lossAndGradient(own, moment);
    total += loss / moments.length;
    for (let j = 0; j < INPUTS; j++) own[j] = (own[j] ?? 0) - step * (gradient[j] ?? 0);
  }
  return { delta: trained.map((weight, j) => weight - (weights[j] ?? 0)), loss: total };
}
