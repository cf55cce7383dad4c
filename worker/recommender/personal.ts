import { seededChance } from '#core/units';
import { factsOf } from './facts.ts';
import { INPUT, MIX_INPUTS, MIX_PARAMETERS } from './mix.ts';
import { candidatesOf, lossAndGradient, mixExamples, type MixUpdateOptions } from './mix-update.ts';
import type { ShopperContext } from './context.ts';

/**
 * A shelf before any round has taught the mix (docs/decisions/0002): content leads, because it needs nobody else's data,
 * and popularity keeps half its say. By input; 0 where not named.
 */
const PRIOR = priorWeights([
  [INPUT.popularity, 0.5], [INPUT.profile, 1], [INPUT.last, 0.6], [INPUT.model, 0.6],
  [INPUT.category, 0.2], [INPUT.brand, 0.15], [INPUT.price, 0.05], [INPUT.inCart, 0.3], [INPUT.popularInInterest, 0.1],
]);

function priorWeights(entries: readonly (readonly [number, number])[]): Float32Array {
  const weights = new Float32Array(MIX_PARAMETERS);
  for (const [input, weight] of entries) weights[input] = weight;
  return weights;
}

/** What nominates items for the personal seats of a shelf: the prior's content and encoder inputs alone. */
export const NOMINATORS: Float32Array = PRIOR.map((weight, j) => (MIX_INPUTS[j]?.scorer === 'content' || MIX_INPUTS[j]?.scorer === 'model' ? weight : 0));

/** Distinct items at which the prior has half its share: three views give it three quarters. */
const HALF_SHARE_ITEMS = 1;
/** Sum of absolute personal weights at which a federated mix needs no prior: a trained one has about 1.3. */
const TAUGHT_WEIGHT = 1;

/** Share of the prior in a shelf's weights, 0 to 1: grows with the shopper's own history, goes as rounds teach the mix. */
export function priorShare(federated: Float32Array, context: Pick<ShopperContext, 'distinctItems'>): number {
  let taught = 0;
  for (const [j, weight] of federated.entries()) if (j !== INPUT.popularity) taught += Math.abs(weight);
  const room = Math.max(0, 1 - taught / TAUGHT_WEIGHT);
  return (room * context.distinctItems) / (context.distinctItems + HALF_SHARE_ITEMS);
}

/**
 * Weights that order this shopper's shelf: the federated mix and the prior by `share`, plus the personal head.
 * Never leaves the device; quality curves measure the federated mix alone.
 *
 * @param federated - shape [MIX_PARAMETERS]; not modified
 * @param head - shape [MIX_PARAMETERS] from {@link fitPersonalHead}, or undefined before there is one
 */
export function shelfWeights(federated: Float32Array, share: number, head?: Float32Array): Float32Array {
  return federated.map((weight, j) => (1 - share) * weight + share * (PRIOR[j] ?? 0) + (head?.[j] ?? 0));
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
 * @returns shape [MIX_PARAMETERS], to be added to the weights it was fitted over
 */
export async function fitPersonalHead(options: Omit<MixUpdateOptions, 'chance' | 'learningRate'>): Promise<Float32Array | undefined> {
  const { interactions } = options.history;
  const examples = mixExamples(interactions).slice(-MAX_HEAD_EXAMPLES);
  if (examples.length < MIN_HEAD_EXAMPLES) return undefined;
  const chance = seededChance(HEAD_SEED);
  const moments = [];
  for (const example of examples) {
    await options.pause();
    moments.push(await candidatesOf({ facts: factsOf(options.catalogue), interactions, example, t11: options.t11, chance }));
  }
  const head = new Float32Array(MIX_PARAMETERS);
  for (let step = 0; step < HEAD_STEPS; step++) {
    await options.pause();
    const weights = options.weights.map((weight, j) => weight + (head[j] ?? 0));
    const mean = new Float64Array(MIX_PARAMETERS);
    for (const candidates of moments) {
      const { gradient } = lossAndGradient(weights, candidates);
      for (let j = 0; j < MIX_PARAMETERS; j++) mean[j] = (mean[j] ?? 0) + (gradient[j] ?? 0) / moments.length;
    }
    for (let j = 0; j < MIX_PARAMETERS; j++) {
      const next = (head[j] ?? 0) - HEAD_RATE * ((mean[j] ?? 0) + HEAD_DECAY * (head[j] ?? 0));
      head[j] = Math.max(-MAX_HEAD_WEIGHT, Math.min(MAX_HEAD_WEIGHT, next));
    }
  }
  return head;
}
