import type { RoundRecord } from '#core/protocol';
import { readIfThere, writeWhole } from './data-folder.ts';
import type { ChildNotice } from './output.ts';

/** Amounts by name, as the simulation counts them: `campaign/creative/clicks`, values in cents. */
type Counts = Readonly<Record<string, number>>;

/** What the reports told that one measurement took, before any noise; and, of ads, what really happened on their devices. */
interface ToldTruth {
  readonly task: string;
  readonly subject: string;
  readonly reports: number;
  readonly counts: Counts;
  readonly told: Counts;
}

/** What really happened in one simulated week, on all devices. */
interface LivedTruth {
  readonly week: number;
  readonly devices: number;
  /** Ads that were seen, and followed; and the true chances of that, added up, of what was chosen and of a choice at random. */
  readonly seen: number;
  readonly clicks: number;
  readonly chosen: number;
  readonly random: number;
  readonly counts: Counts;
}

interface Kept {
  readonly told: readonly ToldTruth[];
  readonly lived: readonly LivedTruth[];
}

/** The ground truth of the demonstration's ads, which nobody but a simulation can know. */
export interface DemoTruth {
  /** Takes what the simulation says. */
  take(notice: ChildNotice): void;
  /** What `/demo/truth.json` holds. `rounds`: records so far. */
  json(rounds: readonly RoundRecord[]): unknown;
}

const amount = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0);

function countsOf(value: unknown): Counts {
  return Object.fromEntries(Object.entries(typeof value === 'object' && value !== null ? value : {}).map(([name, count]) => [name, amount(count)]));
}

function added(a: Counts, b: Counts): Counts {
  const sum = { ...a };
  for (const [name, count] of Object.entries(b)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}

function withTold(all: readonly ToldTruth[], notice: ChildNotice): readonly ToldTruth[] {
  const before = all.find(({ task }) => task === notice['task']) ?? { task: String(notice['task']), subject: String(notice['subject']), reports: 0, counts: {}, told: {} };
  const now = { ...before, reports: before.reports + amount(notice['reports']), counts: added(before.counts, countsOf(notice['counts'])), told: added(before.told, countsOf(notice['told'])) };
  return [...all.filter((one) => one !== before), now];
}

function withLived(all: readonly LivedTruth[], notice: ChildNotice): readonly LivedTruth[] {
  const before = all.find(({ week }) => week === notice['week']) ?? { week: amount(notice['week']), devices: 0, seen: 0, clicks: 0, chosen: 0, random: 0, counts: {} };
  const plus = (name: 'devices' | 'seen' | 'clicks' | 'chosen' | 'random'): number => before[name] + amount(notice[name]);
  const now = { week: before.week, devices: plus('devices'), seen: plus('seen'), clicks: plus('clicks'), chosen: plus('chosen'), random: plus('random'), counts: added(before.counts, countsOf(notice['counts'])) };
  return [...all.filter((one) => one !== before), now].sort((a, b) => a.week - b.week);
}

function keptAt(path: string): Kept {
  try {
    return JSON.parse(readIfThere(path) ?? '') as Kept;
  } catch {
    return { told: [], lived: [] }; // none yet, or half a file
  }
}

/** The truth of one deployment, kept at `path`: a restarted simulation tells only what is new. */
export function createDemoTruth(path: string): DemoTruth {
  let kept = keptAt(path);
  return {
    take(notice) {
      if (notice.kind === 'told') kept = { ...kept, told: withTold(kept.told, notice) };
      else if (notice.kind === 'ads-lived') kept = { ...kept, lived: withLived(kept.lived, notice) };
      else return;
      writeWhole(path, JSON.stringify(kept));
    },
    json: (rounds) => ({
      simulated: true,
      rounds: kept.told.map((one) => ({ round: rounds.find(({ task }) => task === one.task)?.round ?? null, ...one })),
      weeks: kept.lived.map(({ seen, clicks, chosen, random, ...one }) => ({ ...one, seen, clicks, clickRate: seen > 0 ? chosen / seen : null, clickRateAtRandom: seen > 0 ? random / seen : null })),
    }),
  };
}
