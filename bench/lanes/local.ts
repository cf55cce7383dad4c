import { trainingExamples, type Interaction } from '#core/features';
import { seededChance } from '#core/units';
import { arraysEncoder, initialT11 } from '#worker/models';
import { initialMix, localMixUpdate } from '#worker/recommender';
import { localT11Update } from '#worker/trainer';
import { rememberingScorer } from './remember.ts';
import type { Shared } from './shared.ts';
import type { Subject } from './subject.ts';

/** Passes of a device over its own history that never leaves it. */
const LOCAL_EPOCHS = 3;

/** Trains both models on one device's own history from models 0, case by case: what a shopper has where nobody federates. */
export function localTeacher({ catalogue, seed }: Subject): (interactions: readonly Interaction[]) => Promise<Shared> {
  const encoder = arraysEncoder(catalogue);
  const first = initialT11(catalogue, { seed });
  const pause = async (): Promise<void> => undefined;
  return async (interactions) => {
    const chance = seededChance(seed);
    const examples = trainingExamples({ interactions });
    let t11 = first;
    for (let epoch = 0; epoch < LOCAL_EPOCHS && examples.length > 0; epoch++) {
      const { delta } = await localT11Update({ weights: t11, examples, items: catalogue.items, encoder, chance, pause });
      t11 = t11.map((weight, i) => weight + (delta[i] ?? 0));
    }
    const scorer = rememberingScorer(encoder);
    let mix = initialMix();
    for (let epoch = 0; epoch < LOCAL_EPOCHS; epoch++) {
      const { delta, examples: used } = await localMixUpdate({ weights: mix, history: { interactions }, catalogue, t11: { encoder: scorer, weights: t11 }, chance, pause });
      if (used === 0) break;
      mix = mix.map((weight, i) => weight + (delta[i] ?? 0));
    }
    return { coOccurrence: undefined, encoder, t11, mix };
  };
}
