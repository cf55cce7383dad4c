import { sigmoid } from '#core/ctr';
import type { Summation } from './sums.ts';

/** A small logistic regression whose gradients and curvatures are sums over rows. */
export interface SmallRegression {
  /** Features of a row, written into `into`; shape [width]. */
  readonly features: (row: number, into: Float64Array) => void;
  readonly labels: Uint8Array;
  /** shape [width], what it starts from and is drawn to. */
  readonly prior: Float64Array;
  /** shape [width], how strongly, in units of the curvature. */
  readonly ridge: Float64Array;
  readonly rounds: number;
}

/**
 * Newton's method: each round sums w + w(w + 1)/2 entries over all rows and solves for the step. Gradient and curvature of a
 * device are bounded together, so a bound changes how much a device weighs, not where its step leads.
 *
 * @returns shape [width]
 */
export function smallRegression({ features, labels, prior, ridge, rounds }: SmallRegression, sums: Summation): Float64Array {
  const width = prior.length;
  const weights = prior.slice();
  const x = new Float64Array(width);
  for (let round = 0; round < rounds; round++) {
    const total = sums.sum(width + (width * (width + 1)) / 2, (row, add) => {
      features(row, x);
      let logit = 0;
      for (let i = 0; i < width; i++) logit += (weights[i] as number) * (x[i] as number);
      const p = sigmoid(logit);
      const slope = (labels[row] as number) - p;
      for (let i = 0, entry = width; i < width; i++) {
        add(i, slope * (x[i] as number));
        for (let j = i; j < width; j++, entry++) add(entry, p * (1 - p) * (x[i] as number) * (x[j] as number));
      }
    }, 'slopes');
    const step = solve(total, weights, prior, ridge);
    const length = Math.sqrt(step.reduce((sum, d) => sum + d * d, 0));
    const scale = Math.min(1, MOST_STEP / Math.max(length, 1e-12));
    for (let i = 0; i < width; i++) weights[i] = (weights[i] as number) + scale * (step[i] as number);
    if (length < LEAST_STEP) break;
  }
  return weights;
}

/** A round moves the weights no further, so that a flat start does not overshoot. */
const MOST_STEP = 2;
const LEAST_STEP = 1e-4;

/** (H + R)⁻¹(g − R(w − w₀)) by Gaussian elimination with pivots; a direction without curvature stays. */
function solve(total: Float64Array, weights: Float64Array, prior: Float64Array, ridge: Float64Array): Float64Array {
  const width = weights.length;
  const rows = Array.from({ length: width }, () => new Float64Array(width + 1));
  for (let i = 0, entry = width; i < width; i++) {
    const pull = ridge[i] as number;
    for (let j = i; j < width; j++, entry++) {
      const value = (total[entry] as number) + (i === j ? pull : 0);
      (rows[i] as Float64Array)[j] = value;
      (rows[j] as Float64Array)[i] = value;
    }
    (rows[i] as Float64Array)[width] = (total[i] as number) - pull * ((weights[i] as number) - (prior[i] as number));
  }
  for (let i = 0; i < width; i++) {
    let pivot = i;
    for (let k = i + 1; k < width; k++) if (Math.abs(rows[k]?.[i] ?? 0) > Math.abs(rows[pivot]?.[i] ?? 0)) pivot = k;
    const own = rows[pivot] as Float64Array<ArrayBuffer>;
    rows[pivot] = rows[i] as Float64Array<ArrayBuffer>;
    rows[i] = own;
    if (Math.abs(own[i] as number) < 1e-9) { own.fill(0); own[i] = 1; continue; }
    for (let k = 0; k < width; k++) {
      const other = rows[k] as Float64Array;
      const factor = k === i ? 0 : (other[i] as number) / (own[i] as number);
      if (factor !== 0) for (let j = i; j <= width; j++) other[j] = (other[j] as number) - factor * (own[j] as number);
    }
  }
  return Float64Array.from(rows, (row, i) => (row[width] as number) / (row[i] as number));
}
