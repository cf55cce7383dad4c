import { seededChance } from '#core/units';
import { arraysEncoder, startingWeights, T11_PARAMETERS, type Encoder } from '#worker/models';
import { relativeDifference, someExamples, someInput, someNegatives } from './models.ts';
import type { ItemFacts } from '#worker/models';

/** Largest relative difference of each answer of `encoder` from the typed arrays, over several shapes of input. */
export async function differencesFromArrays(items: ItemFacts, encoder: Pick<Encoder, 'scoreAll' | 'lossAndGradients' | 'attention'>): Promise<{ scores: number; loss: number; gradients: number; attention: number }> {
  const chance = seededChance(11);
  const arrays = arraysEncoder(items);
  const start = startingWeights(chance);
  const worst = { scores: 0, loss: 0, gradients: 0, attention: 0 };
  const empty = { items: new Int32Array(), types: new Uint8Array(), gaps: new Uint8Array() };
  for (const spread of [0, 0.1]) {
    const weights = start.map((w) => w + spread * chance.normal());
    for (const input of [empty, someInput(items, 1, chance), someInput(items, 7, chance), someInput(items, 20, chance)]) {
      worst.scores = Math.max(worst.scores, relativeDifference(await encoder.scoreAll(weights, input), arrays.scoreAllSync(weights, input)));
      worst.attention = Math.max(worst.attention, relativeDifference(await encoder.attention(weights, input), arrays.attentionSync(weights, input)));
    }
    const examples = [...someExamples(items, 4, chance), { input: empty, target: 3 }];
    const negatives = someNegatives(items, 24, chance);
    const [answer, wanted] = [await encoder.lossAndGradients(weights, examples, negatives), arrays.lossAndGradientsSync(weights, examples, negatives)];
    if (answer.gradients.length !== T11_PARAMETERS) throw new RangeError(`Cannot compare ${answer.gradients.length} slopes: wanted ${T11_PARAMETERS}`);
    worst.loss = Math.max(worst.loss, Math.abs(answer.loss - wanted.loss) / wanted.loss);
    worst.gradients = Math.max(worst.gradients, relativeDifference(answer.gradients, wanted.gradients));
  }
  return worst;
}
