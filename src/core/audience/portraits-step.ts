import { LEAST_VARIANCE, shareOf, type PortraitsLayout } from './portraits.ts';

/** Deviations of noise by which a cluster's count must pass the least: 2 let one in forty through that holds too few. */
const KEEP_DEVIATIONS = 2;
/**
 * What a round is worth one round later. Tastes of a shop change by the season and a device tells hers anew each time, so that
 * ten rounds are remembered, half of them by the seventh, as of pairs: .7 to .95 told made-up and real shoppers apart alike.
 */
const DECAY = 0.9;

/** What reports of rounds sum up to, later rounds more than earlier ones. Values in, values out; never changed in place. */
export interface PortraitsMemory {
  /** shape [layout.length]: portraits before the first round, which no report has moved. */
  readonly start: Float32Array<ArrayBuffer>;
  /** shape [layout.length]: sum of the updates of all reports, with all their noise. */
  readonly sum: Float32Array<ArrayBuffer>;
  /** Reports in it, decayed like the sum. */
  readonly reports: number;
  /** Rounds in it, decayed like the sum: whoever reports in two of them is in it twice. */
  readonly rounds: number;
  /** Variance of the noise in each entry of `sum`; 0 where there is none. */
  readonly noiseVariance: number;
}

/** What one round adds: its own sum, reports and noise. */
export interface PortraitsRound extends Pick<PortraitsMemory, 'reports' | 'noiseVariance'> {
  /** shape [layout.length] */
  readonly sum: ArrayLike<number>;
}

/** Memory before the first round. */
export function initialMemory(start: Float32Array<ArrayBuffer>): PortraitsMemory {
  return { start, sum: new Float32Array(start.length), reports: 0, rounds: 0, noiseVariance: 0 };
}

/**
 * Takes one round into memory, with + and × only, in index order. Published sums are all that it is made of: it costs no privacy.
 *
 * @param decay - what the rounds before are worth still, 0 to 1
 * @throws RangeError if the two differ in length
 */
export function rememberRound(memory: PortraitsMemory, { sum, reports, noiseVariance }: PortraitsRound, decay = DECAY): PortraitsMemory {
  if (memory.sum.length !== sum.length) throw new RangeError(`Cannot add a sum of ${sum.length} entries to one of ${memory.sum.length}`);
  return {
    start: memory.start,
    sum: memory.sum.map((x, i) => decay * x + (sum[i] ?? 0)),
    reports: Math.fround(decay * memory.reports + reports),
    rounds: Math.fround(decay * memory.rounds + 1),
    noiseVariance: Math.fround(decay * decay * memory.noiseVariance + noiseVariance),
  };
}

/**
 * The M step, from sums alone, with + − × ÷ and √ only, so that anybody replays it to the bit: means and variances of each
 * cluster, moved from where they started only as far as the noise lets them tell (the positive part of James and Stein 1961).
 * From where they started and not from where the last round left them: that lies in the noise of the very sums that are
 * remembered, so that what they share would pass for a way of noise and nothing would move.
 *
 * @param leastDevices - a cluster moves once it holds so many beyond doubt in the mean of the remembered rounds, so that one of
 *   them had so many devices at least; until then it stays where it was. One that holds fewer beyond doubt is not kept: its share
 *   is 0 from then on, and what it was stays out
 * @returns shape [layout.length], always a new array; the same values as `portraits` where no cluster moves and none goes
 */
export function stepPortraits(portraits: ArrayLike<number>, { start, sum, reports, rounds, noiseVariance }: PortraitsMemory, layout: PortraitsLayout, leastDevices: number): Float32Array<ArrayBuffer> {
  const { kind, clusters, dims, stride, length } = layout;
  const next = new Float32Array(length);
  const noiseStdDev = Math.sqrt(noiseVariance);
  let total = 0;
  let isChanged = false;
  for (let cluster = 0; cluster < clusters; cluster++) {
    const first = cluster * stride;
    const count = sum[first] ?? 0;
    if (!(shareOf(portraits, layout, cluster) > 0)) continue;
    const isSure = (count - KEEP_DEVIATIONS * noiseStdDev) / rounds >= leastDevices;
    const isDoubtful = (count + KEEP_DEVIATIONS * noiseStdDev) / rounds >= leastDevices;
    if (isSure) {
      next[first] = count / reports;
      moveCluster({ from: start, to: next, at: first + 1, dims, errorStdDev: noiseStdDev / count }, kind, (d) => (sum[first + 1 + d] ?? 0) / count);
    } else if (isDoubtful) for (let at = first; at < first + stride; at++) next[at] = portraits[at] ?? 0;
    isChanged ||= isSure || !isDoubtful;
    total += next[first] ?? 0;
  }
  if (!isChanged) return next;
  if (total > 0) for (let cluster = 0; cluster < clusters; cluster++) next[cluster * stride] = (next[cluster * stride] ?? 0) / total;
  return next;
}

interface Move {
  readonly from: ArrayLike<number>;
  readonly to: Float32Array;
  /** First entry of what moves. */
  readonly at: number;
  readonly dims: number;
  /** Of the noise in each coordinate of where the sums point. */
  readonly errorStdDev: number;
}

/** Moves the mean of a cluster, and of a mixture its variances. @param pointed - where the sums point, entry by entry behind the share */
function moveCluster(move: Move, kind: PortraitsLayout['kind'], pointed: (d: number) => number): void {
  const { to, at, dims } = move;
  moveTo(move, pointed);
  if (kind === 'kmeans') return;
  moveTo({ ...move, at: at + dims }, (d) => pointed(dims + d) - (to[at + d] ?? 0) * (to[at + d] ?? 0));
  for (let i = at + dims; i < at + 2 * dims; i++) to[i] = Math.max(LEAST_VARIANCE / dims, to[i] ?? 0);
}

/** Moves a vector toward where the sums point, by the share of the way that noise does not explain. */
function moveTo({ from, to, at, dims, errorStdDev }: Move, pointed: (d: number) => number): void {
  let way = 0;
  for (let d = 0; d < dims; d++) way += (pointed(d) - (from[at + d] ?? 0)) * (pointed(d) - (from[at + d] ?? 0));
  const trust = way > 0 ? Math.max(0, 1 - (dims * errorStdDev * errorStdDev) / way) : 0;
  for (let d = 0; d < dims; d++) to[at + d] = (from[at + d] ?? 0) + trust * (pointed(d) - (from[at + d] ?? 0));
}
