import { seededChance } from '#core/units';
import { factsOf } from './facts.ts';
import { INPUT, MIX_PARAMETERS } from './mix.ts';
import { candidatesOf, lossAndGradient, mixExamples, type MixUpdateOptions } from './mix-update.ts';
import type { ShopperContext } from './context.ts';

/**
 * Least share of each personal input on a shelf once a shopper's history speaks (docs/decisions/0002). Content leads:
 * it needs nobody else's data. The federated mix lies above these once rounds have taught it; then they do nothing.
 */
const FLOOR: readonly (readonly [number, number])[] = [
  [INPUT.profile, 1], [INPUT.last, 0.6], [INPUT.model, 0.6],
  [INPUT.category, 0.2], [INPUT.brand, 0.15], [INPUT.price, 0.05], [INPUT.inCart, 0.3], [INPUT.popularInInterest, 0.1],
];

/** Distinct items after which the floor has half its height: three views give three quarters. */
const HALF_HEIGHT_ITEMS = 1;

/**
 * Weights that order this shopper's shelf: the federated mix, lifted to a floor that grows with the history, plus the
 * personal head. Never leaves the device; quality curves measure the federated mix without it.
 *
 * @param federated - shape [MIX_PARAMETERS]; not modified
 * @param head - shape [MIX_PARAMETERS] from {@link fitPersonalHead}, or undefined before there is one
 */
export function shelfWeights(federated: Float32Array, context: Pick<ShopperContext, 'distinctItems'>, head?: Float32Array): Float32Array {
  const height = context.distinctItems / (context.distinctItems + HALF_HEIGHT_ITEMS);
  const weights = Float32Array.from(federated);
  for (const [input, floor] of FLOOR) weights[input] = Math.max(weights[input] ?? 0, height * floor);
  if (head) for (let j = 0; j < MIX_PARAMETERS; j++) weights[j] = (weights[j] ?? 0) + (head[j] ?? 0);
  return weights;
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
