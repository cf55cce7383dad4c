import { seededChance, shuffled, type Chance } from '#core/units';
import { adamStep, arraysEncoder, initialT11, newAdam } from '#worker/models';
import { candidatesOf, initialMix, INPUTS, lossAndGradient, MIX_PARAMETERS, opensSession, type Candidates } from '#worker/recommender';
import { trainT11 } from '#worker/trainer';
import type { Shared } from './shared.ts';
import { idealCompany } from './statistics.ts';
import { devicesBefore, examplesOf, type Device, type Subject } from './subject.ts';

/** Examples all central T11 epochs may take together, at .2 ms each: half a minute of one core. */
const T11_EXAMPLES = 150_000;
/** Most passes over the examples: more overfit Beauty and UCI. */
const T11_EPOCHS = 5;
/** Newest examples of one user, as a device would use: a wholesaler must not outvote a hundred shoppers. */
const EXAMPLES_PER_USER = 64;
/** Choices of one user for either set of weights of the mix. */
const CHOICES_PER_USER = 8;
/** Choices either set is taught at most; with all their candidates they are held in memory, about 60 kB each on UCI. */
const MIX_CHOICES = 1500;
/** Choices the prior is worth, as a pull back to it of so much ÷ choices: of 3, 10 and 30, ten is best or within .005 of it on five validation parts, HR@20. */
const PRIOR_CHOICES = 10;
/** At MIX_RATE they can carry a weight by 6; on UCI and Taobao the farthest went by 3. */
const MIX_STEPS = 400;
const MIX_BATCH = 32;
/** Adam's first step for the mix, falling to 0 along a line. */
const MIX_RATE = 0.03;

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
  const mix = initialMix();
  for (const isOpening of [false, true]) {
    const choices = shuffled(subject.devices.flatMap((history) => choicesFrom(history, isOpening, chance).map((choice) => ({ history, choice }))), chance).slice(0, MIX_CHOICES);
    const moments: Candidates[] = [];
    for (const { history, choice } of choices) {
      const candidates = await candidatesOf({ history, catalogue: subject.toldCatalogue, t11: { encoder, weights: t11 }, ...(coOccurrence && { coOccurrence }), chance, repeats }, choice);
      if (candidates) moments.push(candidates);
    }
    const offset = isOpening ? MIX_PARAMETERS - INPUTS : 0;
    const taught = moments.filter((moment) => moment.offset === offset);
    if (taught.length === 0) continue;
    const loss = descend(mix.subarray(offset, offset + INPUTS), taught, chance);
    onProgress(`mix ${isOpening ? 'at the start of a session' : 'within a session'}: ${taught.length} choices, loss ${loss.toFixed(3)}`);
  }
  return mix;
}

/** Moves one set of weights from its prior to where choices and prior agree. @returns mean loss of as many last draws as there are choices, nats */
function descend(weights: Float32Array, moments: readonly Candidates[], chance: Chance): number {
  const prior = Float32Array.from(weights);
  const pull = (2 * PRIOR_CHOICES) / moments.length;
  let state = newAdam(weights.length);
  const losses: number[] = [];
  for (let step = 0; step < MIX_STEPS; step++) {
    const mean = weights.map((weight, j) => pull * (weight - (prior[j] ?? 0)));
    for (let drawn = 0; drawn < MIX_BATCH; drawn++) {
      const moment = moments[chance.below(moments.length)];
      if (!moment) continue;
      const { gradient, loss: own } = lossAndGradient(weights, moment);
      losses.push(own);
      gradient.forEach((slope, j) => { mean[j] = (mean[j] ?? 0) + slope / MIX_BATCH; });
    }
    state = adamStep(weights, mean, state, MIX_RATE * (1 - step / MIX_STEPS));
  }
  const last = losses.slice(-moments.length);
  return last.reduce((sum, loss) => sum + loss, 0) / last.length;
}

function choicesFrom({ interactions, choices }: Device, isOpening: boolean, chance: Chance): Device['choices'] {
  const own = choices.filter((choice) => opensSession(interactions, choice) === isOpening);
  return own.length <= CHOICES_PER_USER ? own : shuffled(own, chance).slice(0, CHOICES_PER_USER);
}
