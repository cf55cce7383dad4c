import { writeFile } from 'node:fs/promises';
import { evaluateAds, writeMadeUp, type AdMetrics, type AdResult } from '#bench/ads';
import type { AdRun, MadeUpOptions } from './arguments.ts';
import { mustBeWritable, peakRssBytes, secondsSince } from './running.ts';
import { overSeeds } from './seeds.ts';

const COLUMNS = ['auc', 'userAuc', 'logloss', 'ne', 'ece'] as const;

/** Least time between two lines of progress: who waits wants to see that something moves, and no scroll of it. */
const PROGRESS_MS = 2000;

/** `--format ctr`: predicts a column of a log, prints the table, writes JSON. Progress goes to standard error. */
export async function evaluateClicks(options: AdRun, say: (line: string) => void): Promise<void> {
  const startMs = performance.now();
  if (options.json) await mustBeWritable(options.json);
  let saidMs = startMs;
  const progress = (line: string): void => {
    if (performance.now() - saidMs < PROGRESS_MS) return;
    saidMs = performance.now();
    process.stderr.write(`${secondsSince(startMs)} s: ${line}\n`);
  };
  const runs: AdResult[] = [];
  for (let seed = options.seed; seed < options.seed + options.seeds; seed++) {
    if (options.seeds > 1) say(`\nseed ${seed}`);
    const run = await evaluateAds({ ...options, seed }, { say, progress });
    say(`\n${clickTable(run)}`);
    runs.push(run);
  }
  const result = { ...overSeeds<AdMetrics, AdResult>(runs, options.seed), seconds: secondsSince(startMs), peakRssBytes: peakRssBytes() };
  if (options.seeds > 1) say(`\nmeans over the seeds, ± deviation\n${clickTable(result)}`);
  if (options.json) await writeFile(options.json, `${JSON.stringify(result, undefined, 2)}\n`);
  say(`${result.seconds} s, ${Math.round(result.peakRssBytes / 1e6)} MB${options.json ? `, written to ${options.json}` : ''}`);
}

/** `--made-up`: writes a log, and says what its truth would reach on all of it. */
export async function makeUp(options: MadeUpOptions, say: (line: string) => void): Promise<void> {
  await mustBeWritable(options.out);
  const { auc, logloss, ne } = writeMadeUp(options.out, options);
  say(`${options.out}: ${options.rows} rows of ${options.nature}, seed ${options.seed}; the chances that made it have AUC ${auc.toFixed(4)}, log loss ${logloss.toFixed(4)}, NE ${ne.toFixed(4)}`);
}

type Table = Readonly<Record<string, AdMetrics>>;

function clickTable({ lane, metrics, baselines, spread }: AdResult): string {
  const head = lane.padEnd(24) + COLUMNS.map((name) => name.padStart(18)).join('');
  const row = ([name, figures]: readonly [string, AdMetrics]): string => name.padEnd(24) + COLUMNS.map((column) => {
    const deviation = (spread as Table | undefined)?.[name]?.[column];
    return `${figures[column].toFixed(4)}${deviation === undefined ? '' : ` ± ${deviation.toFixed(4)}`}`.padStart(18);
  }).join('');
  return [head, '-'.repeat(head.length), ...Object.entries(baselines as Table).map(row), ...Object.entries(metrics).map(row)].join('\n');
}
