import { logLoss, sigmoid } from '#core/ctr';
import type { Summation } from './sums.ts';

/** A small logistic regression whose gradients and curvatures are sums over rows, fitted once for each of some pulls. */
export interface SmallRegression {
  /** Features of a row, written into `into`; shape [width]. */
  readonly features: (row: number, into: Float64Array) => void;
  readonly labels: Uint8Array;
  /** shape [width], what it starts from and is drawn to. */
  readonly prior: Float64Array;
  /** Indices of weights that stay at 0 or above. */
  readonly positive?: readonly number[];
  /** How strongly, in units of the curvature: one fit each. */
  readonly pulls: readonly number[];
  readonly rounds: number;
}

interface Fit {
  readonly pull: number;
  readonly weights: Float64Array;
  /** Weights that the rows decide, of `width`: the trace of (H + R)⁻¹H. */
  decided: number;
}

/**
 * Newton's method: each round sums w + w(w + 1)/2 entries a fit over all rows and solves for the step. Gradient and curvature of a
 * device are bounded together, so a bound changes how much a device weighs, not where its step leads. Of the fits, the one with the
 * least loss and number of decided weights together is kept (Akaike 1974): few clicks decide few weights.
 *
 * @returns shape [width]
 */
export function smallRegression({ features, labels, prior, positive = [], pulls, rounds }: SmallRegression, sums: Summation): Float64Array {
  const width = prior.length;
  const size = width + (width * (width + 1)) / 2;
  const fits = pulls.map((pull): Fit => ({ pull, weights: prior.slice(), decided: 0 }));
  const x = new Float64Array(width);
  for (let round = 0; round < rounds; round++) {
    const total = sums.sum(fits.length * size, (row, add) => {
      features(row, x);
      for (const [f, { weights }] of fits.entries()) addCurvature(x, { weights, label: labels[row] as number, from: f * size }, add);
    }, 'slopes');
    const lengths = fits.map((fit, f) => newtonStep(fit, prior, total.subarray(f * size, (f + 1) * size)));
    for (const { weights } of fits) for (const i of positive) weights[i] = Math.max(0, weights[i] as number);
    if (lengths.every((length) => length < LEAST_STEP)) break;
  }
  const last = fits.at(-1);
  if (!last || fits.length === 1) return last?.weights ?? prior;
  const gains = sums.sum(fits.length - 1, (row, add) => {
    features(row, x);
    const loss = logLoss(dot(last.weights, x), labels[row] as number);
    for (const [f, { weights }] of fits.slice(0, -1).entries()) add(f, loss - logLoss(dot(weights, x), labels[row] as number));
  }, 'gains');
  return fits.reduce((a, b, f) => ((gains[f] ?? 0) - b.decided > a.score ? { score: (gains[f] ?? 0) - b.decided, weights: b.weights } : a), { score: Number.NEGATIVE_INFINITY, weights: prior }).weights;
}

/** A round moves the weights no further, so that a flat start does not overshoot. */
const MOST_STEP = 2;
const LEAST_STEP = 1e-4;

function dot(weights: Float64Array, x: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += (weights[i] as number) * (x[i] as number);
  return sum;
}

function addCurvature(x: Float64Array, { weights, label, from }: { readonly weights: Float64Array; readonly label: number; readonly from: number }, add: (entry: number, value: number) => void): void {
  const width = x.length;
  const p = sigmoid(dot(weights, x));
  const curvature = p * (1 - p);
  for (let i = 0, entry = from + width; i < width; i++) {
    add(from + i, (label - p) * (x[i] as number));
    for (let j = i; j < width; j++, entry++) add(entry, curvature * (x[i] as number) * (x[j] as number));
  }
}

/** Moves the weights by (H + R)⁻¹(g − R(w − w₀)); a direction without curvature stays. @returns the step's length */
function newtonStep(fit: Fit, prior: Float64Array, total: Float64Array): number {
  const { pull, weights } = fit;
  const width = weights.length;
  const rows = Array.from({ length: width }, () => new Float64Array(2 * width + 1));
  for (let i = 0, entry = width; i < width; i++) {
    for (let j = i; j < width; j++, entry++) {
      const value = total[entry] as number;
      for (const [a, b] of [[i, j], [j, i]] as const) {
        (rows[a] as Float64Array)[b] = value + (i === j ? pull : 0);
        (rows[a] as Float64Array)[width + 1 + b] = value;
      }
    }
    (rows[i] as Float64Array)[width] = (total[i] as number) - pull * ((weights[i] as number) - (prior[i] as number));
  }
  const solved = eliminate(rows, width);
  const step = Float64Array.from(solved, (row) => row[width] as number);
  fit.decided = solved.reduce((sum, row, i) => sum + (row[width + 1 + i] as number), 0);
  const length = Math.sqrt(step.reduce((sum, d) => sum + d * d, 0));
  const scale = Math.min(1, MOST_STEP / Math.max(length, 1e-12));
  for (let i = 0; i < width; i++) weights[i] = (weights[i] as number) + scale * (step[i] as number);
  return length;
}

/** Gaussian elimination with pivots, in place: what stands right of the square is solved. */
export function eliminate(rows: Float64Array<ArrayBuffer>[], width: number): readonly Float64Array[] {
  for (let i = 0; i < width; i++) {
    let pivot = i;
    for (let k = i + 1; k < width; k++) if (Math.abs(rows[k]?.[i] ?? 0) > Math.abs(rows[pivot]?.[i] ?? 0)) pivot = k;
    const own = rows[pivot] as Float64Array<ArrayBuffer>;
    rows[pivot] = rows[i] as Float64Array<ArrayBuffer>;
    rows[i] = own;
    const scale = own[i] as number;
    if (Math.abs(scale) < 1e-9) { own.fill(0); own[i] = 1; continue; }
    for (let j = i; j < own.length; j++) own[j] = (own[j] as number) / scale;
    for (let k = 0; k < width; k++) {
      const other = rows[k] as Float64Array;
      const factor = k === i ? 0 : (other[i] as number);
      if (factor !== 0) for (let j = i; j < own.length; j++) other[j] = (other[j] as number) - factor * (own[j] as number);
    }
  }
  return rows;
}
