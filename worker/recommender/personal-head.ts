import { seededChance } from '#core/units';
import { INPUTS } from './mix.ts';
import { candidatesOf, lossAndGradient, mixExamples, type MixUpdateOptions } from './mix-update.ts';

/** Fewest choices a head is fitted on: with fewer, it would repeat the last click. */
const MIN_HEAD_EXAMPLES = 5;
/** Newest choices a head is fitted on. */
const MAX_HEAD_EXAMPLES = 16;
const HEAD_STEPS = 20;
const HEAD_RATE = 0.05;
/** Pull back to the shared weights, per weight and step: ten choices may bend the mix, not replace it. */
const HEAD_DECAY = 0.3;
/** Farthest a head may push one weight, so that even a strange history leaves the other scorers a say. */
const MAX_HEAD_WEIGHT = 1;
/** Same history, same head. */
const HEAD_SEED = 0x48ead;

/**
 * Fits what this shopper's own last choices say beyond the shared weights: regularised gradient steps on their
 * cross-entropy, inputs strictly before each choice. Undefined with too few choices.
 *
 * @returns shape [INPUTS], to be added to the weights of either phase
 */
export async function fitPersonalHead(options: Omit<MixUpdateOptions, 'chance' | 'learningRate' | 'examples'>): Promise<Float32Array | undefined> {
  const { interactions } = options.history;
  const examples = mixExamples(interactions).slice(-MAX_HEAD_EXAMPLES);
  if (examples.length < MIN_HEAD_EXAMPLES) return undefined;
  const chance = seededChance(HEAD_SEED);
  const moments = [];
  for (const example of examples) {
    await options.pause();
    const candidates = await candidatesOf({ ...options, chance }, example);
    if (candidates) moments.push(candidates);
  }
  const head = new Float32Array(INPUTS);
  for (let step = 0; step < HEAD_STEPS; step++) {
    await options.pause();
    const mean = new Float64Array(INPUTS);
    for (const candidates of moments) {
      const weights = head.map((own, j) => own + (options.weights[candidates.offset + j] ?? 0));
      const { gradient } = lossAndGradient(weights, candidates);
      for (let j = 0; j < INPUTS; j++) mean[j] = (mean[j] ?? 0) + (gradient[j] ?? 0) / moments.length;
    }
    for (let j = 0; j < INPUTS; j++) {
      const next = (head[j] ?? 0) - HEAD_RATE * ((mean[j] ?? 0) + HEAD_DECAY * (head[j] ?? 0));
      head[j] = Math.max(-MAX_HEAD_WEIGHT, Math.min(MAX_HEAD_WEIGHT, next));
    }
  }
  return head;
}
