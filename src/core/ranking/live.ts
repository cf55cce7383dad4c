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

/**
 * Names of the cells of a measurement of these ranks: one a pair of ranges, `served-1-10/popularity-11-on`, where ranges
 * end at `lastRanks`. Each event adds to one.
 *
 * @param lastRanks - ascending, of those at which buckets end: 1, 3, 10, 20, 50, 100
 */
export function rankCells(lastRanks: readonly number[]): readonly string[] {
  const ranges = [...lastRanks, Infinity].map((last, i) => `${(lastRanks[i - 1] ?? 0) + 1}-${last === Infinity ? 'on' : last}`);
  return ranges.flatMap((served) => ranges.map((popularity) => `served-${served}/popularity-${popularity}`));
}

const RANK_CELL = /^served-(\d+)-(\d+|on)\/popularity-(\d+)-(\d+|on)$/;

/** How many of `pairs`, as {@link rankPairOf} gives them, fall into each of `cells`; 0 for a cell of another name. */
export function countRanks(pairs: readonly number[], cells: readonly string[]): number[] {
  const ranges = cells.map(rangesOf);
  const counts = zeros(cells.length);
  for (const pair of pairs) {
    const [served, popularity] = [LAST_RANKS[Math.floor(pair / RANK_BUCKETS)], LAST_RANKS[pair % RANK_BUCKETS]];
    if (served === undefined || popularity === undefined) continue;
    const at = ranges.findIndex((range) => range && isIn(served, range.served) && isIn(popularity, range.popularity));
    if (at >= 0) counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts;
}

/** Those of `cells` that {@link rankCells} names, and of them those that count hits within the first ten: of what was served, and of popularity. */
export function hitCells(cells: Iterable<string>): { readonly served: readonly string[]; readonly popularity: readonly string[]; readonly all: readonly string[] } {
  const all = [...cells].filter((cell) => rangesOf(cell));
  const within = (whose: 'served' | 'popularity'): readonly string[] => all.filter((cell) => (rangesOf(cell)?.[whose].last ?? Infinity) <= 10);
  return { served: within('served'), popularity: within('popularity'), all };
}

interface RankRange {
  readonly first: number;
  readonly last: number;
}

function isIn(rank: number, { first, last }: RankRange): boolean {
  return rank >= first && rank <= last;
}

function rangesOf(cell: string): { readonly served: RankRange; readonly popularity: RankRange } | undefined {
  const [, servedFirst, servedLast, popularityFirst, popularityLast] = RANK_CELL.exec(cell) ?? [];
  const range = (first: string | undefined, last: string | undefined): RankRange => ({ first: Number(first), last: last === 'on' ? Infinity : Number(last) });
  return servedFirst === undefined ? undefined : { served: range(servedFirst, servedLast), popularity: range(popularityFirst, popularityLast) };
}
