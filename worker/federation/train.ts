import type { Catalogue } from '#core/catalogue';
import { verdictOf, withVerdict, type ModelFile, type Verdict, type WeightsFile } from '#core/fedavg';
import { trainingExamples, type ShopperHistory } from '#core/features';
import type { ModelTask, WeightsKind } from '#core/protocol';
import { seededChance, type Chance } from '#core/units';
import type { Encoder } from '#worker/models';
import { localMixUpdate, type CoOccurrence } from '#worker/recommender';
import { localT11Update } from '#worker/trainer';
import { pairUpdate, type LayoutOf } from './pairs.ts';

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
  const verdict = model.candidate ? await judge(model, model.candidate, data) : 0;
  const { delta } = await learn(model.kind, model.candidate ?? model.weights, data);
  return withVerdict(delta, verdict, task.clipNorm);
}

/** Compares both by the loss on the shopper's own choices, before anything is learnt from them: the same choices against the same draws. */
async function judge({ kind, weights }: WeightsFile, candidate: Float32Array, data: LocalData): Promise<Verdict> {
  const seed = data.chance.below(2 ** 32);
  const lossAt = async (at: Float32Array): Promise<number> => (await learn(kind, at, { ...data, chance: seededChance(seed) }, 0)).loss;
  return verdictOf(await lossAt(weights), await lossAt(candidate));
}

/** One local epoch from `weights`. @param learningRate - 0 measures the loss and learns nothing */
function learn(kind: WeightsKind, weights: Float32Array, data: LocalData, learningRate?: number): Promise<{ readonly delta: Float32Array; readonly loss: number }> {
  const { history, catalogue, encoder, t11, coOccurrence, chance, pause } = data;
  const how = { weights, chance, pause, ...(learningRate !== undefined && { learningRate }) };
  if (kind === 't11') return localT11Update({ ...how, examples: trainingExamples(history), items: catalogue.items, encoder });
  return localMixUpdate({ ...how, history, catalogue, ...(t11 && { t11: { encoder, weights: t11 } }), ...(coOccurrence && { coOccurrence }) });
}
