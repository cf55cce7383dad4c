import { DEFAULT_PORTRAITS, PORTRAIT_DIMS, portraitsLayout } from '#core/audience';
import { pairLayout, pairStatistic, PAIR_UNIT, type PairLayout } from '#core/cooccurrence';
import { localAdUpdate } from '#core/ctr';
import { clipToNorm, encodeUpdate, type PortraitsFile } from '#core/fedavg';
import { trainingExamples } from '#core/features';
import { FLOORS } from '#core/privacy';
import type { ModelKind } from '#core/protocol';
import { seededChance } from '#core/units';
import { idealCompany, seededRandomness, type Subject } from '#bench/lanes';
import { AD_CLIP_NORM, arraysEncoder, firstAdModel, initialT11, type ArraysEncoder } from '#worker/models';
import { initialMix, localMixUpdate, MIX_CLIP_NORM, type CoOccurrence } from '#worker/recommender';
import { localT11Update, T11_CLIP_NORM } from '#worker/trainer';
import { adLessonsIn, firstPortraits, type LessonsOf } from './ads.ts';

/** History of one device: all that its reports are made of. */
export type History = Subject['devices'][number]['interactions'];

/** A shop and what of it is public: the attacker knows all of this, and how devices compute. */
export interface Scene {
  readonly subject: Subject;
  readonly encoder: ArraysEncoder;
  /** Published models that updates are made on. */
  readonly t11: Float32Array;
  readonly mix: Float32Array;
  readonly ctr: Float32Array;
  readonly cvr: Float32Array;
  readonly portraits: PortraitsFile;
  readonly coOccurrence: CoOccurrence;
  /** Of the table that `pairs` reports fill. */
  readonly layout: PairLayout;
  /** Of a device's own ads, for kinds of a shop that runs any. */
  readonly lessonsOf: LessonsOf;
}

/** The shop before its first round: model 0, the prior mix, first models of ads, and a table of pairs that is known already. */
export function sceneOf(subject: Subject, pairBlocks: number): Scene {
  const { catalogue, devices, dataset, seed } = subject;
  return {
    subject, encoder: arraysEncoder(catalogue), t11: initialT11(catalogue, { seed }), mix: initialMix(), ctr: firstAdModel('ctr'), cvr: firstAdModel('cvr'), portraits: firstPortraits(subject), lessonsOf: adLessonsIn(subject),
    coOccurrence: idealCompany(devices, catalogue, dataset.hasTimes), layout: pairLayout(catalogue, pairBlocks),
  };
}

/** C of each kind's tasks, model units. */
export const CLIP_NORM: Readonly<Record<ModelKind, number>> = {
  mix: MIX_CLIP_NORM, t11: T11_CLIP_NORM, pairs: FLOORS.integerNorm / PAIR_UNIT, ctr: AD_CLIP_NORM, cvr: AD_CLIP_NORM, portraits: portraitsLayout(DEFAULT_PORTRAITS, PORTRAIT_DIMS).clip,
};

/** Kinds whose reports are counts and sums: nothing is drawn in making one, and the published sum is all that comes of a batch. */
export function isSummed(kind: ModelKind): kind is 'pairs' | 'portraits' {
  return kind === 'pairs' || kind === 'portraits';
}

const noPause = async (): Promise<void> => undefined;

/** What a device computes on its history, before clipping, by the code that ships; `pairs` tells of the first block. */
export async function localUpdate(scene: Scene, kind: ModelKind, interactions: History, seed: number): Promise<Float32Array> {
  const { subject: { catalogue }, encoder, t11, mix, coOccurrence, layout, lessonsOf } = scene;
  const shared = { chance: seededChance(seed), pause: noPause };
  switch (kind) {
    case 't11': return (await localT11Update({ ...shared, weights: t11, examples: trainingExamples({ interactions }), items: catalogue.items, encoder })).delta;
    case 'mix': return (await localMixUpdate({ ...shared, weights: mix, history: { interactions }, catalogue, coOccurrence, t11: { encoder, weights: t11 } })).delta;
    case 'pairs': return Float32Array.from(pairStatistic(layout, 0, interactions, FLOORS.integerNorm), (units) => units / PAIR_UNIT);
    case 'ctr': return localAdUpdate(kind, scene.ctr, { examples: (await lessonsOf(interactions)).clicks, chance: shared.chance });
    case 'cvr': return localAdUpdate(kind, scene.cvr, { examples: (await lessonsOf(interactions)).purchases, chance: shared.chance });
    case 'portraits': return (await lessonsOf(interactions)).portraitIn(scene.portraits);
  }
}

/** The integers a device shares: its update clipped to C and rounded, of norm at most B. */
export function encoded(kind: ModelKind, update: Float32Array, seed: number): Int32Array {
  const result = encodeUpdate(update, { clipNorm: CLIP_NORM[kind], integerNorm: FLOORS.integerNorm }, seededRandomness(seed));
  if (!result.ok) throw new RangeError(result.fault.message);
  return result.value;
}

/** Trainings a guess is the mean of: order, negatives and rounding of the real one are not the attacker's to know. */
const GUESS_TRAININGS = 3;

/** What an attacker expects a device of this history to share, from public files and the client's code. [P], integer units */
export async function guessed(scene: Scene, kind: ModelKind, interactions: History, seed: number): Promise<Float64Array> {
  const trainings = isSummed(kind) ? 1 : GUESS_TRAININGS; // counting has no chance in it
  const unit = FLOORS.integerNorm / CLIP_NORM[kind] / trainings;
  const mean = new Float64Array(reportLengthOf(scene, kind));
  for (let training = 0; training < trainings; training++) {
    const clipped = clipToNorm(await localUpdate(scene, kind, interactions, seed + training), CLIP_NORM[kind]);
    for (let i = 0; i < mean.length; i++) mean[i] = (mean[i] ?? 0) + unit * (clipped[i] ?? 0);
  }
  return mean;
}

/** P, entries of a report. */
export function reportLengthOf(scene: Scene, kind: ModelKind): number {
  if (kind === 'pairs') return pairStatistic(scene.layout, 0, [], FLOORS.integerNorm).length;
  return kind === 'portraits' ? scene.portraits.weights.length : scene[kind].length;
}
