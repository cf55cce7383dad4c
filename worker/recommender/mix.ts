import type { ItemIndex } from '#core/catalogue';
import { MAX_DEVIATIONS, onScale, type ScorerName } from '#core/ranking';
import type { ShopperContext } from './context.ts';
import { contentCosine, NO_BRAND, NO_PRICE } from './facts.ts';

/**
 * Inputs of the mix in the order of its weights, each with the scorer it belongs to. Dense ones are standardised over
 * the catalogue and held within ±MAX_DEVIATIONS; sparse ones (0 for most items) run from 0 to MAX_DEVIATIONS, so that
 * full evidence counts as much as a freak of a dense one, in a shop of any size.
 */
export const MIX_INPUTS = [
  { name: 'popularity', scorer: 'popularity' },
  { name: 'content of the whole history', scorer: 'content' },
  { name: 'content of the newest item', scorer: 'content' },
  { name: 'encoder', scorer: 'model' },
  { name: 'popularity within liked categories', scorer: 'on-device' },
  { name: 'liked category', scorer: 'on-device' },
  { name: 'liked brand', scorer: 'on-device' },
  { name: 'liked price', scorer: 'on-device' },
  { name: 'category of the newest item', scorer: 'on-device' },
  { name: 'seen before', scorer: 'on-device' },
  { name: 'left in the cart', scorer: 'on-device' },
  { name: 'bought before', scorer: 'on-device' },
] as const satisfies readonly { readonly name: string; readonly scorer: ScorerName }[];

/** P, weights of the `mix` model: one per input. Every further one costs cohort size (R grows with √P). */
export const MIX_PARAMETERS = MIX_INPUTS.length;

/** Where each input stands; for code that treats one of them apart. */
export const INPUT = {
  popularity: 0, profile: 1, last: 2, model: 3, popularInInterest: 4, category: 5, brand: 6, price: 7, lastCategory: 8, seen: 9, inCart: 10, bought: 11,
} as const;

/** Model 0 of `mix`: popularity only, so that what rounds add can be seen. shape [MIX_PARAMETERS] */
export function initialMix(): Float32Array {
  const weights = new Float32Array(MIX_PARAMETERS);
  weights[INPUT.popularity] = 1;
  return weights;
}

/** Writes the MIX_PARAMETERS inputs of `item` into `out` at `at`. */
export function writeInputs(context: ShopperContext, item: ItemIndex, out: Float32Array, at: number): void {
  const { facts } = context;
  const full = MAX_DEVIATIONS;
  const category = facts.catalogue.categoryByIndex[item] ?? 0;
  const brand = facts.brandByIndex[item] ?? NO_BRAND;
  const price = facts.priceBucketByIndex[item] ?? NO_PRICE;
  const popularity = facts.popularity[item] ?? 0;
  const liking = context.categories[category] ?? 0;
  out[at] = popularity;
  out[at + INPUT.profile] = context.profile ? onScale(contentCosine(facts, context.profile.direction, item), context.profile.scale) : 0;
  out[at + INPUT.last] = context.last ? onScale(contentCosine(facts, context.last.direction, item), context.last.scale) : 0;
  out[at + INPUT.model] = context.model ? onScale(context.model.scores[item] ?? 0, context.model.scale) : 0;
  out[at + INPUT.popularInInterest] = popularity * liking;
  out[at + INPUT.category] = full * liking;
  out[at + INPUT.brand] = brand === NO_BRAND ? 0 : full * (context.brands.get(brand) ?? 0);
  out[at + INPUT.price] = price === NO_PRICE ? 0 : full * (context.prices[price] ?? 0);
  out[at + INPUT.lastCategory] = category === context.lastCategory ? full : 0;
  out[at + INPUT.seen] = full * (context.seen.get(item) ?? 0);
  out[at + INPUT.inCart] = context.inCart.has(item) ? full : 0;
  out[at + INPUT.bought] = context.bought.has(item) ? full : 0;
}

/** All inputs of all items: MIX_PARAMETERS columns of shape [N], in the order of MIX_INPUTS. */
export function mixFeatures(context: ShopperContext): Float32Array[] {
  const { items } = context.facts;
  const columns = MIX_INPUTS.map(() => new Float32Array(items));
  const row = new Float32Array(MIX_PARAMETERS);
  for (let item = 0; item < items; item++) {
    writeInputs(context, item, row, 0);
    for (const [j, column] of columns.entries()) column[item] = row[j] ?? 0;
  }
  return columns;
}

/**
 * Mixed score of every item, without keeping the inputs.
 *
 * @param weights - shape [MIX_PARAMETERS]
 * @returns shape [N]
 * @throws RangeError if `weights` has another length
 */
export function mixScores(context: ShopperContext, weights: Float32Array): Float32Array {
  if (weights.length !== MIX_PARAMETERS) throw new RangeError(`Cannot mix with ${weights.length} weights: wanted ${MIX_PARAMETERS}`);
  const scores = new Float32Array(context.facts.items);
  const row = new Float32Array(MIX_PARAMETERS);
  for (let item = 0; item < scores.length; item++) {
    writeInputs(context, item, row, 0);
    scores[item] = dot(weights, row, 0);
  }
  return scores;
}

/** Σ weights[j] · rows[at + j] in float64. */
export function dot(weights: Float32Array, rows: Float32Array, at: number): number {
  let sum = 0;
  for (let j = 0; j < weights.length; j++) sum += (weights[j] ?? 0) * (rows[at + j] ?? 0);
  return sum;
}

/**
 * The on-device scorer as it stands alone: fixed weights over what only this device knows. Reminders weigh most
 * (a third of the next clicks in YooChoose are repeats), tastes order the rest.
 */
const ON_DEVICE_WEIGHTS: Readonly<Partial<Record<keyof typeof INPUT, number>>> = {
  popularInInterest: 0.5, category: 0.3, brand: 0.3, price: 0.15, lastCategory: 0.3, seen: 1, inCart: 0.25, bought: 0.25,
};

/** Weights that make the mix equal to one scorer alone. shape [MIX_PARAMETERS] */
export function weightsOf(scorer: Exclude<ScorerName, 'mix'>): Float32Array {
  const weights = new Float32Array(MIX_PARAMETERS);
  switch (scorer) {
    case 'popularity': weights[INPUT.popularity] = 1; break;
    case 'content': weights[INPUT.profile] = 1; break;
    case 'model': weights[INPUT.model] = 1; break;
    case 'on-device':
      for (const [name, weight] of Object.entries(ON_DEVICE_WEIGHTS)) weights[INPUT[name as keyof typeof INPUT]] = weight;
      break;
  }
  return weights;
}
