import type { Catalogue } from '#core/catalogue';
import { trainingExamples, type ShopperHistory } from '#core/features';
import type { Task } from '#core/protocol';
import type { Chance } from '#core/units';
import type { Encoder } from '#worker/models';
import { localMixUpdate, type CoOccurrence } from '#worker/recommender';
import { localT11Update } from '#worker/trainer';
import { pairUpdate, type LayoutOf } from './pairs.ts';
import type { PublishedModel } from './published.ts';

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

/** The update this device's history makes to a published model, zeros with too few events. Not clipped. */
export async function trainLocally(model: PublishedModel, task: Pick<Task, 'block' | 'clipNorm' | 'integerNorm'>, data: LocalData): Promise<Float32Array> {
  const { history, catalogue, encoder, t11, coOccurrence, chance, pause } = data;
  switch (model.kind) {
    case 'mix': {
      const update = await localMixUpdate({ weights: model.weights, history, catalogue, chance, pause, ...(t11 && { t11: { encoder, weights: t11 } }), ...(coOccurrence && { coOccurrence }) });
      return update.delta;
    }
    case 't11': {
      const examples = trainingExamples(history);
      const update = await localT11Update({ weights: model.weights, examples, items: catalogue.items, encoder, chance, pause });
      return update.delta;
    }
    case 'pairs':
      await pause();
      return pairUpdate(model, task, data);
  }
}
