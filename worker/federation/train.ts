import type { Catalogue } from '#core/catalogue';
import { verdictOf, withVerdict, type ModelFile, type PairTable, type Verdict, type WeightsFile } from '#core/fedavg';
import { trainingExamples, type ShopperHistory } from '#core/features';
import type { GivenKind, ModelTask } from '#core/protocol';
import { seededChance, type Chance } from '#core/units';
import type { Encoder } from '#worker/models';
import { localMixUpdate, type CoOccurrence } from '#worker/recommender';
import { localT11Update } from '#worker/trainer';
import { pairUpdate, TaskUnfit, type LayoutOf } from './pairs.ts';
import { TrainingStopped } from './stopped.ts';
import type { AdLessons } from './train-ads.ts';

/** What local training reads. */
export interface LocalData {
  readonly history: ShopperHistory;
  readonly catalogue: Catalogue;
  readonly encoder: Encoder;
  /** Newest T11 weights for the encoder input of the mix; without them that input is 0. */
  readonly t11?: Float32Array;
  /** What the table of pairs says, for those inputs of the mix; without it they are 0. */
  readonly coOccurrence?: CoOccurrence;
  /** As {@link lazyLayout} gives it. */
  readonly layoutOf: LayoutOf;
  /** What ads can teach; absent: she does not allow them, and no task about them is trained for. */
  readonly adLessons?: () => Promise<AdLessons>;
  readonly chance: Chance;
  /** Awaited between slices; rejects with TrainingStopped to abandon. */
  readonly pause: () => Promise<void>;
}

/**
 * What this device reports on a published model, of its task's length: its update, and its verdict where the model has a
 * candidate; its pairs. Zeros with too few events. An update is clipped to what the verdict leaves of C.
 */
export async function trainLocally(model: ModelFile, task: Pick<ModelTask, 'block' | 'clipNorm' | 'integerNorm'>, data: LocalData): Promise<Float32Array> {
  if (model.kind === 'pairs') {
    await data.pause();
    return pairUpdate(model, task, data);
  }
  if (model.kind !== 'mix' && model.kind !== 't11') return trainOnAds(model, task, data);
  const { kind, weights, candidate } = model;
  const verdict = candidate ? await judge(kind, { weights, candidate }, data) : 0;
  const { delta } = await learn(kind, candidate ?? weights, data);
  return withVerdict(delta, verdict, task.clipNorm);
}

/** The same of a model that ads are chosen by. @throws TaskUnfit where she does not allow them, and where the model is none of this program and catalogue */
async function trainOnAds(model: Exclude<ModelFile, PairTable>, task: Pick<ModelTask, 'clipNorm'>, { adLessons, catalogue, chance, pause }: LocalData): Promise<Float32Array> {
  if (!adLessons) throw new TaskUnfit('Ads are not allowed on this device');
  const lessons = await adLessons();
  await pause();
  if (model.kind === 'portraits') {
    if (model.catalogue !== catalogue.hash) throw new TaskUnfit('The portraits are those of another catalogue');
    return lessons.portraitIn(model);
  }
  if (model.kind === 'mix' || model.kind === 't11') throw new RangeError(`Cannot train ${model.kind} on ads`);
  // Only who allows ads loads what learns from them.
  const part = await import('./train-ads.ts').catch(() => undefined);
  if (!part) throw new TrainingStopped('A part of Homebird did not load');
  return part.adHeadReport(model.kind, model, task, lessons, chance);
}

/** Compares both by the loss on the shopper's own choices, before anything is learnt from them: the same choices against the same draws. */
async function judge(kind: GivenKind, { weights, candidate }: Required<Pick<WeightsFile, 'weights' | 'candidate'>>, data: LocalData): Promise<Verdict> {
  const seed = data.chance.below(2 ** 32);
  const lossAt = async (at: Float32Array): Promise<number> => (await learn(kind, at, { ...data, chance: seededChance(seed) }, 0)).loss;
  return verdictOf(await lossAt(weights), await lossAt(candidate));
}

/** One local epoch from `weights`. @param learningRate - 0 measures the loss and learns nothing */
function learn(kind: GivenKind, weights: Float32Array, data: LocalData, learningRate?: number): Promise<{ readonly delta: Float32Array; readonly loss: number }> {
  const { history, catalogue, encoder, t11, coOccurrence, chance, pause } = data;
  const how = { weights, chance, pause, ...(learningRate !== undefined && { learningRate }) };
  if (kind === 't11') return localT11Update({ ...how, examples: trainingExamples(history), items: catalogue.items, encoder });
  return localMixUpdate({ ...how, history, catalogue, ...(t11 && { t11: { encoder, weights: t11 } }), ...(coOccurrence && { coOccurrence }) });
}
