import { CONTENT_DIMS } from '#core/catalogue';
import type { Algebra } from '#worker/kernels';
import type { Slopes } from './backward.ts';
import { at, dot, linkOf, read, widenRow, type Activations, type Model } from './forward.ts';
import { LINK_GAIN, OFFSETS } from './layout.ts';

const D = CONTENT_DIMS;
/** An algebra takes rows in fours. */
const ROWS = 4;

/** What the softmax of every example of a step runs over besides its target, in the algebra's memory: M negatives. */
export interface Candidates {
  /** [M rounded up to ROWS, D] unit rows, zeros beyond the last; longer where there is room for more. */
  readonly rows: Float64Array;
  /** [M rounded up to ROWS] cosines, logits and slopes of one example after the other. */
  readonly values: Float64Array;
  /** [M] or longer. */
  readonly popularity: Float64Array;
  /** [D] the target's vector. */
  readonly target: Float64Array;
}

/** Numbers that `newCandidates` asks the algebra for. */
export function candidateNumbers(negatives: number): number {
  return (Math.ceil(negatives / ROWS) * ROWS + 1) * (D + 1) + negatives;
}

/** Room for the candidates of steps with so many negatives. */
export function newCandidates({ floats }: Algebra, negatives: number): Candidates {
  const padded = Math.ceil(negatives / ROWS) * ROWS;
  return { rows: floats(padded * D), values: floats(padded), popularity: floats(negatives), target: floats(D) };
}

/**
 * Gathers the negatives of one step into `room`, once for all its examples.
 *
 * @param room - for as many negatives or more
 * @returns the part of `room` that they fill
 * @throws RangeError if an item is not in the catalogue
 */
export function gatherCandidates({ items }: Model, negatives: Int32Array, room: Candidates): Candidates {
  const { rows, popularity } = room;
  for (let j = 0; j < negatives.length; j++) {
    const item = negatives[j] as number;
    if (!(item >= 0 && item < items.count)) throw new RangeError(`Cannot use item ${item} as a negative: the catalogue holds ${items.count}`);
    widenRow(items.vectors, item * D, rows, j * D);
    popularity[j] = read(items.popularity, item);
  }
  const values = room.values.subarray(0, Math.ceil(negatives.length / ROWS) * ROWS);
  rows.fill(0, negatives.length * D, values.length * D);
  return { ...room, values };
}

/** The choice that one example is about: its target, against the gathered negatives. */
interface Choice {
  readonly target: number;
  readonly negatives: Int32Array;
}

/**
 * Loss of one choice, nats; leaves the slope by the taste in `slopes.unit` and adds those of the two scalars of the link to
 * `sums` [P].
 */
export function softmaxLoss({ algebra, weights, items }: Model, { target, negatives }: Choice, candidates: Candidates, { acts, slopes: { unit }, sums }: {
  readonly acts: Activations; readonly slopes: Slopes; readonly sums: Float64Array;
}): number {
  const { rows, popularity, values, target: row } = candidates;
  const { scale, popularity: byPopularity } = linkOf(weights);
  widenRow(items.vectors, target * D, row, 0);
  const targetPopularity = read(items.popularity, target);
  const targetLogit = scale * dot(acts.unit, row) + byPopularity * targetPopularity;
  const shift = negativesShift(items.count, target, negatives);
  algebra.dots(rows, 0, acts.unit, values);
  let most = targetLogit;
  for (let j = 0; j < negatives.length; j++) {
    const logit = negatives[j] === target ? -Infinity : scale * at(values, j) + byPopularity * at(popularity, j) + shift;
    values[j] = logit;
    if (logit > most) most = logit;
  }
  const targetShare = Math.exp(targetLogit - most);
  let total = targetShare;
  for (let j = 0; j < negatives.length; j++) total += values[j] = Math.exp(at(values, j) - most);
  let byPopularitySlope = (targetShare / total - 1) * targetPopularity;
  for (let j = 0; j < negatives.length; j++) {
    const slope = at(values, j) / total;
    byPopularitySlope += slope * at(popularity, j);
    values[j] = slope * scale;
  }
  values.fill(0, negatives.length);
  for (let d = 0; d < D; d++) unit[d] = (targetShare / total - 1) * scale * at(row, d);
  algebra.addRows(rows, 0, values, unit);
  // d logit / d logScale is the logit's cosine part, and slopes.unit is already the sum over items.
  sums[OFFSETS.logScale] = at(sums, OFFSETS.logScale) + LINK_GAIN * dot(unit, acts.unit);
  sums[OFFSETS.popularity] = at(sums, OFFSETS.popularity) + LINK_GAIN * byPopularitySlope;
  return most + Math.log(total) - targetLogit;
}

/**
 * Added to every negative's logit: each of M uniform draws stands for (N − 1) / M items, which makes the sampled loss
 * estimate the full softmax (Jean et al. 2015); 0 when all items are drawn.
 */
export function negativesShift(count: number, target: number, negatives: Int32Array): number {
  let others = 0;
  for (let j = 0; j < negatives.length; j++) if (negatives[j] !== target) others += 1;
  return others === 0 ? 0 : Math.log((count - 1) / others);
}
