import { CONTENT_DIMS, VECTOR_SCALE, type ItemIndex } from '#core/catalogue';
import type { Interaction } from '#core/features';
import { measureScale, scaleOf, type Scale } from '#core/ranking';
import { NO_BRAND, NO_PRICE, PRICE_BUCKETS, type CatalogueFacts } from './facts.ts';

const D = CONTENT_DIMS;
/** Interactions that shape a taste: at a decay of .9 a step the 50th weighs half a percent. */
const MAX_CONTEXT = 50;
/** Weight of an interaction against the one after it, for tastes. */
const TASTE_DECAY = 0.9;
/** The same for the reminder: what was seen five products ago is rarely what the shopper goes back to. */
const REMINDER_DECAY = 0.8;
/** How far a liked price spreads to the half octaves beside it. */
const PRICE_SPREAD = 0.5;

/** A direction in content space with the scale of its cosines over the catalogue. */
export interface ContentTaste {
  /** [CONTENT_DIMS], unit. */
  readonly direction: Float32Array;
  readonly scale: Scale;
}

/** What is known of a shopper at one moment, ready for scoring any item in constant time. Affinities are 0 to 1, the strongest 1. */
export interface ShopperContext {
  readonly facts: CatalogueFacts;
  /** Undefined without an interaction whose item has text. */
  readonly profile: ContentTaste | undefined;
  /** Of the newest item alone. */
  readonly last: ContentTaste | undefined;
  /** [C] */
  readonly categories: Float32Array;
  readonly brands: ReadonlyMap<number, number>;
  /** [PRICE_BUCKETS] */
  readonly prices: Float32Array;
  readonly lastCategory: number;
  /** By item: 1 for the newest interaction, less for older ones. */
  readonly seen: ReadonlyMap<ItemIndex, number>;
  readonly inCart: ReadonlySet<ItemIndex>;
  readonly bought: ReadonlySet<ItemIndex>;
  /** Encoder scores [N] and their scale; undefined until the encoder is ready. */
  readonly model: { readonly scores: Float32Array; readonly scale: Scale } | undefined;
  /** Distinct items with positive interest, among the interactions read. */
  readonly distinctItems: number;
}

/**
 * Context of a shopper after `interactions`: whatever comes later must not be in the list.
 *
 * @param interactions - oldest first
 * @param modelScores - shape [N], the encoder's scores after the same interactions; kept, not copied
 */
export function contextOf(facts: CatalogueFacts, interactions: readonly Interaction[], modelScores?: Float32Array): ShopperContext {
  const recent = interactions.slice(-MAX_CONTEXT);
  const newest = recent.findLast((interaction) => interaction.weight > 0);
  const tastes = gatherTastes(facts, recent);
  return {
    facts,
    profile: contentTaste(facts, tastes.direction),
    last: newest && contentTaste(facts, itemDirection(facts, newest.item)),
    categories: relative(tastes.categories),
    brands: relativeMap(tastes.brands),
    prices: relative(tastes.prices),
    lastCategory: newest ? (facts.catalogue.categoryByIndex[newest.item] ?? -1) : -1,
    ...remember(recent),
    model: modelScores && { scores: modelScores, scale: measureScale(modelScores) },
  };
}

interface Tastes {
  readonly direction: Float32Array;
  readonly categories: Float32Array;
  readonly brands: Map<number, number>;
  readonly prices: Float32Array;
}

function gatherTastes(facts: CatalogueFacts, recent: readonly Interaction[]): Tastes {
  const direction = new Float32Array(D);
  const categories = new Float32Array(facts.catalogue.categories.length);
  const brands = new Map<number, number>();
  const prices = new Float32Array(PRICE_BUCKETS);
  let decay = 1;
  for (let i = recent.length - 1; i >= 0; i--) {
    const { item, weight } = recent[i] ?? { item: 0, weight: 0 };
    const share = weight * decay;
    decay *= TASTE_DECAY;
    for (let d = 0; d < D; d++) direction[d] = (direction[d] ?? 0) + (share * (facts.catalogue.vectors[item * D + d] ?? 0)) / VECTOR_SCALE;
    const category = facts.catalogue.categoryByIndex[item] ?? 0;
    categories[category] = (categories[category] ?? 0) + share;
    const brand = facts.brandByIndex[item] ?? NO_BRAND;
    if (brand !== NO_BRAND) brands.set(brand, (brands.get(brand) ?? 0) + share);
    addPrice(prices, facts.priceBucketByIndex[item] ?? NO_PRICE, share);
  }
  return { direction, categories, brands, prices };
}

function addPrice(prices: Float32Array, bucket: number, share: number): void {
  if (bucket === NO_PRICE) return;
  prices[bucket] = (prices[bucket] ?? 0) + share;
  if (bucket > 0) prices[bucket - 1] = (prices[bucket - 1] ?? 0) + PRICE_SPREAD * share;
  if (bucket + 1 < PRICE_BUCKETS) prices[bucket + 1] = (prices[bucket + 1] ?? 0) + PRICE_SPREAD * share;
}

function remember(recent: readonly Interaction[]): Pick<ShopperContext, 'seen' | 'inCart' | 'bought' | 'distinctItems'> {
  const seen = new Map<ItemIndex, number>();
  const inCart = new Set<ItemIndex>();
  const bought = new Set<ItemIndex>();
  let age = 1;
  for (let i = recent.length - 1; i >= 0; i--) {
    const interaction = recent[i];
    if (!interaction || interaction.weight <= 0) continue;
    if (!seen.has(interaction.item)) seen.set(interaction.item, age);
    age *= REMINDER_DECAY;
  }
  for (const { item, type } of recent) {
    if (type === 'add_to_cart') inCart.add(item);
    if (type === 'remove_from_cart' || type === 'purchase') inCart.delete(item);
    if (type === 'purchase') bought.add(item);
  }
  return { seen, inCart, bought, distinctItems: seen.size };
}

function itemDirection(facts: CatalogueFacts, item: ItemIndex): Float32Array {
  return Float32Array.from(facts.catalogue.vectors.subarray(item * D, (item + 1) * D), (component) => component / VECTOR_SCALE);
}

/** Scales `direction` to a unit vector in place and finds mean and deviation of its cosines from the catalogue's moments. */
function contentTaste(facts: CatalogueFacts, direction: Float32Array): ContentTaste | undefined {
  let squares = 0;
  for (const x of direction) squares += x * x;
  if (squares < 1e-9) return undefined; // items without text, or likes and dislikes that cancel out
  const norm = Math.sqrt(squares);
  let mean = 0;
  let meanSquare = 0;
  for (let a = 0; a < D; a++) direction[a] = (direction[a] ?? 0) / norm;
  for (let a = 0; a < D; a++) {
    const x = direction[a] ?? 0;
    mean += x * (facts.contentMean[a] ?? 0);
    let row = 0;
    for (let b = 0; b < D; b++) row += (direction[b] ?? 0) * (facts.contentSquares[a * D + b] ?? 0);
    meanSquare += x * row;
  }
  return { direction, scale: scaleOf(mean, meanSquare) };
}

function relative(values: Float32Array): Float32Array {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, value);
  return largest > 0 ? values.map((value) => Math.max(0, value) / largest) : values.fill(0);
}

function relativeMap(values: Map<number, number>): Map<number, number> {
  const largest = Math.max(0, ...values.values());
  return new Map(largest > 0 ? [...values].map(([key, value]) => [key, Math.max(0, value) / largest] as const) : []);
}
