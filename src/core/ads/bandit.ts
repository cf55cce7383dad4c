import { BANDIT_DIMS, type LinearPosterior } from '#core/campaigns';
import type { AudienceFacts } from './facts.ts';
import type { Showing } from './history.ts';
import { BASE_CLICK_CHANCE, type AdContext } from './value.ts';

/** What the linear model sees of a creative in a slot, in this order; each lies in [0, 1] and can be told again from the log. */
export const BANDIT_FEATURES = [
  'base', 'style card', 'style banner', 'style price', 'style quiet', 'picture', 'price', 'discount', 'action', 'description', 'strip', 'tower', 'top slot', 'taste', 'seen before', 'own campaign',
] as const;
/** Width of a strip, and height of a tower, in multiples of the other side. */
const STRIP = 3;
const TOWER = 1.5;
/** Views of one creative after which more no longer count as more. */
const MANY_VIEWS = 15;
/** Deviations before anything is learned: of the base chance as large as itself, of each feature a half of that. */
const PRIOR_DEVIATION = { base: BASE_CLICK_CHANCE, feature: BASE_CLICK_CHANCE / 2 } as const;
/** Weight of one ad that was followed or not: 1 / variance of a click at the base chance. */
const OBSERVATION_PRECISION = 1 / (BASE_CLICK_CHANCE * (1 - BASE_CLICK_CHANCE));

/** @param views - how often she saw this creative before */
export function featuresOf({ campaign, creative, slot, size }: AdContext, shopper: AudienceFacts & { readonly itemCategories: readonly string[] }, views: number): Float64Array {
  const { assets, style, itemId } = creative;
  const { priceCents: price, salePriceCents: sale } = assets;
  const isTaste = campaign.audience.tags.some((tag) => shopper.tags.includes(tag)) || [...campaign.audience.categories, ...shopper.itemCategories].some((name) => shopper.categories.includes(name));
  const claims = [
    true, style === 'card', style === 'banner', style === 'price', style === 'quiet', assets.image !== undefined || itemId !== undefined, price !== undefined,
    price !== undefined && price > 0 && sale !== undefined ? 1 - sale / price : 0, assets.ctatext !== undefined, assets.desc !== undefined,
    size.width >= STRIP * size.height, size.height >= TOWER * size.width, /top|hero|head/i.test(slot), isTaste, Math.min(1, Math.log2(1 + views) / Math.log2(1 + MANY_VIEWS)), campaign.bid.kind === 'margin',
  ];
  return Float64Array.from(claims, Number);
}

/** A normal distribution over the model's weights, its precision factored: A = L·Lᵀ. */
export interface Weights {
  /** shape [BANDIT_DIMS]. */
  readonly mean: Float64Array;
  /** shape [BANDIT_DIMS, BANDIT_DIMS], lower triangle of L. */
  readonly factor: Float64Array;
}

/** One showing whose end is known: features, and whether it was followed. */
export interface Outcome {
  readonly features: Float64Array;
  readonly isClick: boolean;
}

/** Where nobody has learned anything: every ad is followed with the base chance. */
function prior(): { readonly precision: Float64Array; readonly b: Float64Array } {
  const precision = new Float64Array(BANDIT_DIMS * BANDIT_DIMS);
  for (let i = 0; i < BANDIT_DIMS; i++) precision[i * (BANDIT_DIMS + 1)] = 1 / (i === 0 ? PRIOR_DEVIATION.base : PRIOR_DEVIATION.feature) ** 2;
  const b = new Float64Array(BANDIT_DIMS);
  b[0] = BASE_CLICK_CHANCE * (precision[0] ?? 0);
  return { precision, b };
}

/** A click rate that was seen where the features were these, and how sure it is: 1 / its variance. */
export interface SeenRate {
  readonly features: Float64Array;
  readonly rate: number;
  readonly precision: number;
}

/** The prior after `rates`. Positive definite whatever they are: each adds a square. */
export function posteriorFrom(rates: readonly SeenRate[]): LinearPosterior {
  const { precision, b } = observed(prior(), rates);
  const rows = Array.from({ length: BANDIT_DIMS }, (_, i) => precision.subarray(i * BANDIT_DIMS + i, (i + 1) * BANDIT_DIMS));
  return { b: [...b], precision: rows.flatMap((row) => [...row]) };
}

function published({ b, precision: triangle }: LinearPosterior): ReturnType<typeof prior> {
  const precision = new Float64Array(BANDIT_DIMS * BANDIT_DIMS);
  let next = 0;
  for (let i = 0; i < BANDIT_DIMS; i++) {
    for (let j = i; j < BANDIT_DIMS; j++) precision[i * BANDIT_DIMS + j] = precision[j * BANDIT_DIMS + i] = triangle[next++] ?? 0;
  }
  return { precision, b: Float64Array.from(b) };
}

/** What is known of the weights: the posterior that everyone has, and what this device saw itself. A published one that is no distribution is passed over. */
export function weightsOf(posterior: LinearPosterior | undefined, outcomes: readonly Outcome[]): Weights {
  const weights = (posterior && fitted(published(posterior), outcomes)) ?? fitted(prior(), outcomes);
  if (!weights) throw new RangeError('Cannot factor the precision of the prior: it must be positive definite');
  return weights;
}

/** Adds observations to a distribution, in place. */
function observed({ precision, b }: ReturnType<typeof prior>, rates: readonly SeenRate[]): ReturnType<typeof prior> {
  for (const { features, rate, precision: weight } of rates) {
    for (let i = 0; i < BANDIT_DIMS; i++) {
      const x = weight * (features[i] ?? 0);
      b[i] = (b[i] ?? 0) + x * rate;
      for (let j = 0; j < BANDIT_DIMS; j++) precision[i * BANDIT_DIMS + j] = (precision[i * BANDIT_DIMS + j] ?? 0) + x * (features[j] ?? 0);
    }
  }
  return { precision, b };
}

function fitted(before: ReturnType<typeof prior>, outcomes: readonly Outcome[]): Weights | undefined {
  const { precision, b } = observed(before, outcomes.map(({ features, isClick }) => ({ features, rate: isClick ? 1 : 0, precision: OBSERVATION_PRECISION })));
  const factor = cholesky(precision);
  return factor && { mean: solveUpper(factor, solveLower(factor, b)), factor };
}

/** L of A = L·Lᵀ; undefined where A is not positive definite. */
function cholesky(a: Float64Array): Float64Array | undefined {
  const n = BANDIT_DIMS;
  const l = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = a[i * n + j] ?? 0;
      for (let k = 0; k < j; k++) rest -= (l[i * n + k] ?? 0) * (l[j * n + k] ?? 0);
      if (i === j && !(rest > 0)) return undefined;
      l[i * n + j] = i === j ? Math.sqrt(rest) : rest / (l[j * n + j] ?? 1);
    }
  }
  return l;
}

/** x of L·x = b. */
function solveLower(l: Float64Array, b: Float64Array): Float64Array {
  const x = Float64Array.from(b);
  for (let i = 0; i < BANDIT_DIMS; i++) {
    for (let k = 0; k < i; k++) x[i] = (x[i] ?? 0) - (l[i * BANDIT_DIMS + k] ?? 0) * (x[k] ?? 0);
    x[i] = (x[i] ?? 0) / (l[i * (BANDIT_DIMS + 1)] ?? 1);
  }
  return x;
}

/** x of Lᵀ·x = b. */
function solveUpper(l: Float64Array, b: Float64Array): Float64Array {
  const x = Float64Array.from(b);
  for (let i = BANDIT_DIMS - 1; i >= 0; i--) {
    for (let k = i + 1; k < BANDIT_DIMS; k++) x[i] = (x[i] ?? 0) - (l[k * BANDIT_DIMS + i] ?? 0) * (x[k] ?? 0);
    x[i] = (x[i] ?? 0) / (l[i * (BANDIT_DIMS + 1)] ?? 1);
  }
  return x;
}

/**
 * Features as the 16 standard normals z of a draw meet them: a draw less its mean is L⁻ᵀ·z, so its product with the features is
 * that of z with L⁻¹·features, and no draw needs a solution of its own. shape [BANDIT_DIMS].
 */
export function whitened({ factor }: Weights, features: Float64Array): Float64Array {
  return solveLower(factor, features);
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

/** How often each creative was seen before `beforeMs`. */
export function viewsOf(showings: readonly Showing[], creativeId: string, beforeMs = Infinity): number {
  return showings.filter((showing) => showing.creativeId === creativeId && (showing.viewedMs ?? Infinity) < beforeMs).length;
}
