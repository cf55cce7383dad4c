import { rankOf, topK } from '#core/ranking';
import type { Ranker } from '#bench/baselines';
import type { Split, TestCase } from '#bench/data';
import { emptyCaseScores, judge, type CaseScores } from './metrics.ts';

/** Longest list whose items count as shown. */
const SHOWN = 20;

/** A scorer of ours or a simple method; ours may have to wait for a training step. */
export interface CaseRanker {
  readonly name: string;
  /** Scores [N], valid until the next call. */
  score(question: TestCase): Float32Array | Promise<Float32Array>;
}

/**
 * Asks every case of `cases` and ranks the full candidate list, ties by mean rank.
 *
 * @param permuted - when given, case i is judged by the targets of case `permuted[i]`: a test of the test, which must see chance
 */
export async function rankCases(ranker: CaseRanker | Ranker, split: Split, cases: readonly TestCase[], permuted?: readonly number[]): Promise<CaseScores> {
  const items = split.candidates.length;
  const result = emptyCaseScores(cases.length, items);
  const out = new Uint8Array(items);
  for (const [index, question] of cases.entries()) {
    const targets = permuted ? (cases[permuted[index] ?? index]?.targets ?? []) : question.targets;
    const scores = await ranker.score(question);
    for (let item = 0; item < items; item++) out[item] = split.candidates[item] === 1 ? 0 : 1;
    if (split.removesHistory) for (const { item } of question.history) out[item] = 1;
    const isOut = (item: number): boolean => out[item] === 1;
    judge(result, index, targets, targets.map((target) => rankOf(scores, target, isOut)));
    for (const item of topK(scores, SHOWN, isOut)) result.shown[item] = 1;
  }
  return result;
}
