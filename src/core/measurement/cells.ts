import type { Estimate } from './estimate.ts';
import { normalEstimate } from './estimate.ts';
import type { Layout } from './layout.ts';

/** What of a measurement's task decides how uncertain its sum is; a `MeasureTask` is one. */
export interface NoisePromise {
  /** Scale of the discrete Laplace that each of two servers added to every entry. */
  readonly noiseScale: { readonly numerator: number; readonly denominator: number };
}

/** Variance of both servers' noise in one entry of a sum, in steps squared: twice that of a discrete Laplace, 2q / (1 − q)² with q = e^(−1/scale). */
export function noiseVarianceOf({ noiseScale: { numerator, denominator } }: NoisePromise): number {
  const rest = -Math.expm1(-denominator / numerator); // 1 − q, whose digits a plain subtraction loses at large scales
  return (2 * 2 * (1 - rest)) / (rest * rest);
}

/** One cell of a sum. */
export interface CellEstimate {
  readonly cell: string;
  /** What all reports together counted, in the cell's unit: `stdError` is that of the servers' noise alone. */
  readonly total: Estimate;
  /**
   * Mean of one device, in the cell's unit: noise, and the sampling of devices out of as many like them. How devices differ
   * no sum tells; it is taken as that of rare events (variance = mean), of which a device that counts many alike has more.
   */
  readonly perDevice: Estimate;
}

/**
 * What a noised sum says of each cell. What devices scaled down to fit the bound is missing from it.
 *
 * @param sum - [cells] signed steps, as published
 * @param reports - n, above 0
 */
export function estimateOf(sum: ArrayLike<number>, reports: number, task: NoisePromise, { cells, units }: Pick<Layout, 'cells' | 'units'>): readonly CellEstimate[] {
  if (sum.length !== cells.length) throw new RangeError(`Cannot estimate ${cells.length} cells from a sum of ${sum.length}`);
  if (!(reports > 0)) throw new RangeError(`Cannot estimate from ${reports} reports: wanted some`);
  const noise = noiseVarianceOf(task);
  return cells.map((cell, i) => {
    const [steps, unit] = [sum[i] ?? 0, units[i] ?? 1];
    const spread = Math.max(0, steps);
    return { cell, total: normalEstimate(unit * steps, unit * Math.sqrt(noise)), perDevice: normalEstimate((unit * steps) / reports, (unit * Math.sqrt(noise + spread)) / reports) };
  });
}

/**
 * The share that some cells have of others, from one noised sum: hits of events, say. Delta method over independent noise in
 * every cell and binomial sampling of the events; Infinity wide where the sum of `of` does not stand out of its noise.
 *
 * @param part - indices of cells, all of them in `of`
 * @param noise - variance of both servers' noise in one entry, as {@link noiseVarianceOf} gives it; of sums that were added up, their sum
 */
export function shareOf(sum: ArrayLike<number>, { part, of }: { readonly part: readonly number[]; readonly of: readonly number[] }, noise: number): Estimate {
  const total = (cells: readonly number[]): number => cells.reduce((all, i) => all + (sum[i] ?? 0), 0);
  const [hits, events] = [total(part), total(of)];
  if (!(events > 2 * Math.sqrt(of.length * noise))) return { value: events > 0 ? hits / events : 0, stdError: Infinity, low: 0, high: 1 };
  const share = hits / events;
  const within = Math.min(1, Math.max(0, share));
  // d(share) = ((1 − share)·noise in part − share·noise in the rest) / events
  const noised = noise * (part.length * (1 - share) ** 2 + (of.length - part.length) * share ** 2);
  return normalEstimate(share, Math.sqrt(noised + events * within * (1 - within)) / events);
}
