import { seededChance } from '#core/units';
import { DataError, type Dataset, type Split, type TestCase } from '#bench/data';
import type { EvaluateOptions } from './arguments.ts';
import type { CaseScores, Metrics } from './metrics.ts';
import { categoryObserver, discoveryObserver, sampledObserver, type CategoryMetrics, type DiscoveryMetrics, type Measured, type Observer, type SampledMetrics } from './observers.ts';
import { permutationObserver, permutationTable, permutedCases, type PermutationVerdict } from './permute.ts';
import { rankCases, type CaseRanker, type Ranked } from './rank.ts';
import { allMetrics, pairedDifference, sliceTable, slicesOf, tableOf, WITH_A_HISTORY, type Difference, type Slices } from './report.ts';

/** Time between two progress lines, ms. */
const PROGRESS_MS = 10_000;

/** What one ranking of all cases gives. All of it stands in the JSON. */
export interface Judged {
  readonly metrics: Readonly<Record<string, Metrics>>;
  readonly slices: Slices;
  readonly versusPopularity: Readonly<Record<string, Difference>>;
  /** With `--negatives`. */
  readonly sampled?: Measured<SampledMetrics> & { readonly negatives: number };
  /** Where items have categories and the split asks for baskets or days. */
  readonly categories?: Measured<CategoryMetrics>;
  /** Splits by moments: next basket without what the shopper already had. */
  readonly discovery?: Measured<DiscoveryMetrics>;
  /** With `--permute`. */
  readonly permutation?: Readonly<Record<string, PermutationVerdict>>;
}

export interface JudgeOptions {
  readonly options: Pick<EvaluateOptions, 'seed' | 'permute' | 'negatives'>;
  readonly dataset: Dataset;
  readonly split: Split;
  readonly cases: readonly TestCase[];
  readonly rankers: readonly CaseRanker[];
  readonly say: (line: string) => void;
}

/** Ranks every case with every ranker and prints the tables. */
export async function judged({ options, dataset, split, cases, rankers, say }: JudgeOptions): Promise<Judged> {
  const { seed, permute, negatives } = options;
  if (permute && cases.length < 2) throw new DataError('Cannot permute the labels of one case: wanted two cases or more');
  const isByMoment = split.name === 'time' || split.name === 'last-day';
  const permutation = permute ? permutationObserver(cases, split.candidates.length) : undefined;
  const sampled = negatives === undefined ? undefined : sampledObserver({ split, dataset, cases, negatives, seed });
  const categories = isByMoment ? categoryObserver(dataset, cases) : undefined;
  const discovery = isByMoment && !permute ? discoveryObserver(cases) : undefined;
  const observers: readonly (Pick<Observer<unknown>, 'see'> | undefined)[] = [permutation, sampled, categories, discovery];
  const results = await rankCases({
    rankers, split, cases, bits: bitsOf(split), ...(permute ? { permuted: permutedCases(cases.length, seededChance(seed + 7)) } : {}),
    onRanked: (ranked: Ranked) => { for (const observer of observers) observer?.see(ranked); },
    onProgress: progressOf(cases.length, say),
  });
  const metrics = allMetrics(results, split.candidates.reduce((sum, flag) => sum + flag, 0));
  const slices = slicesOf(results, cases, split);
  say(`\n${sliceTable(slices, 'hr@20')}`);
  say(`\n${tableOf(`all (${cases.length})`, metrics)}`);
  const returning = slices[WITH_A_HISTORY];
  if (returning && returning.cases < cases.length) say(`\n${tableOf(`${WITH_A_HISTORY} (${returning.cases})`, returning.metrics)}`); // as the known scores of UCI count
  const found = {
    ...(sampled ? { sampled: sampled.result() } : {}),
    ...(categories ? { categories: categories.result() } : {}),
    ...(discovery ? { discovery: discovery.result() } : {}),
    ...(permutation ? { permutation: permutation.result()(results) } : {}),
  };
  if (found.sampled) say(`\n${tableOf(`SAMPLED, ${negatives ?? 0} negatives (not the full ranking)`, found.sampled.metrics)}`);
  if (found.categories) say(`\n${tableOf(`categories (${found.categories.cases})`, found.categories.metrics as unknown as Record<string, Partial<Metrics>>)}`);
  if (found.discovery) say(`\n${tableOf(`not yet bought (${found.discovery.cases})`, found.discovery.metrics)}`);
  if (found.permutation) say(`\n${permutationTable(found.permutation)}`);
  return { metrics, slices, versusPopularity: versusPopularity(results, cases, seed, say), ...found };
}

function progressOf(cases: number, say: (line: string) => void): (done: number) => void {
  let nextMs = performance.now() + PROGRESS_MS;
  return (done) => {
    if (performance.now() < nextMs) return;
    nextMs = performance.now() + PROGRESS_MS;
    say(`ranked ${done} of ${cases} cases`);
  };
}

/** [N] bits that showing an item tells: −log2 of the share of train users who met it. One user more has met everything, so that a new item tells the most, not infinitely much. */
export function bitsOf(split: Pick<Split, 'train' | 'known'>): Float32Array {
  const users = new Float64Array(split.known.length);
  for (const { events } of split.train) for (const item of new Set(events.map((event) => event.item))) users[item] = (users[item] ?? 0) + 1;
  return Float32Array.from(users, (count) => Math.log2((split.train.length + 1) / (count + 1)));
}

function versusPopularity(results: ReadonlyMap<string, CaseScores>, cases: readonly TestCase[], seed: number, say: (line: string) => void): Record<string, Difference> {
  const base = results.get('popularity');
  const differences = Object.fromEntries([...results].flatMap(([name, scores]) => (base && name !== 'popularity' ? [[name, pairedDifference(scores.hit20, base.hit20, cases, seed)]] : [])));
  const mix = differences['mix'];
  if (mix) say(`mix − popularity, hr@20: ${mix.difference.toFixed(4)} (95 % ${mix.low95.toFixed(4)} to ${mix.high95.toFixed(4)}, paired bootstrap by user)`);
  return differences;
}
