import type { Catalogue } from '#core/catalogue';
import { trainingExamples, type ShopperHistory } from '#core/features';
import { withVerdict, type ModelFile, type Verdict } from '#core/fedavg';
import type { Task, WeightsKind } from '#core/protocol';
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
 * What this device's history makes of a published model: the update, not clipped; where the model has a candidate, the update
 * of that and a verdict on it, within C together; or counted pairs. Zeros with too few events.
 */
export async function trainLocally(model: ModelFile, task: Pick<Task, 'block' | 'clipNorm' | 'integerNorm'>, data: LocalData): Promise<Float32Array> {
  if (model.kind === 'pairs') {
    await data.pause();
    return pairUpdate(model, task, data);
  }
  const { kind, weights, candidate } = model;
  if (!candidate) return (await learn(kind, weights, data)).delta;
  // Judged before it is learnt from, both models by the same draws.
  const seed = data.chance.below(2 ** 32);
  const was = await learn(kind, weights, { ...data, chance: seededChance(seed), learningRate: 0 });
  const is = await learn(kind, candidate, { ...data, chance: seededChance(seed), learningRate: 0 });
  const update = await learn(kind, candidate, data);
  return withVerdict(update.delta, Math.sign(was.loss - is.loss) as Verdict, task.clipNorm);
}

interface Lesson extends LocalData {
  /** The kind's own by default; 0 only measures. */
  readonly learningRate?: number;
}

/** One local epoch on this device's history. */
async function learn(kind: WeightsKind, weights: Float32Array, { history, catalogue, encoder, t11, coOccurrence, chance, pause, learningRate }: Lesson): Promise<{ readonly delta: Float32Array; readonly loss: number }> {
  const how = { weights, chance, pause, ...(learningRate !== undefined && { learningRate }) };
  switch (kind) {
    case 'mix': return localMixUpdate({ ...how, history, catalogue, ...(t11 && { t11: { encoder, weights: t11 } }), ...(coOccurrence && { coOccurrence }) });
    case 't11': return localT11Update({ ...how, examples: trainingExamples(history), items: catalogue.items, encoder });
  }
}
