import { seededChance, type Chance } from '#core/units';
import { adamStep, arraysEncoder, initialT11, newAdam } from '#worker/models';
import { candidatesOf, initialMix, INPUTS, lossAndGradient } from '#worker/recommender';
import { trainT11 } from '#worker/trainer';
import { shuffled } from './chance.ts';
import type { Shared } from './shared.ts';
import { idealCompany } from './statistics.ts';
import { devicesBefore, examplesOf, type Device, type Subject } from './subject.ts';

/** Examples all central T11 epochs may take together, at .2 ms each: half a minute of one core. */
const T11_EXAMPLES = 150_000;
/** Most passes over the examples: more overfit Beauty and UCI. */
const T11_EPOCHS = 5;
/** Newest examples of one user, as a device would use: a wholesaler must not outvote a hundred shoppers. */
const EXAMPLES_PER_USER = 64;
/** Newest choices of one user for the mix. */
const CHOICES_PER_USER = 8;
/** Choices the mix is taught at most: it starts from a good prior, and on Beauty's validation part ten times as many end lower (HR@10 .118 to .110). */
const MIX_CHOICES = 1500;
const MIX_PASSES = 2;
const MIX_BATCH = 8;
/** Adam's first step for the mix, falling to 0 along a line. */
const MIX_RATE = 0.02;

/**
 * Trains everything in one place on the pooled train data, without noise or rounds: the ceiling of the federated lane. The
 * mix learns from choices that neither pair counts nor T11 have seen; the counts are then made anew from all of train.
 */
export async function trainCentral(subject: Subject, onProgress: (line: string) => void): Promise<Shared> {
  const { catalogue, toldCatalogue, devices, dataset: { hasTimes } } = subject;
  const before = devicesBefore(devices);
  const known = idealCompany(before, toldCatalogue, hasTimes);
  const t11 = trainCentralT11(subject, before, onProgress);
  const mix = await trainCentralMix(subject, { coOccurrence: known, encoder: arraysEncoder(toldCatalogue), t11 }, onProgress);
  const coOccurrence = idealCompany(devices, catalogue, hasTimes);
  return { coOccurrence, encoder: arraysEncoder(catalogue), t11, mix };
}

function trainCentralT11({ toldCatalogue, seed }: Subject, before: readonly Device[], onProgress: (line: string) => void): Float32Array {
  const chance = seededChance(seed);
  const pooled = shuffled(before.flatMap((device) => examplesOf(device).slice(-EXAMPLES_PER_USER)), chance);
  const epochs = Math.max(1, Math.min(T11_EPOCHS, Math.floor(T11_EXAMPLES / Math.max(1, pooled.length))));
  return trainT11({
    weights: initialT11(toldCatalogue, { seed }), examples: pooled.slice(0, T11_EXAMPLES), items: toldCatalogue.items, encoder: arraysEncoder(toldCatalogue), chance, epochs,
    onEpoch: (epoch, loss) => onProgress(`t11 epoch ${epoch} of ${epochs}: ${pooled.length} examples, loss ${loss.toFixed(3)}`),
  });
}

async function trainCentralMix(subject: Subject, { coOccurrence, encoder, t11 }: Omit<Shared, 'mix'>, onProgress: (line: string) => void): Promise<Float32Array> {
  const chance = seededChance(subject.seed + 1);
  const repeats = !subject.split.removesHistory;
  const choices = shuffled(subject.devices.flatMap((history) => choicesFrom(history, chance).map((choice) => ({ history, choice }))), chance).slice(0, MIX_CHOICES);
  const weights = initialMix();
  let state = newAdam(weights.length);
  for (let pass = 0; pass < MIX_PASSES; pass++) {
    let loss = 0;
    for (let start = 0; start < choices.length; start += MIX_BATCH) {
      const batch = choices.slice(start, start + MIX_BATCH);
      const mean = new Float32Array(weights.length);
      for (const { history, choice } of batch) {
        const candidates = await candidatesOf({ history, catalogue: subject.toldCatalogue, t11: { encoder, weights: t11 }, ...(coOccurrence && { coOccurrence }), chance, repeats }, choice);
        if (!candidates) continue;
        const { offset } = candidates;
        const { gradient, loss: own } = lossAndGradient(weights.subarray(offset, offset + INPUTS), candidates);
        loss += own / choices.length;
        gradient.forEach((slope, j) => { mean[offset + j] = (mean[offset + j] ?? 0) + slope / batch.length; });
      }
      state = adamStep(weights, mean, state, MIX_RATE * (1 - (pass + start / choices.length) / MIX_PASSES));
    }
    onProgress(`mix pass ${pass + 1} of ${MIX_PASSES}: ${choices.length} choices, loss ${loss.toFixed(3)}`);
  }
  return weights;
}

function choicesFrom({ choices }: Device, chance: Chance): Device['choices'] {
  return choices.length <= CHOICES_PER_USER ? choices : shuffled(choices, chance).slice(0, CHOICES_PER_USER);
}
