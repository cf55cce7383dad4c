import { popularity, sequentialRules, sessionsOf, vsknn } from '#bench/baselines';
import type { TestCase } from '#bench/data';
import { metricsOf, rankCases, type CaseRanker, type Metrics } from '#bench/evaluate';
import { interactionsOf } from '#bench/lanes';
import { sequenceOf, type SequenceInput } from '#core/features';
import type { ZooData } from './load.ts';
import { scorerOf, type ZooModel } from './model.ts';

/** Simple methods beside which every table stands. */
export function simpleMethods({ dataset, split }: ZooData): CaseRanker[] {
  const items = dataset.itemIds.length;
  const sessions = sessionsOf(split.train);
  return [popularity(split.train, items), sequentialRules(sessions, items), vsknn(sessions, items)];
}

/** A case's history as an encoder reads it. */
export function inputOf({ dataset, catalogue }: ZooData, { history }: TestCase): SequenceInput {
  return sequenceOf(interactionsOf(history, dataset, catalogue));
}

/** A trained model as a ranker of cases. */
export function zooRanker(data: ZooData, model: ZooModel, weights: Float32Array): CaseRanker {
  const scorer = scorerOf(model, weights);
  return { name: 'model', score: (question) => scorer.score(inputOf(data, question)) };
}

/** Figures of one ranker over the run's cases, and the mean time it took for one. */
export async function judged({ split, cases }: ZooData, ranker: CaseRanker): Promise<{ readonly metrics: Metrics; readonly rankMs: number }> {
  let spentMs = 0;
  const timed: CaseRanker = {
    name: ranker.name,
    async score(question) {
      const startMs = performance.now();
      const scores = await ranker.score(question);
      spentMs += performance.now() - startMs;
      return scores;
    },
  };
  const scores = (await rankCases({ rankers: [timed], split, cases })).get(ranker.name);
  if (!scores) throw new RangeError(`Cannot find the results of ${ranker.name}`);
  return { metrics: metricsOf(scores, split.candidates.reduce((sum, flag) => sum + flag, 0)), rankMs: spentMs / cases.length };
}
