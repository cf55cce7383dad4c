/** What is known of one shopper and one item she looked at. */
export interface Browse {
  readonly views: number;
  /** Longest look, ms; 0 where the source does not say. */
  readonly dwellMs: number;
  /** Of the reviews she read or wrote; 'none' where there is none. */
  readonly review: 'none' | 'good' | 'bad';
  readonly isInCart: boolean;
}

/** Buckets of each fact, in the order in which they lie in a table. */
const VIEW_BOUNDS = [1, 2, 4] as const; // 1, 2, 3 to 4, 5 and more: each about twice the one before
const DWELL_BOUNDS_MS = [0, 5_000, 20_000, 60_000] as const; // unknown, a glance, a look, reading, studying
const REVIEWS = ['none', 'good', 'bad'] as const;
const SIZES = [VIEW_BOUNDS.length + 1, DWELL_BOUNDS_MS.length + 1, REVIEWS.length, 2] as const;

/** Numbers of a table: bought and not bought for each bucket, and in all. Sums of tables are tables, so they can be added up under encryption. */
export const BAYES_CELLS = 2 * (1 + SIZES.reduce<number>((sum, size) => sum + size, 0));

/** Counts that every bucket starts with: one of each, Laplace's rule of succession. */
const PRIOR = 1;

/** An empty table. [BAYES_CELLS]: bought then not bought; in all, then by bucket. */
export function newBayesTable(): Float64Array {
  return new Float64Array(BAYES_CELLS);
}

function bucketOf(bounds: readonly number[], value: number): number {
  const bucket = bounds.findIndex((bound) => value <= bound);
  return bucket < 0 ? bounds.length : bucket;
}

/** Cell of each fact among one half of a table; 0 is the total. */
function cellsOf({ views, dwellMs, review, isInCart }: Browse): readonly number[] {
  const buckets = [bucketOf(VIEW_BOUNDS, views), bucketOf(DWELL_BOUNDS_MS, dwellMs), REVIEWS.indexOf(review), isInCart ? 1 : 0];
  let first = 1;
  return buckets.map((bucket, fact) => {
    const cell = first + bucket;
    first += SIZES[fact] ?? 0;
    return cell;
  });
}

/** Adds one outcome to a table, in place. */
export function countOutcome(table: Float64Array, browse: Browse, isBought: boolean): void {
  const half = isBought ? 0 : BAYES_CELLS / 2;
  for (const cell of [0, ...cellsOf(browse)]) table[half + cell] = (table[half + cell] ?? 0) + 1;
}

/**
 * P(buy | views, dwell, review, cart) under the assumption that the facts are independent given the outcome:
 *
 *     odds = (n₁ + 1) / (n₀ + 1) · Π_f  ((n₁(bucket) + 1) / (n₁ + size)) / ((n₀(bucket) + 1) / (n₀ + size))
 *
 * The prior of the first factor is Beta(1, 1), of the others Dirichlet(1, …, 1).
 */
export function chanceOfBuying(table: Float64Array, browse: Browse): number {
  const count = (half: 0 | 1, cell: number): number => table[half * (BAYES_CELLS / 2) + cell] ?? 0;
  const bought = count(0, 0);
  const left = count(1, 0);
  let logOdds = Math.log((bought + PRIOR) / (left + PRIOR));
  for (const [fact, cell] of cellsOf(browse).entries()) {
    const size = PRIOR * (SIZES[fact] ?? 0);
    logOdds += Math.log((count(0, cell) + PRIOR) / (bought + size)) - Math.log((count(1, cell) + PRIOR) / (left + size));
  }
  return 1 / (1 + Math.exp(-logOdds));
}
