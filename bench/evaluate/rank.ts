import { rankOf, topK } from '#core/ranking';
import type { Split, TestCase } from '#bench/data';
import { emptyCaseScores, judge, SHOWN, type CaseScores } from './metrics.ts';

/** A scorer of ours or a simple method. */
export interface CaseRanker {
  readonly name: string;
  /** How scores of several items add up to one of their category: sums of counts (default), or sums of e^score where scores are logarithms. */
  readonly scale?: 'counts' | 'log';
  /** Scores [N], valid until the next call of any ranker. */
  score(question: TestCase): Float32Array | Promise<Float32Array>;
}

/** One ranked case, as whoever measures something else of it sees it. Everything is valid during the call only. */
export interface Ranked {
  readonly ranker: CaseRanker;
  readonly index: number;
  readonly question: TestCase;
  /** What the case is judged by: its own targets, or another's where labels are permuted. */
  readonly targets: readonly number[];
  readonly scores: Float32Array;
  /** Items that may not stand in the list. */
  readonly isOut: (item: number) => boolean;
  /** The first 20, best first. */
  readonly first: readonly number[];
}

/** What {@link rankCases} needs. */
export interface RankOptions {
  readonly rankers: readonly CaseRanker[];
  readonly split: Pick<Split, 'candidates' | 'removesHistory'>;
  readonly cases: readonly TestCase[];
  /** When given, case i is judged by the targets of case `permuted[i]`: a test of the test, which must see chance. */
  readonly permuted?: readonly number[];
  /** [N] self-information of each item, bits. */
  readonly bits?: Float32Array;
  readonly onRanked?: (ranked: Ranked) => void;
  readonly onProgress?: (done: number) => void;
}

/** Ranks the full candidate list of every case for every ranker, ties by mean rank. By ranker's name. */
export async function rankCases({ rankers, split, cases, permuted, bits, onRanked, onProgress }: RankOptions): Promise<Map<string, CaseScores>> {
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
      // Another's target may have left the list with this one's history: it is missed. One's own target never leaves it.
      judge(result, index, targets.map((target) => (permuted && isOut(target) ? Number.POSITIVE_INFINITY : rankOf(scores, target, isOut))));
      const first = topK(scores, SHOWN, isOut);
      let told = 0;
      for (const item of first) {
        result.shown[item] = (result.shown[item] ?? 0) + 1;
        told += bits?.[item] ?? 0;
      }
      result.novelty20[index] = told / Math.max(1, first.length);
      onRanked?.({ ranker, index, question, targets, scores, isOut, first });
    }
    onProgress?.(index + 1);
  }
  return results;
}
