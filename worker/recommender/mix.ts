import type { ItemIndex } from '#core/catalogue';
import type { ScorerName } from '#core/ranking';
import type { ShopperContext } from './context.ts';
import { NEIGHBOUR_UNIT, type Evidence } from './evidence.ts';
import { NO_BRAND, NO_PRICE } from './facts.ts';

/**
 * The scorer that each input of the mix belongs to, in the order of their weights (`INPUT`). All inputs are of the size of 1
 * to 5 where they speak. What they are called stands apart (`./input-names.ts`): no shelf shows it.
 */
export const INPUT_SCORERS = [
  'popularity', 'popularity', 'content', 'content', 'model', 'co-occurrence', 'on-device', 'on-device', 'on-device', 'on-device',
  'co-occurrence', 'co-occurrence', 'co-occurrence', 'co-occurrence', 'on-device', 'on-device', 'on-device', 'on-device', 'on-device', 'on-device',
] as const satisfies readonly ScorerName[];

/** Inputs of an item. */
export const INPUTS = INPUT_SCORERS.length;

/** P, weights of the `mix` model: one per input within a session, then one per input at the start of one. */
export const MIX_PARAMETERS = 2 * INPUTS;

/** Where each input stands; for code that treats one of them apart. */
export const INPUT = {
  popularity: 0, trend: 1, profile: 2, last: 3, model: 4, company: 5, category: 6, lastCategory: 7, brand: 8, price: 9,
  nextCategory: 10, follows: 11, followsNewest: 12, together: 13, met: 14, newest: 15, lately: 16, often: 17, inCart: 18, bought: 19,
} as const;
/** From here on inputs are 0 but for the items that the history says something of. */
const FIRST_SPARSE = INPUT.follows;

/** Weights by input name, 0 where not named. shape [INPUTS] */
export type NamedWeights = Readonly<Partial<Record<keyof typeof INPUT, number>>>;
export function inputWeights(named: NamedWeights): Float32Array {
  const weights = new Float32Array(INPUTS);
  for (const [name, weight] of Object.entries(named)) weights[INPUT[name as keyof typeof INPUT]] = weight;
  return weights;
}

const WITHIN: NamedWeights = {
  popularity: 0.3, trend: 0.1, profile: 0.2, last: 0.1, model: 0.3, company: 1.1, category: 0.6, lastCategory: 0.4, brand: 0.3, price: 0.1,
  follows: 0.5, followsNewest: 1.2, together: 0.7, met: 0.4, newest: 1.5, lately: 0.1, often: 0.7, inCart: 0.4, bought: 0.2,
};
const START: NamedWeights = {
  popularity: 0.2, trend: 0.2, profile: 0.3, model: 0.2, company: 0.4, category: 0.6, brand: 0.3, price: 0.1,
  nextCategory: 0.3, follows: 0.3, together: 0.3, met: 1.1, lately: 0.2, often: 1.1, inCart: 0.4, bought: 0.5,
};

/**
 * Model 0 of `mix`: what was learnt on the validation parts of four public data sets, rounded (docs/decisions/0008), so that
 * a shop's first shelf is a good one and rounds only have to find what is different about it. shape [MIX_PARAMETERS]
 */
export function initialMix(): Float32Array {
  return Float32Array.from([...inputWeights(WITHIN), ...inputWeights(START)]);
}

/** A shelf for nobody: what sells, and lately more. */
const NOBODY = inputWeights({ popularity: 0.5, trend: 1 });

/** Where the weights of a context's phase begin in the mix; undefined where no mix is asked. */
export function phaseOffset({ phase }: Pick<ShopperContext, 'phase'>): number | undefined {
  switch (phase) {
    case 'nobody': return undefined;
    case 'within': return 0;
    case 'start': return INPUTS;
  }
}

/**
 * The weights that answer in a context.
 *
 * @param mix - shape [MIX_PARAMETERS]
 * @returns shape [INPUTS]
 * @throws RangeError if `mix` has another length
 */
export function weightsAt(context: Pick<ShopperContext, 'phase'>, mix: Float32Array): Float32Array {
  if (mix.length !== MIX_PARAMETERS) throw new RangeError(`Cannot mix with ${mix.length} weights: wanted ${MIX_PARAMETERS}`);
  const offset = phaseOffset(context);
  return offset === undefined ? NOBODY : mix.subarray(offset, offset + INPUTS);
}

/** Cosines run to 1; four times that is what other inputs run to. */
const COSINE_SCALE = 4;
/** Encoder scores in deviations, halved: the best of ten thousand lie 4 to 8 out. */
const MODEL_SCALE = 0.5;
/** Full evidence of a kind that is there or not. */
const FULL = 3;

/** Writes the INPUTS inputs of `item` into `out` at `at`. */
export function writeInputs(context: ShopperContext, item: ItemIndex, out: Float32Array, at: number): void {
  writeDense(context, item, out, at);
  out.fill(0, at + FIRST_SPARSE, at + INPUTS);
  const evidence = context.evidence.get(item);
  if (evidence) writeEvidence(context, evidence, out, at);
}

function writeDense(context: ShopperContext, item: ItemIndex, out: Float32Array, at: number): void {
  const { facts, coOccurrence } = context;
  const category = facts.catalogue.categoryByIndex[item] ?? 0;
  const brand = facts.brandByIndex[item] ?? NO_BRAND;
  const price = facts.priceBucketByIndex[item] ?? NO_PRICE;
  out[at] = facts.popularity[item] ?? 0;
  out[at + INPUT.trend] = coOccurrence ? (coOccurrence.trend[item] ?? 0) : 0;
  out[at + INPUT.profile] = context.profile ? COSINE_SCALE * (context.profile[item] ?? 0) : 0;
  out[at + INPUT.last] = context.last ? COSINE_SCALE * (context.last[item] ?? 0) : 0;
  out[at + INPUT.model] = context.model ? MODEL_SCALE * ((context.model.scores[item] ?? 0) - context.model.scale.mean) * context.model.scale.inverse : 0;
  out[at + INPUT.company] = context.company ? COSINE_SCALE * (context.company[item] ?? 0) : 0;
  out[at + INPUT.category] = context.categories[category] ?? 0;
  out[at + INPUT.lastCategory] = category === context.lastCategory ? 1 : 0;
  out[at + INPUT.brand] = brand === NO_BRAND ? 0 : (context.brands[brand] ?? 0);
  out[at + INPUT.nextCategory] = context.nextCategories ? (context.nextCategories[category] ?? 0) : 0;
  out[at + INPUT.price] = price === NO_PRICE ? 0 : (context.prices[price] ?? 0);
}

function writeEvidence({ rarity }: ShopperContext, evidence: Evidence, out: Float32Array, at: number): void {
  out[at + INPUT.follows] = Math.log1p(evidence.follows / NEIGHBOUR_UNIT);
  out[at + INPUT.followsNewest] = Math.log1p(evidence.followsNewest / NEIGHBOUR_UNIT);
  out[at + INPUT.together] = Math.log1p(evidence.together / NEIGHBOUR_UNIT);
  out[at + INPUT.met] = evidence.times > 0 ? rarity : 0;
  out[at + INPUT.newest] = FULL * evidence.newest;
  out[at + INPUT.lately] = FULL * evidence.lately;
  out[at + INPUT.often] = Math.log(Math.max(1, evidence.times));
  out[at + INPUT.inCart] = FULL * evidence.inCart;
  out[at + INPUT.bought] = FULL * evidence.bought;
}

/** All inputs of all items: INPUTS columns of shape [N], in the order of INPUT. */
export function mixFeatures(context: ShopperContext): Float32Array[] {
  const { items } = context.facts;
  const columns = INPUT_SCORERS.map(() => new Float32Array(items));
  const row = new Float32Array(INPUTS);
  for (let item = 0; item < items; item++) {
    writeDense(context, item, row, 0);
    for (let j = 0; j < FIRST_SPARSE; j++) (columns[j] as Float32Array)[item] = row[j] as number;
  }
  for (const [item, evidence] of context.evidence) {
    writeEvidence(context, evidence, row, 0);
    for (let j = FIRST_SPARSE; j < INPUTS; j++) (columns[j] as Float32Array)[item] = row[j] as number;
  }
  return columns;
}

/**
 * Mixed score of every item, without keeping the inputs.
 *
 * @param weights - shape [INPUTS]
 * @returns shape [N]
 * @throws RangeError if `weights` has another length
 */
export function mixScores(context: ShopperContext, weights: Float32Array): Float32Array {
  if (weights.length !== INPUTS) throw new RangeError(`Cannot score with ${weights.length} weights: wanted ${INPUTS}`);
  const scores = denseScores(context, weights);
  const row = new Float32Array(INPUTS);
  for (const [item, evidence] of context.evidence) {
    writeEvidence(context, evidence, row, 0);
    let sum = scores[item] ?? 0;
    for (let j = FIRST_SPARSE; j < INPUTS; j++) sum += (weights[j] as number) * (row[j] as number);
    scores[item] = sum;
  }
  return scores;
}

/** The part of the score that {@link writeDense} gives inputs for, an input at a time: half a ms less over 10,000 items than item by item. shape [N] */
function denseScores(context: ShopperContext, weights: Float32Array): Float32Array {
  const { facts: { items, popularity, catalogue, brandByIndex, priceBucketByIndex }, coOccurrence, model, profile, last, company, nextCategories } = context;
  const sums = new Float64Array(items);
  const weightOf = (input: number): number => weights[input] as number;
  const add = (values: Float32Array | undefined, scale: number, mean = 0): void => {
    if (values && scale !== 0) for (let item = 0; item < items; item++) sums[item] = (sums[item] as number) + scale * ((values[item] as number) - mean);
  };
  const addGroups = (groups: Uint16Array | Int32Array | Uint8Array, parts: Float64Array): void => {
    for (let item = 0; item < items; item++) sums[item] = (sums[item] as number) + (parts[(groups[item] as number) + 1] ?? 0);
  };
  const parts = (values: Float32Array, weight: number): Float64Array => Float64Array.from({ length: values.length + 1 }, (_, at) => (at === 0 ? 0 : weight * (values[at - 1] as number))); // -1 is no brand
  add(popularity, weightOf(INPUT.popularity));
  add(coOccurrence?.trend, weightOf(INPUT.trend));
  add(profile, COSINE_SCALE * weightOf(INPUT.profile));
  add(last, COSINE_SCALE * weightOf(INPUT.last));
  if (model) add(model.scores, MODEL_SCALE * model.scale.inverse * weightOf(INPUT.model), model.scale.mean);
  add(company, COSINE_SCALE * weightOf(INPUT.company));
  const byCategory = parts(context.categories, weightOf(INPUT.category));
  if (nextCategories) for (const [c, value] of nextCategories.entries()) byCategory[c + 1] = (byCategory[c + 1] as number) + weightOf(INPUT.nextCategory) * value;
  if (context.lastCategory >= 0) byCategory[context.lastCategory + 1] = (byCategory[context.lastCategory + 1] as number) + weightOf(INPUT.lastCategory);
  addGroups(catalogue.categoryByIndex, byCategory);
  addGroups(brandByIndex, parts(context.brands, weightOf(INPUT.brand)));
  addGroups(priceBucketByIndex, parts(context.prices, weightOf(INPUT.price)));
  return new Float32Array(sums);
}

/** Σ weights[j] · rows[at + j] in float64. */
export function dot(weights: Float32Array, rows: Float32Array, at: number): number {
  let sum = 0;
  for (let j = 0; j < weights.length; j++) sum += (weights[j] as number) * (rows[at + j] as number);
  return sum;
}

/** Each scorer as it stands alone. Reminders weigh most on the device (a third of the next clicks in YooChoose are repeats), tastes order the rest. */
const ALONE: Readonly<Record<Exclude<ScorerName, 'mix'>, NamedWeights>> = {
  popularity: { popularity: 1 },
  content: { profile: 1 },
  model: { model: 1 },
  'co-occurrence': { follows: 1, together: 0.5, company: 1, nextCategory: 0.1 },
  'on-device': { category: 0.5, lastCategory: 0.3, brand: 0.3, price: 0.15, met: 0.15, newest: 1, lately: 1, often: 0.5, inCart: 0.25, bought: 0.25 },
};

/** Weights that make the mix equal to one scorer alone. shape [INPUTS] */
export function weightsOf(scorer: Exclude<ScorerName, 'mix'>): Float32Array {
  return inputWeights(ALONE[scorer]);
}
