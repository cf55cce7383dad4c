import { effect, signal } from '@preact/signals';
import { decodeLayout, publishedSumOf, type Layout, type PublishedSum } from '#core/measurement';
import type { MeasureRound } from '#core/protocol';
import { loadBytes, type PageConfig } from '#page/frame';
import { keepLooking, seen, type Seen } from './watch.ts';

/** Newest measurements that are read: four weeks of hourly ones. */
const MOST_SUMS = 24 * 28;
/** How many are loaded at a time: a browser opens no more connections to one host. */
const AT_ONCE = 6;

/** Published sums, oldest first; undefined before the first were read. */
export const sums = signal<readonly PublishedSum[] | undefined>(undefined);
/** Sums and layouts never change: each is loaded once. undefined for one that could not be read. */
const sumByRound = new Map<number, PublishedSum | undefined>();
const layoutByHash = new Map<string, Promise<Layout | undefined>>();

async function loadLayout(url: string): Promise<Layout | undefined> {
  const bytes = await loadBytes(url);
  const read = bytes.ok ? decodeLayout(bytes.value) : undefined;
  return read?.ok ? read.value : undefined;
}

async function loadSum(record: MeasureRound, { taskById }: Seen, leaderUrl: string): Promise<void> {
  const task = taskById.get(record.task);
  if (task?.kind !== 'measure') return; // comes with a later look
  const layout = layoutByHash.get(record.layout) ?? loadLayout(`${leaderUrl}/v1/layouts/${record.layout}`);
  layoutByHash.set(record.layout, layout);
  const [cells, sum] = await Promise.all([layout, loadBytes(`${leaderUrl}/v1/sums/${record.sum}`)]);
  if (!cells || !sum.ok) {
    layoutByHash.delete(record.layout);
    return;
  }
  const read = publishedSumOf({ record, task, layout: cells, sum: sum.value });
  sumByRound.set(record.round, read.ok ? read.value : undefined);
}

/** Reads the sums of `now` that are not here yet, the newest first. */
async function readSums(now: Seen, leaderUrl: string): Promise<void> {
  const newest = now.measures.slice(-MOST_SUMS);
  const missing = newest.filter(({ round }) => !sumByRound.has(round)).reverse();
  for (let start = 0; start < missing.length; start += AT_ONCE) await Promise.all(missing.slice(start, start + AT_ONCE).map((record) => loadSum(record, now, leaderUrl)));
  if (missing.length > 0 || sums.value === undefined) sums.value = newest.flatMap(({ round }) => sumByRound.get(round) ?? []);
}

/** Keeps looking at the rounds and reads what they measured; call the result to stop. */
export function keepMeasuring(config: PageConfig, wantsQuality: boolean): () => void {
  let reading = Promise.resolve();
  const stopLooking = keepLooking(config, wantsQuality);
  const stopReading = effect(() => {
    const now = seen.value;
    if (now.atMs !== null) reading = reading.then(() => readSums(now, config.leaderUrl));
  });
  return () => {
    stopReading();
    stopLooking();
  };
}
