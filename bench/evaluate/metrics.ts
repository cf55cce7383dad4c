import type { TestCase } from '#bench/data';

/** What `--json` holds of one scorer. */
export interface Metrics {
  /** Share of a case's targets among the first 10. */
  readonly 'hr@10': number;
  readonly 'ndcg@10': number;
  readonly 'hr@20': number;
  readonly 'mrr@20': number;
  /** Share of the candidates that stood in any first 20. Of all cases, in slices too. */
  readonly 'coverage@20': number;
  /** Targets found over the most that 20 places can hold: differs from hr@20 for baskets of more than 20. */
  readonly 'recall@20': number;
  /** Gini of how often each candidate stood in a first 20: 0 all alike, 1 always the same 20 of very many. Of all cases, in slices too. */
  readonly 'gini@20': number;
  /** Mean self-information of the first 20, bits: −log2 of the share of train users who met the item, with one user more. */
  readonly 'novelty@20': number;
}

/** How one scorer did on each case, kept for slices and for pairing with another scorer. */
export interface CaseScores {
  /** [cases] share of the targets within the first 10, and 20. */
  readonly hit10: Float32Array;
  readonly hit20: Float32Array;
  readonly ndcg10: Float32Array;
  readonly reciprocal20: Float32Array;
  readonly recall20: Float32Array;
  /** [cases] bits; 0 where nobody said what items tell. */
  readonly novelty20: Float32Array;
  /** [cases][targets] rank of each target. */
  readonly ranks: (readonly number[])[];
  /** [N] how often an item stood in a first 20. */
  readonly shown: Uint32Array;
}

/** Length of the list a shopper is judged to see. */
export const SHOWN = 20;

/** Room for `cases` results over `items` items. */
export function emptyCaseScores(cases: number, items: number): CaseScores {
  const column = (): Float32Array => new Float32Array(cases);
  return {
    hit10: column(), hit20: column(), ndcg10: column(), reciprocal20: column(), recall20: column(), novelty20: column(),
    ranks: Array.from({ length: cases }, () => []), shown: new Uint32Array(items),
  };
}

/** Writes the result of case `index` into `into`. A case of several targets scores the mean over them. */
export function judge(into: CaseScores, index: number, ranks: readonly number[]): void {
  into.ranks[index] = ranks;
  const share = 1 / ranks.length;
  let found = 0;
  for (const rank of ranks) {
    if (rank <= 10) {
      into.hit10[index] = (into.hit10[index] ?? 0) + share;
      into.ndcg10[index] = (into.ndcg10[index] ?? 0) + share / Math.log2(rank + 1);
    }
    if (rank <= SHOWN) {
      found += 1;
      into.hit20[index] = (into.hit20[index] ?? 0) + share;
      into.reciprocal20[index] = (into.reciprocal20[index] ?? 0) + share / rank;
    }
  }
  into.recall20[index] = found / Math.min(SHOWN, ranks.length);
}

/** Means over the cases `take` chooses (all of them without it). */
export function metricsOf(scores: CaseScores, candidates: number, take?: (index: number) => boolean): Metrics {
  const indices = Array.from(scores.hit10.keys()).filter((index) => !take || take(index));
  const mean = (values: Float32Array): number => indices.reduce((sum, index) => sum + (values[index] ?? 0), 0) / Math.max(1, indices.length);
  const shown = scores.shown.reduce((sum, times) => sum + (times > 0 ? 1 : 0), 0);
  return {
    'hr@10': mean(scores.hit10), 'ndcg@10': mean(scores.ndcg10), 'hr@20': mean(scores.hit20), 'mrr@20': mean(scores.reciprocal20), 'coverage@20': shown / Math.max(1, candidates),
    'recall@20': mean(scores.recall20), 'gini@20': giniOf(scores.shown, candidates), 'novelty@20': mean(scores.novelty20),
  };
}

/** The same results judged by some targets of each case only; cases left without one score 0 and are not counted. */
export function onlyTargets(scores: CaseScores, holds: (index: number, target: number) => boolean): { readonly scores: CaseScores; readonly isCounted: (index: number) => boolean } {
  const kept = { ...emptyCaseScores(scores.ranks.length, 0), shown: scores.shown, novelty20: scores.novelty20 };
  const counted = scores.ranks.map((ranks, index) => {
    const own = ranks.filter((_, target) => holds(index, target));
    if (own.length > 0) judge(kept, index, own);
    return own.length > 0;
  });
  return { scores: kept, isCounted: (index) => counted[index] === true };
}

/** Gini coefficient of `shown` over `candidates` items, those never shown included. */
export function giniOf(shown: Uint32Array, candidates: number): number {
  const times = shown.filter((count) => count > 0).sort();
  const total = times.reduce((sum, count) => sum + count, 0);
  if (total === 0) return 0;
  const never = Math.max(0, candidates - times.length);
  let weighted = 0;
  for (const [rank, count] of times.entries()) weighted += (2 * (never + rank + 1) - candidates - 1) * count;
  return weighted / (candidates * total);
}

/** Slices every table shows: how much the device knows of its shopper. */
export const HISTORY_SLICES = [
  { name: 'history 0', min: 0, max: 0 },
  { name: 'history 1-2', min: 1, max: 2 },
  { name: 'history 3-5', min: 3, max: 5 },
  { name: 'history 6-20', min: 6, max: 20 },
  { name: 'history 21+', min: 21, max: Number.POSITIVE_INFINITY },
] as const;

/** Whether the history of `question` falls into `slice`. */
export function isInSlice(question: TestCase, slice: { readonly min: number; readonly max: number }): boolean {
  return question.history.length >= slice.min && question.history.length <= slice.max;
}
