import { writeFile } from 'node:fs/promises';
import { evaluateAds, within, writeMadeUp, type AdMetrics, type AdResult, type Progress } from '#bench/ads';
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
  const progress = progressSince(startMs);
  const runs: AdResult[] = [];
  for (let seed = options.seed; seed < options.seed + options.seeds; seed++) {
    if (options.seeds > 1) say(`\nseed ${seed}`);
    const past = seed - options.seed;
    const run = await evaluateAds({ ...options, seed }, { say, progress: within(progress, past / options.seeds, (past + 1) / options.seeds) });
    say(`\n${clickTable(run)}`);
    runs.push(run);
  }
  const result = { ...overSeeds<AdMetrics, AdResult>(runs, options.seed), seconds: secondsSince(startMs), peakRssBytes: peakRssBytes() };
  if (options.seeds > 1) say(`\nmeans over the seeds, ± deviation\n${clickTable(result)}`);
  if (options.json) await writeFile(options.json, `${JSON.stringify(result, undefined, 2)}\n`);
  say(`${result.seconds} s, ${Math.round(result.peakRssBytes / 1e6)} MB${options.json ? `, written to ${options.json}` : ''}`);
}

/** Lines on standard error: the time that is past, what a run is at, and how long it will still take if it goes on as it did. */
function progressSince(startMs: number): Progress {
  let saidMs = startMs;
  return (line, share = 0) => {
    const nowMs = performance.now();
    if (nowMs - saidMs < PROGRESS_MS) return;
    saidMs = nowMs;
    const left = share >= LEAST_SHARE ? `, about ${spanOf(((nowMs - startMs) * (1 - share)) / share)} left` : '';
    process.stderr.write(`${secondsSince(startMs)} s${left}: ${line}\n`);
  };
}

/** Share of the time from which it tells how long the rest will take. */
const LEAST_SHARE = 0.03;

const MINUTE_MS = 60_000;
const spanOf = (ms: number): string => (ms < 2 * MINUTE_MS ? `${Math.ceil(ms / 1000)} s` : `${Math.round(ms / MINUTE_MS)} min`);

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
