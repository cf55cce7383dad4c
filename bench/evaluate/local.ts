import { trainingExamples, type Interaction } from '#core/features';
import { seededChance } from '#core/units';
import { initialMix, localMixUpdate } from '#worker/recommender';
import { localT11Update } from '#worker/trainer';
import { rememberingScorer } from './remember.ts';
import type { Subject } from './subject.ts';
import type { SharedWeights } from './weights.ts';

/** Passes of a device over its own history that never leaves it. */
const LOCAL_EPOCHS = 3;

/** Both models trained on one device's own history from model 0: what a shopper has where nobody federates. */
export async function trainLocal(subject: Subject, interactions: readonly Interaction[]): Promise<SharedWeights> {
  const { catalogue, encoder, seed } = subject;
  const chance = seededChance(seed);
  const pause = async (): Promise<void> => undefined;
  const examples = trainingExamples({ interactions });
  let t11 = subject.t11;
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
  return { t11, mix };
}
