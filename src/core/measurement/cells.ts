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
