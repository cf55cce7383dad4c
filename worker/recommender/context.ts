import { CONTENT_DIMS, namedCategory, VECTOR_SCALE, type ItemIndex } from '#core/catalogue';
import type { CategoryTies } from '#core/cooccurrence';
import type { Interaction } from '#core/features';
import { measureScale, type Scale } from '#core/ranking';
import type { CoOccurrence } from './co-occurrence.ts';
import { evidenceOf, NEIGHBOUR_UNIT, type Evidence, type Only } from './evidence.ts';
import { NO_BRAND, NO_PRICE, PRICE_BUCKETS, type CatalogueFacts } from './facts.ts';
import { phaseAt, type Phase } from './phase.ts';

const D = CONTENT_DIMS;
/** Interactions that shape a taste: at a decay of .9 a step the 50th weighs half a percent. */
const MAX_CONTEXT = 50;
/** Weight of an interaction against the one after it, for tastes. */
const TASTE_DECAY = 0.9;
/** The same for the company items keep: on validation .8 and .9 about equal, .5 and 1 worse. */
const COMPANY_DECAY = 0.8;
/** Share of a liking at which its input is ln 2. */
const LIKING_UNIT = 0.1;
/** How far a liked price spreads to the half octaves beside it. */
const PRICE_SPREAD = 0.5;

/** What else is known when a context is made. */
export interface Knowledge {
  /** [N] the encoder's scores after the same interactions; kept, not copied. Without them its input is 0. */
  readonly modelScores?: Float32Array;
  /** Their scale, where it was measured before. */
  readonly modelScale?: Scale;
  /** What the table of pairs says; without it its inputs are 0. */
  readonly coOccurrence?: CoOccurrence;
  /** Items that will be asked about; all by default. Of others cosines and neighbours are 0 then. */
  readonly only?: Only;
  /** Moment of the question, ms since 1970; that of the newest interaction by default. */
  readonly nowMs?: number;
}

/** What is known of a shopper at one moment, ready for scoring any item in constant time. */
export interface ShopperContext {
  readonly facts: CatalogueFacts;
  readonly phase: Phase;
  readonly coOccurrence: CoOccurrence | undefined;
  /** [N] cosines with what the history and the newest moment are about, by content and by company; undefined where nothing is known. */
  readonly profile: Float32Array | undefined;
  readonly last: Float32Array | undefined;
  readonly company: Float32Array | undefined;
  /** [C] and [brands], ln(1 + share of liking / LIKING_UNIT): taken here once for each, not for each item. */
  readonly categories: Float32Array;
  readonly brands: Float32Array;
  /** [PRICE_BUCKETS] the strongest is 1. */
  readonly prices: Float32Array;
  readonly lastCategory: number;
  /** [C] how strongly each category goes with those of the history, ln(1 + sum / NEIGHBOUR_UNIT); undefined where no table says. */
  readonly nextCategories: Float32Array | undefined;
  /** What the history says of single items; most have none. */
  readonly evidence: ReadonlyMap<ItemIndex, Evidence>;
  /** Items of the history with positive interest, the newest moment's included. */
  readonly seen: ReadonlySet<ItemIndex>;
  readonly inCart: ReadonlySet<ItemIndex>;
  /** ln(N ÷ items met): where met and other items are equally likely in sum, this is how far one met before is ahead of any other. 0 where nothing was met. */
  readonly rarity: number;
  /** Encoder scores [N] and their scale; undefined until the encoder is ready. */
  readonly model: { readonly scores: Float32Array; readonly scale: Scale } | undefined;
}

/**
 * Context of a shopper after `interactions`: whatever comes later must not be in the list.
 *
 * @param interactions - oldest first
 */
export function contextOf(facts: CatalogueFacts, interactions: readonly Interaction[], { modelScores, coOccurrence, nowMs, only, modelScale }: Knowledge = {}): ShopperContext {
  const { items, catalogue: { vectors } } = facts;
  const recent = interactions.slice(-MAX_CONTEXT);
  const newest = recent.findLast(({ weight }) => weight > 0);
  const phase = phaseAt(newest, nowMs);
  const tastes = gatherTastes(facts, recent);
  const { byItem, seen, inCart } = evidenceOf(interactions, { coOccurrence, phase, only });
  return {
    facts, phase, coOccurrence,
    profile: cosines(vectors, tastes.direction, { items, dotsOf: () => facts.dots, only }),
    last: phase === 'within' && newest ? cosines(vectors, rowOf(vectors, newest.item), { items, dotsOf: () => facts.dots, only }) : undefined,
    company: coOccurrence && cosines(coOccurrence.vectors, companyOf(coOccurrence, recent), { items, dotsOf: () => coOccurrence.dots, only }),
    categories: likings(tastes.categories),
    brands: likings(tastes.brands),
    prices: relative(tastes.prices),
    lastCategory: phase === 'within' && newest ? namedCategory(facts.catalogue, newest.item) : -1,
    nextCategories: coOccurrence && nextCategoriesOf(coOccurrence.categories, recent, facts),
    evidence: byItem, seen, inCart, rarity: seen.size > 0 ? Math.log(facts.items / seen.size) : 0,
    model: modelScores && newest && { scores: modelScores, scale: modelScale ?? measureScale(modelScores) },
  };
}

interface Tastes {
  readonly direction: Float32Array;
  readonly categories: Float32Array;
  readonly brands: Float64Array;
  readonly prices: Float32Array;
}

function gatherTastes(facts: CatalogueFacts, recent: readonly Interaction[]): Tastes {
  const direction = new Float32Array(D);
  const categories = new Float32Array(facts.catalogue.categories.length);
  const brands = new Float64Array(facts.brands.length);
  const prices = new Float32Array(PRICE_BUCKETS);
  let decay = 1;
  for (let i = recent.length - 1; i >= 0; i--) {
    const { item, weight } = recent[i] ?? { item: 0, weight: 0 };
    const share = weight * decay;
    decay *= TASTE_DECAY;
    addRow(direction, share, facts.catalogue.vectors, item);
    const category = namedCategory(facts.catalogue, item);
    if (category >= 0) categories[category] = (categories[category] ?? 0) + share;
    const brand = facts.brandByIndex[item] ?? NO_BRAND;
    if (brand !== NO_BRAND) brands[brand] = (brands[brand] ?? 0) + share;
    addPrice(prices, facts.priceBucketByIndex[item] ?? NO_PRICE, share);
  }
  return { direction, categories, brands, prices };
}

/** Decayed sum of the vectors of distinct items, newest moment first. [CONTENT_DIMS] */
function companyOf({ vectors }: CoOccurrence, recent: readonly Interaction[]): Float32Array {
  const direction = new Float32Array(D);
  const met = new Set<ItemIndex>();
  let decay = 1;
  for (let i = recent.length - 1; i >= 0; i--) {
    const { item, weight, atMs } = recent[i] ?? { item: 0, weight: 0, atMs: 0 };
    if (weight > 0 && !met.has(item)) addRow(direction, decay, vectors, item);
    met.add(item);
    if (recent[i - 1]?.atMs !== atMs) decay *= COMPANY_DECAY;
  }
  return direction;
}

/** Decayed sum of the ties of distinct categories, newest moment first. [C] */
function nextCategoriesOf({ count, byCategory, ties }: CategoryTies, recent: readonly Interaction[], { catalogue: { categoryByIndex } }: CatalogueFacts): Float32Array {
  const sums = new Float64Array(count);
  const met = new Set<number>();
  let decay = 1;
  for (let i = recent.length - 1; i >= 0; i--) {
    const { item, weight, atMs } = recent[i] ?? { item: 0, weight: 0, atMs: 0 };
    const place = byCategory[categoryByIndex[item] ?? 0] ?? -1;
    if (weight > 0 && place >= 0 && !met.has(place)) for (let other = 0; other < count; other++) sums[other] = (sums[other] ?? 0) + decay * (ties[place * count + other] ?? 0);
    met.add(place);
    if (recent[i - 1]?.atMs !== atMs) decay *= COMPANY_DECAY;
  }
  return Float32Array.from(byCategory, (place) => Math.log1p((sums[place] ?? 0) / NEIGHBOUR_UNIT));
}

function addPrice(prices: Float32Array, bucket: number, share: number): void {
  if (bucket === NO_PRICE) return;
  prices[bucket] = (prices[bucket] ?? 0) + share;
  if (bucket > 0) prices[bucket - 1] = (prices[bucket - 1] ?? 0) + PRICE_SPREAD * share;
  if (bucket + 1 < PRICE_BUCKETS) prices[bucket + 1] = (prices[bucket + 1] ?? 0) + PRICE_SPREAD * share;
}

function addRow(sum: Float32Array, share: number, vectors: Int8Array, item: ItemIndex): void {
  for (let d = 0; d < D; d++) sum[d] = (sum[d] ?? 0) + (share * (vectors[item * D + d] ?? 0)) / VECTOR_SCALE;
}

function rowOf(vectors: Int8Array, item: ItemIndex): Float32Array {
  const row = new Float32Array(D);
  addRow(row, 1, vectors, item);
  return row;
}

/** [N] dot products with `direction` at unit length, of all items or of `only` some; undefined for items without text, or likes and dislikes that cancel out. */
function cosines(vectors: Int8Array, direction: Float32Array, { items, dotsOf, only }: { readonly items: number; readonly dotsOf: () => CatalogueFacts['dots']; readonly only: Knowledge['only'] }): Float32Array | undefined {
  let squares = 0;
  for (const x of direction) squares += x * x;
  if (squares < 1e-9) return undefined;
  const out = new Float32Array(items);
  const unit = direction.map((x) => x / Math.sqrt(squares));
  if (!only) dotsOf().all(unit, out);
  for (const item of only?.items ?? []) for (let d = 0; d < D; d++) out[item] = (out[item] ?? 0) + ((unit[d] ?? 0) * (vectors[item * D + d] ?? 0)) / VECTOR_SCALE;
  return out;
}

function likings(values: Float32Array | Float64Array): Float32Array {
  let total = 0;
  for (const value of values) total += Math.max(0, value);
  return Float32Array.from(values, (value) => (value > 0 ? Math.log1p(value / total / LIKING_UNIT) : 0));
}

function relative(values: Float32Array): Float32Array {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, value);
  return largest > 0 ? values.map((value) => Math.max(0, value) / largest) : values.fill(0);
}
