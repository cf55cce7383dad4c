import { DAY_MS, ok, type Fault, type Result } from '#core/units';
import { noiseVarianceOf, type NoisePromise } from './cells.ts';
import { normalEstimate, type Estimate } from './estimate.ts';
import type { Layout } from './layout.ts';
import { decodeSum } from './sum.ts';

/** Time over which published sums are read together, ms: a month, as interests are. Older ones speak of shoppers and campaigns that went. */
export const SUMS_MS = 30 * DAY_MS;

/** A noised sum that was published, with what its entries count. */
export interface PublishedSum {
  readonly layout: Layout;
  /** [cells] signed steps. */
  readonly sum: ArrayLike<number>;
  /** Of both servers' noise in one entry, in steps squared, as `noiseVarianceOf` gives it. */
  readonly noiseVariance: number;
  /** Reports in it. */
  readonly reports: number;
  /** When its round closed, ms since 1970. */
  readonly closedMs: number;
}

/** What a round of a measurement publishes: its task and layout, the file of its sum, and what of its record is asked for. */
export interface MeasuredFiles {
  readonly task: NoisePromise;
  readonly record: { readonly leaderReports: number; readonly closedMs: number };
  readonly layout: Layout;
  readonly sum: Uint8Array;
}

/** Reads the published sum of one round. */
export function publishedSumOf({ task, record, layout, sum }: MeasuredFiles): Result<PublishedSum, Fault<'malformed'>> {
  const steps = decodeSum(sum, layout.cells.length);
  return steps.ok ? ok({ layout, sum: steps.value, noiseVariance: noiseVarianceOf(task), reports: record.leaderReports, closedMs: record.closedMs }) : steps;
}

/** What the rounds that name a cell say of it together. */
export interface CellTotal {
  /** In the cell's unit; below 0 where noise made it so. */
  readonly value: number;
  /** In the cell's unit, squared. */
  readonly noiseVariance: number;
  /** Of the rounds whose layout names the cell. */
  readonly reports: number;
}

/** Sums of several rounds by the names of their cells; what no round named is not there. */
export type Totals = ReadonlyMap<string, CellTotal>;

/**
 * Adds up the sums of one subject cell by cell, each in its own unit: layouts may differ between rounds, as when campaigns come and go.
 *
 * @throws RangeError if a sum has another length than its layout
 */
export function totalsOf(sums: readonly PublishedSum[]): Totals {
  const totals = new Map<string, CellTotal>();
  for (const { layout: { cells, units }, sum, noiseVariance, reports } of sums) {
    if (sum.length !== cells.length) throw new RangeError(`Cannot add up a sum of ${sum.length} entries: its layout has ${cells.length} cells`);
    for (const [i, cell] of cells.entries()) {
      const before = totals.get(cell) ?? { value: 0, noiseVariance: 0, reports: 0 };
      const unit = units[i] ?? 1;
      totals.set(cell, { value: before.value + unit * (sum[i] ?? 0), noiseVariance: before.noiseVariance + unit ** 2 * noiseVariance, reports: before.reports + reports });
    }
  }
  return totals;
}

/** Totals of one span of time. */
export interface SpanTotals {
  /** ms since 1970; a whole number of spans. */
  readonly fromMs: number;
  readonly totals: Totals;
}

/** Totals of each span of `spanMs` in which a round closed, the oldest first: what a chart over time draws. */
export function totalsOverTime(sums: readonly PublishedSum[], spanMs: number): readonly SpanTotals[] {
  const bySpan = new Map<number, PublishedSum[]>();
  for (const sum of sums) {
    const fromMs = spanMs * Math.floor(sum.closedMs / spanMs);
    bySpan.set(fromMs, [...(bySpan.get(fromMs) ?? []), sum]);
  }
  return [...bySpan].sort(([a], [b]) => a - b).map(([fromMs, own]) => ({ fromMs, totals: totalsOf(own) }));
}

/**
 * The share that some cells have of others: hits of events, say. Delta method over independent noise in every cell and binomial
 * sampling of the events; Infinity wide where the sum of `of` does not stand out of its noise.
 *
 * @param part - names of cells, all of them in `of`
 */
export function shareOf(totals: Totals, { part, of }: { readonly part: readonly string[]; readonly of: readonly string[] }): Estimate {
  const read = (cells: readonly string[]): { readonly value: number; readonly noise: number } => {
    const known = cells.map((cell) => totals.get(cell) ?? { value: 0, noiseVariance: Infinity });
    return { value: known.reduce((sum, { value }) => sum + value, 0), noise: known.reduce((sum, { noiseVariance }) => sum + noiseVariance, 0) };
  };
  const [hits, events, rest] = [read(part), read(of), read(of.filter((cell) => !part.includes(cell)))];
  if (!(events.value > 2 * Math.sqrt(events.noise))) return { value: events.value > 0 ? hits.value / events.value : 0, stdError: Infinity, low: 0, high: 1 };
  const share = hits.value / events.value;
  const within = Math.min(1, Math.max(0, share));
  // d(share) = ((1 − share)·noise in part − share·noise in the rest) / events
  const noised = hits.noise * (1 - share) ** 2 + rest.noise * share ** 2;
  return normalEstimate(share, Math.sqrt(noised + events.value * within * (1 - within)) / events.value);
}
