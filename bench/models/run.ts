import { writeFile } from 'node:fs/promises';
import { DataError } from '#bench/data';
import { compressedRows } from './compress-run.ts';
import { DESIGNS, LOSS_BY_NAME } from './designs.ts';
import { headRows } from './heads-run.ts';
import { judged, simpleMethods, zooRanker } from './judge.ts';
import { loadZooData, zooItems, type ZooData } from './load.ts';
import { zooModel } from './model.ts';
import { parseArguments, USAGE, type ModelsOptions } from './options.ts';
import { rowText, tableHead, type ZooRow } from './table.ts';
import { visitsOf } from './tiers.ts';
import { judgeOf, trainZoo } from './train.ts';
import { transferRows } from './transfer.ts';

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
  const part = options.asksTest ? 'test' : 'validation';
  if (cases.length === 0) throw new DataError(`Cannot rank ${dataset.name}: the ${part} part holds no case`);
  say(`${dataset.name}: ${split.train.length} train users, ${dataset.itemIds.length} items, ${examples.length} examples, ${cases.length} ${part} cases`);
  say(tableHead());
  const rows: ZooRow[] = [];
  const print = (row: ZooRow): void => {
    rows.push(row);
    say(rowText(row));
  };
  for (const ranker of simpleMethods(data)) print({ name: ranker.name, ...(await judged(data, ranker)) });
  if (options.save || options.transfer) await transferRows(data, options, print);
  else if (options.compresses) await compressedRows(data, options, print);
  else if (options.heads.length > 0) await headRows(data, options, { print, say });
  else await encoderRows(data, options, print);
  const result = {
    dataset: dataset.name, split: options.split, part, cases: cases.length, users: split.train.length, items: dataset.itemIds.length, examples: examples.length, seed: options.seed, effort: options.effort,
    repeats: options.repeats, rows, seconds: Math.round(performance.now() - startMs) / 1000, peakRssBytes: process.resourceUsage().maxRSS * 1024,
  };
  if (options.json) await writeFile(options.json, `${JSON.stringify(result, undefined, 2)}\n`);
  say(`${result.seconds.toFixed(1)} s, ${Math.round(result.peakRssBytes / 1e6)} MB${options.json ? `, written to ${options.json}` : ''}`);
}

async function encoderRows(data: ZooData, options: ModelsOptions, print: (row: ZooRow) => void): Promise<void> {
  const { examples } = data;
  for (const source of options.vectors) {
    const items = zooItems(data, source);
    for (const tier of options.tiers) for (const encoder of options.encoders) for (const lossName of options.losses) {
      const model = zooModel(DESIGNS[encoder], tier, items, source === 'hashed');
      const loss = LOSS_BY_NAME[lossName];
      const { weights, seconds, loss: last } = trainZoo({ model, loss, judge: judgeOf(loss, items.ids.length), examples, visits: visitsOf(tier, examples.length, options.effort), seed: options.seed });
      print({ name: `${encoder} ${tier} ${lossName} ${source}`, parameters: weights.length, bytes: 4 * weights.length, trainSeconds: seconds, trainLoss: last, ...(await judged(data, zooRanker(data, model, weights))) });
    }
  }
}
