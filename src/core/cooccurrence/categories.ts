import type { Catalogue, ItemIndex } from '#core/catalogue';
import type { PairCounts } from './counts.ts';
import { PAIR_UNIT } from './pairs.ts';
import { MAX_CATEGORIES } from './room.ts';

/** Largest part of a small table that they may take. */
const LARGEST_SHARE = 0.25;
/** Added to a category's total, in pairs at distance 1: a few pairs of two small categories are no tie yet. */
const DAMPING = 20;

/** What categories are chosen by. */
export type CategorySource = Pick<Catalogue, 'items' | 'popularity' | 'categories' | 'categoryByIndex'>;

/** The largest categories of a catalogue, with a place each. The same for everyone. */
export interface CategoryPlaces {
  /** 0 where there are fewer than two categories: pairs within one tell nothing apart. */
  readonly count: number;
  /** [C] place of each category, 0 to count − 1; −1 for one too small to have one. */
  readonly byCategory: Int32Array<ArrayBuffer>;
}

/** How strongly categories go together: what to fall back on where two items have no pair. */
export interface CategoryTies extends CategoryPlaces {
  /** [count, count] symmetric, 0 to 1: count ÷ √(total · total), damped; 0 of a category with itself. */
  readonly ties: Float32Array<ArrayBuffer>;
}

/** Gives places to the categories met most, by sums of log counts: pure additions, so that every engine finds the same. @param room - cells of the whole table */
export function categoryPlaces({ items, popularity, categories, categoryByIndex }: CategorySource, room: number): CategoryPlaces {
  const sizes = new Float64Array(categories.length);
  for (let item = 0; item < items; item++) {
    const category = categoryByIndex[item] ?? 0;
    sizes[category] = (sizes[category] ?? 0) + 1 + (popularity[item] ?? 0);
  }
  const most = Math.min(MAX_CATEGORIES, Math.floor(Math.sqrt(LARGEST_SHARE * room)));
  const largest = [...sizes.keys()].sort((a, b) => (sizes[b] ?? 0) - (sizes[a] ?? 0) || a - b).slice(0, most);
  const byCategory = new Int32Array(categories.length).fill(-1);
  if (largest.length < 2) return { count: 0, byCategory };
  largest.forEach((category, place) => { byCategory[category] = place; });
  return { count: largest.length, byCategory };
}

/** Cell of a pair by its items' categories, 0 to count² − 1; −1 within one category, or where either has no place. */
export function categoryCell({ count, byCategory }: CategoryPlaces, categoryByIndex: Uint16Array, [from, to]: readonly [ItemIndex, ItemIndex]): number {
  const [a, b] = [byCategory[categoryByIndex[from] ?? 0] ?? -1, byCategory[categoryByIndex[to] ?? 0] ?? -1];
  return a < 0 || b < 0 || a === b ? -1 : a * count + b;
}

/** Ties from sums by category cell. @param sums - shape [count²], units of 1/64 */
export function categoryTies(places: CategoryPlaces, sums: ArrayLike<number>): CategoryTies {
  const { count } = places;
  const both = new Float64Array(count * count);
  const totals = new Float64Array(count);
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < count; b++) {
      if (a === b) continue;
      const pairs = ((sums[a * count + b] ?? 0) + (sums[b * count + a] ?? 0)) / PAIR_UNIT;
      both[a * count + b] = pairs;
      totals[a] = (totals[a] ?? 0) + pairs;
    }
  }
  const ties = Float32Array.from(both, (pairs, at) => pairs / Math.sqrt(((totals[Math.floor(at / count)] ?? 0) + DAMPING) * ((totals[at % count] ?? 0) + DAMPING)));
  return { ...places, ties };
}

/** Ties from counts that hold every pair: what a server which sees everything would have. */
export function categoryTiesOfCounts(catalogue: CategorySource, counts: PairCounts, room: number): CategoryTies {
  const places = categoryPlaces(catalogue, room);
  const sums = new Float64Array(places.count ** 2);
  counts.forEach((from, to, units) => {
    const cell = categoryCell(places, catalogue.categoryByIndex, [from, to]);
    if (cell >= 0) sums[cell] = (sums[cell] ?? 0) + units;
  });
  return categoryTies(places, sums);
}
