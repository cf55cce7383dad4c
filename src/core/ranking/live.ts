/** Last rank of each bucket: the first place, a glance, a shelf, a page, and what nobody scrolls to. */
const LAST_RANKS = [1, 3, 10, 20, 50, 100, Infinity] as const;

/** Buckets of a rank. */
const RANK_BUCKETS = LAST_RANKS.length;

/** Length of a histogram over both ranks: one entry a pair of buckets, within the 16 to 256 that one report of a histogram carries. */
const RANK_PAIRS = RANK_BUCKETS * RANK_BUCKETS;

/** Bucket of a rank, 0 (first place) to RANK_BUCKETS − 1. @param rank - 1 or more; mean ranks of ties may end in ½ */
function rankBucket(rank: number): number {
  return LAST_RANKS.findIndex((last) => rank <= last);
}

/** One number for where what was served and popularity alone had an item, 0 to RANK_PAIRS − 1: what one event adds to. */
export function rankPairOf(servedRank: number, popularityRank: number): number {
  return rankBucket(servedRank) * RANK_BUCKETS + rankBucket(popularityRank);
}

/** How often each bucket was hit. */
export interface RankHistograms {
  /** [RANK_PAIRS], by {@link rankPairOf}. */
  readonly pairs: readonly number[];
  /** [RANK_BUCKETS] each. */
  readonly served: readonly number[];
  readonly popularity: readonly number[];
}

/** Counts what {@link rankPairOf} gave; numbers that it never gives are left out. */
export function rankHistograms(pairs: readonly number[]): RankHistograms {
  const joint = zeros(RANK_PAIRS);
  const served = zeros(RANK_BUCKETS);
  const popularity = zeros(RANK_BUCKETS);
  for (const pair of pairs) {
    if (!(Number.isInteger(pair) && pair >= 0 && pair < RANK_PAIRS)) continue;
    joint[pair] = (joint[pair] ?? 0) + 1;
    const [row, column] = [Math.floor(pair / RANK_BUCKETS), pair % RANK_BUCKETS];
    served[row] = (served[row] ?? 0) + 1;
    popularity[column] = (popularity[column] ?? 0) + 1;
  }
  return { pairs: joint, served, popularity };
}

function zeros(length: number): number[] {
  return Array.from({ length }, () => 0);
}

/** Hits within the first ten, from a histogram over buckets. */
export function hitsInTen(histogram: readonly number[]): number {
  return histogram.slice(0, LAST_RANKS.indexOf(10) + 1).reduce((sum, count) => sum + count, 0);
}
