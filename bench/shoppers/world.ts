import type { Product } from '#core/catalogue';
import { seededChance, type Chance } from '#core/units';

/** A leaf category as shoppers walk through it. */
export interface Aisle {
  readonly name: string;
  /** Product indices. */
  readonly items: readonly number[];
  /** Running sum of the items' appeal, for drawing by it. */
  readonly cumulative: Float64Array;
  /** Index of the aisle whose products go with these. */
  readonly goesWith: number;
}

/** The shop as simulated shoppers meet it: public facts, and an appeal that no feed tells. */
export interface World {
  readonly products: readonly Product[];
  readonly aisles: readonly Aisle[];
  /** [N] aisle of each product. */
  readonly aisleOf: Int32Array;
  /** [N] place of the price within its aisle, 0 the cheapest, 1 the dearest; .5 without a price. */
  readonly priceRank: Float32Array;
  /** [N] pull of a product on everyone: public rating counts times hidden quality. Above 0. */
  readonly appeal: Float64Array;
  readonly seed: number;
}

/** How much rating counts pull: the square root of a count, as attention to reviews fades. */
const RATING_POWER = 0.5;
/** Spread of hidden quality, in nats: one product in six pulls twice as much as its facts say. */
const QUALITY_DEVIATION = 0.7;

/** Aisles, price places and appeal of `products`; the same seed gives the same world. */
export function worldOf(products: readonly Product[], seed: number): World {
  const chance = seededChance(seed);
  const appeal = Float64Array.from(products, (product) => (1 + (product.ratingCount ?? product.soldCount ?? 0)) ** RATING_POWER * Math.exp(QUALITY_DEVIATION * chance.normal()));
  const itemsByName = new Map<string, number[]>();
  for (const [index, product] of products.entries()) {
    if (!product.available) continue;
    const name = product.category.at(-1) ?? '';
    const items = itemsByName.get(name);
    if (items) items.push(index);
    else itemsByName.set(name, [index]);
  }
  const names = [...itemsByName.keys()];
  const aisles = names.map((name): Aisle => {
    const items = itemsByName.get(name) ?? [];
    return { name, items, cumulative: cumulativeOf(items, appeal), goesWith: chance.below(names.length) };
  });
  const aisleOf = new Int32Array(products.length).fill(-1);
  const priceRank = new Float32Array(products.length).fill(0.5);
  for (const [index, { items }] of aisles.entries()) {
    for (const item of items) aisleOf[item] = index;
    const priced = items.filter((item) => (products[item]?.priceCents ?? 0) > 0).sort((a, b) => (products[a]?.priceCents ?? 0) - (products[b]?.priceCents ?? 0));
    for (const [place, item] of priced.entries()) priceRank[item] = priced.length > 1 ? place / (priced.length - 1) : 0.5;
  }
  return { products, aisles, aisleOf, priceRank, appeal, seed };
}

function cumulativeOf(items: readonly number[], appeal: Float64Array): Float64Array {
  let sum = 0;
  return Float64Array.from(items, (item) => (sum += appeal[item] ?? 0));
}

/** One item of an aisle by appeal: what lies at eye level. The aisle holds at least one. */
export function drawByAppeal({ items, cumulative }: Aisle, chance: Chance): number {
  const wanted = chance.next() * (cumulative.at(-1) ?? 0);
  let low = 0;
  let high = items.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cumulative[middle] ?? 0) > wanted) high = middle;
    else low = middle + 1;
  }
  return items[low] ?? 0;
}
