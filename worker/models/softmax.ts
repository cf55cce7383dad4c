import { CONTENT_DIMS } from '#core/catalogue';
import type { Slopes } from './backward.ts';
import { addWide, at, dotWide, linkOf, read, widenRow, type Activations, type Link, type Model } from './forward.ts';
import { LINK_GAIN, OFFSETS } from './layout.ts';

const D = CONTENT_DIMS;
/** Rows that one pass takes: the taste is read once for them. */
const ROWS = 4;

/** What the softmax of every example of a step runs over besides its target, laid out for that: M negatives. */
export interface Candidates {
  readonly items: Int32Array;
  /** [M rounded up to ROWS, D] unit rows; zeros beyond the last. */
  readonly rows: Float64Array;
  /** [M] */
  readonly popularity: Float64Array;
  /** [M rounded up to ROWS] cosines, logits and slopes of one example after the other. */
  readonly values: Float64Array;
  readonly link: Link;
}

/**
 * Gathers the negatives of one step, once for all its examples.
 *
 * @param spare - of an earlier step, to be written over where it is as large
 * @throws RangeError if an item is not in the catalogue
 */
export function gatherCandidates({ weights, items }: Model, negatives: Int32Array, spare?: Candidates): Candidates {
  const padded = Math.ceil(negatives.length / ROWS) * ROWS;
  const isFitting = spare?.values.length === padded && spare.popularity.length === negatives.length;
  const { rows, popularity, values } = isFitting ? spare : { rows: new Float64Array(padded * D), popularity: new Float64Array(negatives.length), values: new Float64Array(padded) };
  for (let j = 0; j < negatives.length; j++) {
    const item = negatives[j] as number;
    if (!(item >= 0 && item < items.count)) throw new RangeError(`Cannot use item ${item} as a negative: the catalogue holds ${items.count}`);
    widenRow(items.vectors, item * D, rows, j * D);
    popularity[j] = read(items.popularity, item);
  }
  return { items: negatives, rows, popularity, values, link: linkOf(weights) };
}

/**
 * Loss of one target among the negatives, nats; leaves the slope by the taste in `slopes.unit` and adds those of the two
 * scalars of the link to `sums` [P].
 *
 * @param row - [D] room for the target's vector
 */
export function softmaxLoss({ items: table }: Model, target: number, candidates: Candidates, { acts, slopes, row, sums }: {
  readonly acts: Activations; readonly slopes: Slopes; readonly row: Float64Array; readonly sums: Float64Array;
}): number {
  const { items, rows, popularity, values, link: { scale, popularity: byPopularity } } = candidates;
  const { unit } = slopes;
  widenRow(table.vectors, target * D, row, 0);
  const targetPopularity = read(table.popularity, target);
  const targetLogit = scale * dotWide(acts.unit, row, 0) + byPopularity * targetPopularity;
  const shift = negativesShift(table.count, target, items);
  for (let j = 0; j < values.length; j += ROWS) dotRows(acts.unit, rows, values, j);
  let most = targetLogit;
  for (let j = 0; j < items.length; j++) {
    const logit = items[j] === target ? -Infinity : scale * at(values, j) + byPopularity * at(popularity, j) + shift;
    values[j] = logit;
    if (logit > most) most = logit;
  }
  let total = Math.exp(targetLogit - most);
  const targetSlope = total;
  for (let j = 0; j < items.length; j++) total += values[j] = Math.exp(at(values, j) - most);
  let byPopularitySlope = (targetSlope / total - 1) * targetPopularity;
  for (let j = 0; j < items.length; j++) {
    const slope = at(values, j) / total;
    byPopularitySlope += slope * at(popularity, j);
    values[j] = slope * scale;
  }
  values.fill(0, items.length);
  unit.fill(0);
  addWide(unit, (targetSlope / total - 1) * scale, row, 0);
  for (let j = 0; j < values.length; j += ROWS) addRows(unit, rows, values, j);
  // d logit / d logScale is the logit's cosine part, and slopes.unit is already the sum over items.
  sums[OFFSETS.logScale] = at(sums, OFFSETS.logScale) + LINK_GAIN * dotWide(unit, acts.unit, 0);
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

/** out[j … j + 3] = left · rows j … j + 3. */
function dotRows(left: Float64Array, rows: Float64Array, out: Float64Array, j: number): void {
  let [a, b, c, e] = [0, 0, 0, 0];
  for (let d = 0, r = j * D; d < D; d++, r++) {
    const x = at(left, d);
    a += x * at(rows, r);
    b += x * at(rows, r + D);
    c += x * at(rows, r + 2 * D);
    e += x * at(rows, r + 3 * D);
  }
  out[j] = a;
  out[j + 1] = b;
  out[j + 2] = c;
  out[j + 3] = e;
}

/** sum += factors j … j + 3 × rows j … j + 3. */
function addRows(sum: Float64Array, rows: Float64Array, factors: Float64Array, j: number): void {
  const [a, b, c, e] = [at(factors, j), at(factors, j + 1), at(factors, j + 2), at(factors, j + 3)];
  for (let d = 0, r = j * D; d < D; d++, r++) {
    sum[d] = at(sum, d) + (a * at(rows, r) + b * at(rows, r + D) + (c * at(rows, r + 2 * D) + e * at(rows, r + 3 * D)));
  }
}
