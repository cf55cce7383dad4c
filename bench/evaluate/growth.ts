import { writeFile } from 'node:fs/promises';
import { seededChance, shuffled } from '#core/units';
import { rankCases } from './rank.ts';
import { withTrainUsers, type RunSteps } from './resize.ts';

/** Times the train users, smallest first: the process never gives memory back, so its peak grows with them. Further copies of a user are users of their own. */
const TIMES = [1, 2, 4] as const;
/** Cases ranked at every size, so that ranking's time tells of the catalogue and not of the number of questions. */
const CASES = 500;

/** What one size costs. */
export interface Growth {
  readonly users: number;
  readonly events: number;
  /** Fitting the simple methods and training the lane; processor time, all threads together: a busy machine does not change it. */
  readonly fitSeconds: number;
  /** Processor time, too. */
  readonly rankSeconds: number;
  readonly cases: number;
  readonly peakRssBytes: number;
}

/** `--growth`: time and memory at 1×, 2× and 4× the events of the file. */
export async function measureGrowth({ options, load, prepare, say }: RunSteps): Promise<void> {
  const startSeconds = cpuSeconds();
  const { dataset, split } = await load(options);
  const readSeconds = secondsSince(startSeconds);
  say(`${dataset.name}: ${dataset.rows} rows read and split in ${readSeconds} s of processor time`);
  const cases = shuffled(split.test, seededChance(options.seed)).slice(0, CASES);
  const sizes: Growth[] = [];
  for (const times of TIMES) {
    const part = withTrainUsers(split, split.train.length * times, options.seed);
    const fitStart = cpuSeconds();
    const { rankers } = await prepare(options, dataset, part, () => undefined);
    const [first] = cases;
    if (first) for (const ranker of rankers) await ranker.score(first); // simple methods are fitted when first asked
    const fitSeconds = secondsSince(fitStart);
    const rankStart = cpuSeconds();
    await rankCases({ rankers, split: part, cases });
    sizes.push({
      users: part.train.length, events: part.train.reduce((sum, { events }) => sum + events.length, 0), fitSeconds,
      rankSeconds: secondsSince(rankStart), cases: cases.length, peakRssBytes: process.resourceUsage().maxRSS * 1024,
    });
    say(`${part.train.length} users fitted in ${fitSeconds} s of processor time`);
  }
  say(`\n${growthTable(sizes)}`);
  if (options.json) await writeFile(options.json, `${JSON.stringify({ dataset: dataset.name, split: options.split, lane: options.lane, items: dataset.itemIds.length, rows: dataset.rows, readSeconds, sizes }, undefined, 2)}\n`);
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

const secondsSince = (start: number): number => Math.round((cpuSeconds() - start) * 10) / 10;

/** One line a size, with what a thousand events cost. */
export function growthTable(sizes: readonly Growth[]): string {
  const head = ['events', 'users', 'fit and train, CPU', 'ms an event', 'rank a case, CPU', 'peak RSS'];
  const first = sizes[0]?.events ?? 1;
  const rows = sizes.map(({ events, users, fitSeconds, rankSeconds, cases, peakRssBytes }) => [
    `${events} (${(events / first).toFixed(1)}×)`, String(users), `${fitSeconds.toFixed(1)} s`, ((1000 * fitSeconds) / events).toFixed(3), `${((1000 * rankSeconds) / Math.max(1, cases)).toFixed(1)} ms`, `${Math.round(peakRssBytes / 1e6)} MB`,
  ]);
  return [head, ...rows].map((row) => row.map((text) => text.padStart(20)).join('')).join('\n');
}
