import type { Catalogue, ItemIndex } from '#core/catalogue';
import type { Interaction } from '#core/features';
import { weightNow } from './tags.ts';

/** Fewest priced items of a category whose prices are compared; a smaller one is compared with its parent's. */
const LEAST_PRICED = 8;
/** Fewest different priced items she turned to: the middle of fewer is the price of one of them. */
export const LEAST_PRICED_ITEMS = 5;
/** Most that one item counts, in looks of today: one purchase. */
const MOST_LOOKS = 5;

/**
 * Where each item stands among the prices of its own category, 0 the cheapest to 1 the dearest, equal prices at their mean;
 * NaN where the feed names no price, or the category holds under 8. Of the public catalogue alone.
 *
 * @returns shape [N]
 */
export function pricePositions({ items, paths, pathByIndex, priceCents }: Pick<Catalogue, 'items' | 'paths' | 'pathByIndex' | 'priceCents'>): Float32Array {
  const pricesByPrefix = new Map<string, number[]>();
  const prefixesOf = paths.map((path) => Array.from({ length: path.length + 1 }, (_, cut) => JSON.stringify(path.slice(0, path.length - cut)))); // from the special to the whole shop
  for (let item = 0; item < items; item++) {
    const price = priceCents[item] ?? 0;
    if (price === 0) continue;
    for (const prefix of prefixesOf[pathByIndex[item] ?? 0] ?? []) {
      const prices = pricesByPrefix.get(prefix);
      if (prices) prices.push(price);
      else pricesByPrefix.set(prefix, [price]);
    }
  }
  for (const prices of pricesByPrefix.values()) prices.sort((a, b) => a - b);
  const ofPath = prefixesOf.map((prefixes) => prefixes.map((prefix) => pricesByPrefix.get(prefix) ?? []).find(({ length }) => length >= LEAST_PRICED));
  return Float32Array.from({ length: items }, (_, item) => {
    const price = priceCents[item] ?? 0;
    const prices = ofPath[pathByIndex[item] ?? 0];
    return price === 0 || !prices ? NaN : (below(prices, price) + below(prices, price + 1)) / 2 / prices.length;
  });
}

/** Sorted values below `limit`. */
function below(sorted: readonly number[], limit: number): number {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((sorted[middle] ?? Infinity) < limit) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Where she stands among prices, or that she has turned to too little to say. */
export type PriceAffinity =
  | { readonly kind: 'unknown'; readonly items: number; readonly wanted: number }
  | {
      readonly kind: 'known';
      /** 0 to 1: the middle of where her items stand in their own categories. */
      readonly position: number;
      /** The middle half of them lies between these. */
      readonly low: number;
      readonly high: number;
      readonly items: number;
    };

/**
 * Her position within the price distributions of the categories she shops in: a median, weighted by what is left of her
 * interest, so that one dear thing does not move it, and no category is dear by itself.
 *
 * @param positions - as {@link pricePositions} gives them
 */
export function priceAffinity(interactions: readonly Interaction[], positions: Float32Array, nowMs: number): PriceAffinity {
  const looksByItem = new Map<ItemIndex, number>();
  for (const interaction of interactions) {
    if (Number.isNaN(positions[interaction.item] ?? NaN)) continue;
    looksByItem.set(interaction.item, (looksByItem.get(interaction.item) ?? 0) + weightNow(interaction, nowMs));
  }
  const liked = [...looksByItem].filter(([, looks]) => looks > 0).map(([item, looks]) => ({ at: positions[item] ?? 0, looks: Math.min(MOST_LOOKS, looks) }));
  if (liked.length < LEAST_PRICED_ITEMS) return { kind: 'unknown', items: liked.length, wanted: LEAST_PRICED_ITEMS };
  liked.sort((a, b) => a.at - b.at);
  const total = liked.reduce((sum, { looks }) => sum + looks, 0);
  const quantile = (share: number): number => {
    let sum = 0;
    for (const { at, looks } of liked) if ((sum += looks) >= share * total) return at;
    return liked.at(-1)?.at ?? 0;
  };
  return { kind: 'known', position: quantile(0.5), low: quantile(0.25), high: quantile(0.75), items: liked.length };
}
