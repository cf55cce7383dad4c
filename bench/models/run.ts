import { writeFile } from 'node:fs/promises';
import { popularity, sequentialRules, sessionsOf, vsknn } from '#bench/baselines';
import { DataError } from '#bench/data';
import { interactionsOf, metricsOf, rankCases, type CaseRanker, type Metrics } from '#bench/evaluate';
import { sequenceOf } from '#core/features';
import { DESIGNS, LOSS_BY_NAME } from './designs.ts';
import { loadZooData, zooItems, type ZooData } from './load.ts';
import { scorerOf, zooModel, type ZooModel } from './model.ts';
import { parseArguments, USAGE, type ModelsOptions } from './options.ts';
import { rowText, tableHead, type ZooRow } from './table.ts';
import type { Tier } from './tiers.ts';
import { judgeOf, trainZoo } from './train.ts';
import type { VectorsName } from './vectors.ts';

/** Examples met in one training at an effort of 1: half a minute for T11 on one core; larger tiers get less, since each costs more. */
const VISITS: Readonly<Record<Tier, number>> = { T11: 100_000, T64: 60_000, T256: 30_000 };
/** Most passes over the examples of a small set: more overfit Beauty and UCI. */
const MOST_PASSES = 5;

/** `npm run models`: trains the zoo in one place, ranks it, prints a table, writes JSON. @returns the exit code */
export async function runModels(argv: readonly string[], out: NodeJS.WritableStream): Promise<number> {
  const say = (line: string): void => { out.write(`${line}\n`); };
  try {
    const options = parseArguments(argv);
    if (options === 'help') say(USAGE);
    else await models(options, say);
    return 0;
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    say(`error: ${error.message}`);
    return 2;
  }
}

async function models(options: ModelsOptions, say: (line: string) => void): Promise<void> {
  const startMs = performance.now();
  const data = await loadZooData(options);
  const { dataset, split, cases, examples } = data;
  if (cases.length === 0) throw new DataError(`Cannot rank ${dataset.name}: the ${options.asksTest ? 'test' : 'validation'} part holds no case`);
  say(`${dataset.name}: ${split.train.length} train users, ${dataset.itemIds.length} items, ${examples.length} examples, ${cases.length} ${options.asksTest ? 'test' : 'validation'} cases`);
  say(tableHead());
  const rows: ZooRow[] = [];
  const print = (row: ZooRow): void => {
    rows.push(row);
    say(rowText(row));
  };
  for (const ranker of simpleMethods(data)) print({ name: ranker.name, ...(await judged(data, ranker)) });
  for (const source of options.vectors) {
    const items = zooItems(data, source);
    for (const tier of options.tiers) for (const encoder of options.encoders) for (const lossName of options.losses) {
      const model = zooModel(DESIGNS[encoder], tier, items, source === 'hashed');
      const loss = LOSS_BY_NAME[lossName];
      const { weights, seconds, loss: last } = trainZoo({ model, loss, judge: judgeOf(loss, items.ids.length), examples, visits: visitsOf(tier, examples.length, options), seed: options.seed });
      print({ name: nameOf(encoder, tier, lossName, source), parameters: weights.length, bytes: 4 * weights.length, trainSeconds: seconds, trainLoss: last, ...(await judged(data, zooRanker(data, model, weights))) });
    }
  }
  const result = { dataset: dataset.name, split: options.split, cases: options.asksTest ? 'test' : 'validation', asked: cases.length, seed: options.seed, effort: options.effort, repeats: options.repeats, rows, seconds: (performance.now() - startMs) / 1000 };
  if (options.json) await writeFile(options.json, `${JSON.stringify(result, undefined, 2)}\n`);
  say(`${result.seconds.toFixed(1)} s, ${Math.round((process.resourceUsage().maxRSS * 1024) / 1e6)} MB`);
}

function nameOf(encoder: string, tier: Tier, loss: string, source: VectorsName): string {
  return `${encoder} ${tier} ${loss} ${source}`;
}

/** Examples one training meets. */
export function visitsOf(tier: Tier, examples: number, { effort }: Pick<ModelsOptions, 'effort'>): number {
  return Math.round(effort * Math.min(VISITS[tier], MOST_PASSES * examples));
}

function simpleMethods({ dataset, split }: ZooData): CaseRanker[] {
  const items = dataset.itemIds.length;
  const sessions = sessionsOf(split.train);
  return [popularity(split.train, items), sequentialRules(sessions, items), vsknn(sessions, items)];
}

/** A trained model as a ranker of cases. */
function zooRanker({ dataset, catalogue }: ZooData, model: ZooModel, weights: Float32Array): CaseRanker {
  const scorer = scorerOf(model, weights);
  return { name: 'model', score: ({ history }) => scorer.score(sequenceOf(interactionsOf(history, dataset, catalogue))) };
}

/** Figures of one ranker over the run's cases. */
async function judged({ split, cases }: ZooData, ranker: CaseRanker): Promise<{ readonly metrics: Metrics; readonly rankMs: number }> {
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
