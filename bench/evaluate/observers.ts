import { rankOf } from '#core/ranking';
import { seededChance } from '#core/units';
import type { Dataset, DataUser, Split, TestCase } from '#bench/data';
import { emptyCaseScores, judge, metricsOf, SHOWN, type CaseScores, type Metrics } from './metrics.ts';
import type { Ranked } from './rank.ts';

/** Measures something of its own while cases are ranked. */
export interface Observer<Result> {
  see(ranked: Ranked): void;
  result(): Result;
}

/** Figures by scorer over some of the cases. */
export interface Measured<Row> {
  readonly cases: number;
  readonly metrics: Readonly<Record<string, Row>>;
}

/** HR@10 and NDCG@10 among the target and some drawn items: comparable with papers that sample, with nothing else. */
export type SampledMetrics = Pick<Metrics, 'hr@10' | 'ndcg@10'>;

export interface SampledOptions {
  readonly split: Split;
  readonly dataset: Dataset;
  readonly cases: readonly TestCase[];
  readonly negatives: number;
  readonly seed: number;
}

/**
 * The clean sampler: negatives are drawn uniformly, without repeats, from all candidates except the target and the
 * user's own *train* items. What she met between train and target may be drawn. Every scorer meets the same negatives.
 */
export function sampledObserver({ split, dataset, cases, negatives, seed }: SampledOptions): Observer<Measured<SampledMetrics> & { readonly negatives: number }> {
  const results = new Map<string, CaseScores>();
  const trainById = new Map(split.train.map((user) => [user.id, user] as const));
  const chance = seededChance(seed + 11);
  const drawn = cases.map(({ user, targets }) => {
    const own = split.name === 'given' ? undefined : trainById.get(dataset.users[user]?.id ?? '');
    return drawNegatives(split.candidates, { own, targets, negatives }, (below) => chance.below(below));
  });
  return {
    see({ ranker, index, targets, scores }) {
      const result = resultOf(results, ranker.name, cases.length);
      judge(result, index, targets.map((target) => rankAmong(scores, target, drawn[index] ?? new Int32Array())));
    },
    result: () => ({
      negatives, cases: cases.length,
      metrics: Object.fromEntries([...results].map(([name, scores]) => {
        const { 'hr@10': hr, 'ndcg@10': ndcg } = metricsOf(scores, 1);
        return [name, { 'hr@10': hr, 'ndcg@10': ndcg }];
      })),
    }),
  };
}

interface Draw {
  readonly own: DataUser | undefined;
  readonly targets: readonly number[];
  readonly negatives: number;
}

function drawNegatives(candidates: Uint8Array, { own, targets, negatives }: Draw, below: (count: number) => number): Int32Array {
  const barred = new Set([...targets, ...(own?.events.map(({ item }) => item) ?? [])]);
  const free = candidates.reduce((sum, flag, item) => sum + (flag === 1 && !barred.has(item) ? 1 : 0), 0);
  const wanted = Math.min(negatives, free);
  const kept = new Set<number>();
  while (kept.size < wanted) {
    const item = below(candidates.length);
    if (candidates[item] === 1 && !barred.has(item)) kept.add(item);
  }
  return Int32Array.from(kept);
}

function rankAmong(scores: Float32Array, target: number, others: Int32Array): number {
  const wanted = scores[target] ?? Number.NaN;
  let rank = 1;
  for (const item of others) {
    const score = scores[item] ?? Number.NaN;
    if (score < wanted) continue;
    rank += score > wanted ? 1 : 0.5; // NaN counts as level, as in the full ranking
  }
  return rank;
}

export type DiscoveryMetrics = Pick<Metrics, 'hr@10' | 'ndcg@10' | 'hr@20' | 'mrr@20' | 'recall@20'>;

/** Next basket without what the shopper already had: her history leaves the ranking, and only targets new to her count. */
export function discoveryObserver(cases: readonly TestCase[]): Observer<Measured<DiscoveryMetrics>> {
  const results = new Map<string, CaseScores>();
  const counted = new Uint8Array(cases.length);
  let last: TestCase | undefined;
  let met = new Set<number>();
  return {
    see({ ranker, index, question, targets, scores, isOut }) {
      if (question !== last) {
        last = question;
        met = new Set(question.history.map(({ item }) => item));
      }
      const first = targets.filter((target) => !met.has(target));
      if (first.length === 0) return;
      counted[index] = 1;
      judge(resultOf(results, ranker.name, cases.length), index, first.map((target) => rankOf(scores, target, (item) => isOut(item) || met.has(item))));
    },
    result: () => ({
      cases: counted.reduce((sum, flag) => sum + flag, 0),
      metrics: Object.fromEntries([...results].map(([name, scores]) => {
        const { 'hr@10': hr10, 'ndcg@10': ndcg10, 'hr@20': hr20, 'mrr@20': mrr20, 'recall@20': recall20 } = metricsOf(scores, 1, (index) => counted[index] === 1);
        return [name, { 'hr@10': hr10, 'ndcg@10': ndcg10, 'hr@20': hr20, 'mrr@20': mrr20, 'recall@20': recall20 }];
      })),
    }),
  };
}

/** Share of the categories a shopper went on to that stand among the first 20 categories; ties share their mean rank. */
export interface CategoryMetrics {
  /** Categories by the sum of their items' scores; for logarithms the sum of e^score, their share of the probability. */
  readonly 'recall@20': number;
  /** Categories by their best item. */
  readonly 'recall-by-best@20': number;
}

/** Least share of items whose category must be known. */
const MIN_KNOWN_CATEGORIES = 0.5;

/** Recall of categories; undefined where the data set has none worth ranking (at most 20, or most items without one). */
export function categoryObserver(dataset: Dataset, cases: readonly TestCase[]): Observer<Measured<CategoryMetrics>> | undefined {
  const indexByName = new Map<string, number>();
  const categoryOf = Int32Array.from(dataset.facts, ({ category }) => {
    const name = category.at(-1);
    if (name === undefined) return -1;
    if (!indexByName.has(name)) indexByName.set(name, indexByName.size);
    return indexByName.get(name) ?? -1;
  });
  const known = categoryOf.reduce((sum, category) => sum + (category >= 0 ? 1 : 0), 0);
  if (indexByName.size <= SHOWN || known < MIN_KNOWN_CATEGORIES * categoryOf.length) return undefined;
  const recalls = new Map<string, { bySum: number; byBest: number }>();
  const [sums, bests] = [new Float32Array(indexByName.size), new Float32Array(indexByName.size)];
  return {
    see({ ranker, targets, scores, isOut }) {
      gather({ scores, isOut, categoryOf, isLog: ranker.scale === 'log' }, sums, bests);
      const wanted = [...new Set(targets.map((target) => categoryOf[target] ?? -1).filter((category) => category >= 0))];
      const share = (values: Float32Array): number => wanted.filter((category) => rankOf(values, category) <= SHOWN).length / Math.max(1, wanted.length);
      const sum = recalls.get(ranker.name) ?? { bySum: 0, byBest: 0 };
      recalls.set(ranker.name, { bySum: sum.bySum + share(sums), byBest: sum.byBest + share(bests) });
    },
    result: () => ({
      cases: cases.length,
      metrics: Object.fromEntries([...recalls].map(([name, { bySum, byBest }]) => [name, { 'recall@20': bySum / cases.length, 'recall-by-best@20': byBest / cases.length }])),
    }),
  };
}

interface Scored {
  readonly scores: Float32Array;
  readonly isOut: (item: number) => boolean;
  /** [N] −1 where unknown. */
  readonly categoryOf: Int32Array;
  readonly isLog: boolean;
}

function gather({ scores, isOut, categoryOf, isLog }: Scored, sums: Float32Array, bests: Float32Array): void {
  sums.fill(0);
  bests.fill(Number.NEGATIVE_INFINITY);
  const most = isLog ? scores.reduce((max, score) => Math.max(max, score), Number.NEGATIVE_INFINITY) : 0;
  for (let item = 0; item < scores.length; item++) {
    const category = categoryOf[item] ?? -1;
    if (category < 0 || isOut(item)) continue;
    const score = scores[item] ?? 0;
    sums[category] = (sums[category] ?? 0) + (isLog ? Math.exp(score - most) : score);
    if (score > (bests[category] ?? 0)) bests[category] = score;
  }
}

function resultOf(results: Map<string, CaseScores>, name: string, cases: number): CaseScores {
  const known = results.get(name);
  if (known) return known;
  const made = emptyCaseScores(cases, 0);
  results.set(name, made);
  return made;
}
