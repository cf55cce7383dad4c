/** What is known of one shopper and one item she looked at. */
export interface Browse {
  readonly views: number;
  /** Longest look, ms; 0 where it is not known. */
  readonly dwellMs: number;
  /** Stars from 0 to 5: her own, else those the shop shows beside the item; undefined where there are none. */
  readonly stars?: number | undefined;
  readonly isInCart: boolean;
  /** Category among those of the table, −1 for any other. */
  readonly category: number;
}

/** Bounds of the buckets, each up to and including its bound; one more for what is above the last. */
const VIEW_BOUNDS = [1, 2, 4] as const; // 1, 2, 3 to 4, 5 and more: each about twice the one before
const DWELL_BOUNDS_MS = [0, 5_000, 20_000, 60_000] as const; // unknown, a glance, a look, reading, studying
const STAR_BOUNDS = [2, 3.5] as const; // bad, fair, good; 3.5 is what most shops round up from
/** Facts of a table, with the names of their buckets, but for the category. */
const FACTS = [
  { name: 'views', buckets: ['1', '2', '3-4', '5-more'] },
  { name: 'dwell', buckets: ['unknown', '5s', '20s', '60s', 'longer'] },
  { name: 'stars', buckets: ['none', 'bad', 'fair', 'good'] },
  { name: 'cart', buckets: ['no', 'yes'] },
] as const;
/** Most categories told apart: with them a table fits a measurement of 256 entries three times over. */
export const MAX_BUYING_CATEGORIES = 16;
/** Cells that one outcome adds 1 to: the total, and one bucket of each fact. */
export const CELLS_OF_OUTCOME = 2 + FACTS.length;
/** Counts that every bucket starts with where nothing is noised: one of each, Laplace's rule of succession. */
const PRIOR = 1;

/** Counts of looks that led to a purchase and of those that did not. Sums of tables are tables. */
export interface BuyingTable {
  /** shape [cells of {@link buyingCells}]: bought then left; in all, then by bucket of each fact. A noised one may hold any number. */
  readonly counts: ArrayLike<number>;
  /** Standard deviation of the noise in each count; 0 where there is none. */
  readonly noiseStdDev: number;
}

/** Names of a table's cells, in order, for categories named `0` to `categories − 1` and `other`. */
export function buyingCells(categories: number): readonly string[] {
  const facts = [...FACTS, { name: 'category', buckets: [...Array.from({ length: categories }, (_, i) => String(i)), 'other'] }];
  return ['bought', 'left'].flatMap((half) => [`${half}/all`, ...facts.flatMap(({ name, buckets }) => buckets.map((bucket) => `${half}/${name}/${bucket}`))]);
}

function bucketOf(bounds: readonly number[], value: number): number {
  const bucket = bounds.findIndex((bound) => value <= bound);
  return bucket < 0 ? bounds.length : bucket;
}

/** Cell and size of each fact among one half of a table of `half` cells; cell 0 is the total. */
function cellsOf({ views, dwellMs, stars, isInCart, category }: Browse, half: number): readonly { readonly cell: number; readonly size: number }[] {
  const sizes = FACTS.map(({ buckets }) => buckets.length);
  const categories = half - 1 - sizes.reduce<number>((sum, size) => sum + size, 0);
  const named = category >= 0 && category < categories - 1 ? category : categories - 1;
  const buckets = [bucketOf(VIEW_BOUNDS, views), bucketOf(DWELL_BOUNDS_MS, dwellMs), stars === undefined ? 0 : 1 + bucketOf(STAR_BOUNDS, stars), isInCart ? 1 : 0, named];
  let first = 1;
  return [...sizes, categories].map((size, fact) => {
    const cell = first + (buckets[fact] ?? 0);
    first += size;
    return { cell, size };
  });
}

/** Adds one outcome to `counts`, in place. */
export function countOutcome(counts: Float64Array | Int32Array, browse: Browse, isBought: boolean): void {
  const half = counts.length / 2;
  for (const cell of [0, ...cellsOf(browse, half).map((one) => one.cell)]) {
    const at = isBought ? cell : half + cell;
    counts[at] = (counts[at] ?? 0) + 1;
  }
}

/**
 * P(buy | views, dwell, stars, cart, category) under the assumption that the facts are independent given the outcome:
 *
 *     odds = (n₁ + a) / (n₀ + a) · Π_f  ((n₁(bucket) + a) / (n₁ + a·size)) / ((n₀(bucket) + a) / (n₀ + a·size))
 *
 * The prior is Beta(a, a) and Dirichlet(a, …, a) with a = 1 + the deviation of the noise: a count that may be noise alone
 * then moves the odds no further than the prior does. Counts below 0 are noise and count as 0; a total is at least what its
 * buckets say.
 *
 * @returns above 0 and below 1
 */
export function chanceOfBuying({ counts, noiseStdDev }: BuyingTable, browse: Browse): number {
  const half = counts.length / 2;
  const prior = PRIOR + noiseStdDev;
  const count = (of: 0 | 1, cell: number): number => Math.max(0, counts[of * half + cell] ?? 0);
  const [bought, left] = [count(0, 0), count(1, 0)];
  let logOdds = Math.log((bought + prior) / (left + prior));
  for (const { cell, size } of cellsOf(browse, half)) {
    const [among, without] = [count(0, cell), count(1, cell)];
    logOdds += Math.log((among + prior) / (Math.max(bought, among) + prior * size)) - Math.log((without + prior) / (Math.max(left, without) + prior * size));
  }
  return 1 / (1 + Math.exp(-logOdds));
}
