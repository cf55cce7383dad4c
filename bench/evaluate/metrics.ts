import type { TestCase } from '#bench/data';

/** What `--json` holds of one scorer. */
export interface Metrics {
  readonly 'hr@10': number;
  readonly 'ndcg@10': number;
  readonly 'hr@20': number;
  readonly 'mrr@20': number;
  readonly 'coverage@20': number;
}

/** How one scorer did on each case, kept for slices and for pairing with another scorer. */
export interface CaseScores {
  /** [cases] share of the targets within the first 10, and 20. */
  readonly hit10: Float32Array;
  readonly hit20: Float32Array;
  readonly ndcg10: Float32Array;
  readonly reciprocal20: Float32Array;
  /** [N] 1 where an item stood in any first 20. */
  readonly shown: Uint8Array;
}

/** Room for `cases` results over `items` items. */
export function emptyCaseScores(cases: number, items: number): CaseScores {
  return { hit10: new Float32Array(cases), hit20: new Float32Array(cases), ndcg10: new Float32Array(cases), reciprocal20: new Float32Array(cases), shown: new Uint8Array(items) };
}

/** Writes the result of case `index` into `into`. A case of several targets scores the mean over them (recall for a basket). */
export function judge(into: CaseScores, index: number, targets: readonly number[], ranks: readonly number[]): void {
  const share = 1 / targets.length;
  for (const rank of ranks) {
    if (rank <= 10) {
      into.hit10[index] = (into.hit10[index] ?? 0) + share;
      into.ndcg10[index] = (into.ndcg10[index] ?? 0) + share / Math.log2(rank + 1);
    }
    if (rank <= 20) {
      into.hit20[index] = (into.hit20[index] ?? 0) + share;
      into.reciprocal20[index] = (into.reciprocal20[index] ?? 0) + share / rank;
    }
  }
}

/** Means over the cases `take` chooses (all of them without it). */
export function metricsOf(scores: CaseScores, candidates: number, take?: (index: number) => boolean): Metrics {
  const indices = Array.from(scores.hit10.keys()).filter((index) => !take || take(index));
  const mean = (values: Float32Array): number => indices.reduce((sum, index) => sum + (values[index] ?? 0), 0) / Math.max(1, indices.length);
  const shown = scores.shown.reduce((sum, flag) => sum + flag, 0);
  return { 'hr@10': mean(scores.hit10), 'ndcg@10': mean(scores.ndcg10), 'hr@20': mean(scores.hit20), 'mrr@20': mean(scores.reciprocal20), 'coverage@20': shown / Math.max(1, candidates) };
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
