import { seededChance } from '#core/units';
import { initialMix, localMixUpdate, mixExamples } from '#worker/recommender';
import { trainT11 } from '#worker/trainer';
import { shuffled } from './chance.ts';
import { examplesOf, type Subject } from './subject.ts';
import type { SharedWeights } from './weights.ts';

/** Examples all central T11 epochs may take together, at .4 ms each: about a minute of one core. */
const T11_EXAMPLES = 150_000;
/** Most passes over the examples: more overfit Beauty and UCI. */
const T11_EPOCHS = 5;
/** Newest examples of one user, as a device would use: a wholesaler must not outvote a hundred shoppers. */
const EXAMPLES_PER_USER = 64;
/** Item scores all central mix examples may take together, at 70 ns each: half a minute. */
const MIX_ITEM_SCORES = 4e8;
/** Passes over the users at falling steps; weights are averaged over the last one. */
const MIX_RATES = [0.05, 0.02, 0.01] as const;

/** Trains both models in one place on the pooled train examples, without noise or rounds: the ceiling of the federated lane. */
export async function trainCentral(subject: Subject, onProgress: (line: string) => void): Promise<SharedWeights> {
  const t11 = trainCentralT11(subject, onProgress);
  return { t11, mix: await trainCentralMix(subject, t11, onProgress) };
}

function trainCentralT11(subject: Subject, onProgress: (line: string) => void): Float32Array {
  const chance = seededChance(subject.seed);
  const pooled = shuffled(subject.devices.flatMap((device) => examplesOf(device).slice(-EXAMPLES_PER_USER)), chance);
  const epochs = Math.max(1, Math.min(T11_EPOCHS, Math.floor(T11_EXAMPLES / Math.max(1, pooled.length))));
  return trainT11({
    weights: subject.t11, examples: pooled.slice(0, T11_EXAMPLES), items: subject.catalogue.items, encoder: subject.encoder, chance, epochs,
    onEpoch: (epoch, loss) => onProgress(`t11 epoch ${epoch} of ${epochs}: ${pooled.length} examples, loss ${loss.toFixed(3)}`),
  });
}

async function trainCentralMix(subject: Subject, t11: Float32Array, onProgress: (line: string) => void): Promise<Float32Array> {
  const { catalogue, encoder } = subject;
  const chance = seededChance(subject.seed + 1);
  const users = shuffled(subject.devices.filter(({ interactions }) => mixExamples(interactions).length > 0), chance);
  const mostExamples = MIX_ITEM_SCORES / catalogue.items / MIX_RATES.length;
  let weights = initialMix();
  let mean: Float32Array = weights;
  for (const [pass, learningRate] of MIX_RATES.entries()) {
    const sum = new Float64Array(weights.length);
    let visits = 0;
    let examples = 0;
    let loss = 0;
    for (const history of shuffled(users, chance)) {
      if (examples >= mostExamples) break;
      const update = await localMixUpdate({ weights, history, catalogue, t11: { encoder, weights: t11 }, chance, pause: async () => undefined, learningRate });
      weights = weights.map((weight, j) => weight + (update.delta[j] ?? 0));
      weights.forEach((weight, j) => { sum[j] = (sum[j] ?? 0) + weight; });
      visits += 1;
      examples += update.examples;
      loss += update.loss * update.examples;
    }
    mean = visits > 0 ? Float32Array.from(sum, (x) => x / visits) : weights;
    onProgress(`mix pass ${pass + 1} of ${MIX_RATES.length}: ${visits} users, ${examples} examples, loss ${(loss / Math.max(1, examples)).toFixed(3)}`);
  }
  return mean;
}
