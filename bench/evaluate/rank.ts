import { rankOf, topK } from '#core/ranking';
import type { Split, TestCase } from '#bench/data';
import { emptyCaseScores, judge, type CaseScores } from './metrics.ts';

/** Longest list whose items count as shown. */
const SHOWN = 20;

/** A scorer of ours or a simple method. */
export interface CaseRanker {
  readonly name: string;
  /** Scores [N], valid until the next call of any ranker. */
  score(question: TestCase): Float32Array | Promise<Float32Array>;
}

/** What {@link rankCases} needs. */
export interface RankOptions {
  readonly rankers: readonly CaseRanker[];
  readonly split: Pick<Split, 'candidates' | 'removesHistory'>;
  readonly cases: readonly TestCase[];
  /** When given, case i is judged by the targets of case `permuted[i]`: a test of the test, which must see chance. */
  readonly permuted?: readonly number[];
  readonly onProgress?: (done: number) => void;
}

/** Ranks the full candidate list of every case for every ranker, ties by mean rank. By ranker's name. */
export async function rankCases({ rankers, split, cases, permuted, onProgress }: RankOptions): Promise<Map<string, CaseScores>> {
  const items = split.candidates.length;
  const results = new Map(rankers.map(({ name }) => [name, emptyCaseScores(cases.length, items)]));
  const out = new Uint8Array(items);
  const isOut = (item: number): boolean => out[item] === 1;
  for (const [index, question] of cases.entries()) {
    const targets = permuted ? (cases[permuted[index] ?? index]?.targets ?? []) : question.targets;
    for (let item = 0; item < items; item++) out[item] = split.candidates[item] === 1 ? 0 : 1;
    if (split.removesHistory) for (const { item } of question.history) out[item] = 1;
    for (const ranker of rankers) {
      const result = results.get(ranker.name);
      if (!result) continue;
      const scores = await ranker.score(question);
      judge(result, index, targets, targets.map((target) => rankOf(scores, target, isOut)));
      for (const item of topK(scores, SHOWN, isOut)) result.shown[item] = 1;
    }
    onProgress?.(index + 1);
  }
  return results;
}
