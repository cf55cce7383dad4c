import { seededChance } from '#core/units';
import { INPUTS, inputWeights, MIX_INPUTS } from './mix.ts';
import { candidatesOf, lossAndGradient, mixExamples, type MixUpdateOptions } from './mix-update.ts';

/** What a product page is about, whatever the mix has learnt: what is like the product and what goes with it. */
const PAGE = inputWeights({
  popularity: 0.3, trend: 0.2, profile: 1, last: 1, model: 0.4, company: 1, category: 0.4, lastCategory: 0.4, brand: 0.2, price: 0.2,
  follows: 0.5, followsNewest: 1, together: 0.5, inCart: 0.3,
});
/** Share of PAGE in the weights of a product page. */
const PAGE_SHARE = 0.75;

/** What nominates items for the personal seats of a shelf: content, encoder and co-occurrence alone. */
export const NOMINATORS: Float32Array = PAGE.map((weight, j) => (MIX_INPUTS[j] && ['content', 'model', 'co-occurrence'].includes(MIX_INPUTS[j].scorer) ? weight : 0));

/**
 * Weights that order one shelf: those of the federated mix for this moment plus the personal head; on a product page the
 * page itself has most of the say. Never leaves the device; quality curves measure the federated mix alone.
 *
 * @param weights - shape [INPUTS] from `weightsAt`; not modified
 * @param head - shape [INPUTS] from {@link fitPersonalHead}, or undefined before there is one
 */
export function shelfWeights(weights: Float32Array, { head, isProductPage = false }: { readonly head?: Float32Array | undefined; readonly isProductPage?: boolean } = {}): Float32Array {
  const share = isProductPage ? PAGE_SHARE : 0;
  return weights.map((weight, j) => (1 - share) * (weight + (head?.[j] ?? 0)) + share * (PAGE[j] ?? 0));
}

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
