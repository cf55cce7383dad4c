import { LEAST_VARIANCE, shareOf, type PortraitsLayout } from './portraits.ts';

/** Deviations of noise by which a cluster's count must pass the least: 2 let one in forty through that holds too few. */
const KEEP_DEVIATIONS = 2;

/** What a batch of reports says. */
export interface PortraitsBatch {
  /** shape [layout.length]: mean of the updates of all reports, noised. */
  readonly mean: ArrayLike<number>;
  readonly reports: number;
  /** Standard deviation of the noise in each entry of `mean`; 0 where there is none. */
  readonly noiseStdDev: number;
}

/**
 * The M step, from sums alone, with + − × ÷ and √ only, so that anybody replays it to the bit: means and variances of each
 * cluster, moved from where they were only as far as the noise lets them tell (the positive part of James and Stein 1961).
 *
 * @param leastDevices - a cluster that does not hold so many beyond doubt is not kept: its share is 0 from then on, and what it was stays out
 * @returns shape [layout.length], always a new array
 */
export function stepPortraits(portraits: ArrayLike<number>, { mean, reports, noiseStdDev }: PortraitsBatch, layout: PortraitsLayout, leastDevices: number): Float32Array<ArrayBuffer> {
  const { kind, clusters, dims, stride, length } = layout;
  const next = new Float32Array(length);
  let total = 0;
  for (let cluster = 0; cluster < clusters; cluster++) {
    const first = cluster * stride;
    const share = mean[first] ?? 0;
    const doubt = KEEP_DEVIATIONS * noiseStdDev;
    if (!(shareOf(portraits, layout, cluster) > 0) || !((share - doubt) * reports >= leastDevices)) continue;
    next[first] = share;
    total += share;
    const errorStdDev = noiseStdDev / share;
    moveTo({ from: portraits, to: next, at: first + 1, dims, errorStdDev }, (d) => (mean[first + 1 + d] ?? 0) / share);
    if (kind === 'gmm') {
      moveTo({ from: portraits, to: next, at: first + 1 + dims, dims, errorStdDev }, (d) => {
        const middle = next[first + 1 + d] ?? 0;
        return (mean[first + 1 + dims + d] ?? 0) / share - middle * middle;
      });
      for (let at = first + 1 + dims; at < first + stride; at++) next[at] = Math.max(LEAST_VARIANCE / dims, next[at] ?? 0);
    }
  }
  if (total > 0) for (let cluster = 0; cluster < clusters; cluster++) next[cluster * stride] = (next[cluster * stride] ?? 0) / total;
  return next;
}

interface Move {
  readonly from: ArrayLike<number>;
  readonly to: Float32Array;
  readonly at: number;
  readonly dims: number;
  /** Of the noise in each coordinate of where the sums point. */
  readonly errorStdDev: number;
}

/** Moves a vector toward where the sums point, by the share of the way that noise does not explain. */
function moveTo({ from, to, at, dims, errorStdDev }: Move, pointed: (d: number) => number): void {
  let way = 0;
  for (let d = 0; d < dims; d++) way += (pointed(d) - (from[at + d] ?? 0)) * (pointed(d) - (from[at + d] ?? 0));
  const trust = way > 0 ? Math.max(0, 1 - (dims * errorStdDev * errorStdDev) / way) : 0;
  for (let d = 0; d < dims; d++) to[at + d] = (from[at + d] ?? 0) + trust * (pointed(d) - (from[at + d] ?? 0));
}
