/**
 * How the privacy loss of a release is distributed: ln P(x)/P'(x) for x drawn from P, where P' is the same noise moved by
 * the sensitivity. Noise on the integers gives losses offset, offset + step, offset + 2·step, … It is what a release really
 * costs; devices claim more (`epsilonOf`), and tests say by how much.
 */
export interface PrivacyLoss {
  readonly offset: number;
  readonly step: number;
  /** Of each loss in this order; with `certain` they sum to 1. */
  readonly probabilities: Float64Array;
  /** Probability of what P' cannot give at all. */
  readonly certain: number;
}

/** Noise further out than so many σ, or e-folds of a Laplace, has a probability below 10^-17 in all. */
const REACH_SIGMAS = 9;
const REACH_FOLDS = 40;

/**
 * The loss of an integer with discrete Gaussian noise.
 *
 * @param sensitivity - integer, 1 or more
 * @param truncation - where given, noise of larger magnitude is drawn again
 */
export function discreteGaussianLoss(sigma: number, sensitivity: number, truncation?: number): PrivacyLoss {
  checkNoise(sigma, sensitivity);
  const reach = truncation ?? Math.ceil(REACH_SIGMAS * sigma) + sensitivity;
  const weights = Float64Array.from({ length: 2 * reach + 1 }, (_, i) => Math.exp(-((i - reach) ** 2) / (2 * sigma * sigma)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  // x = reach − i, so that the loss (Δ² − 2xΔ)/2σ² grows with i; x from −reach to Δ − reach − 1 are out of P''s truncated reach
  const certainFrom = truncation === undefined ? weights.length : Math.max(0, weights.length - sensitivity);
  return {
    offset: (sensitivity * sensitivity - 2 * reach * sensitivity) / (2 * sigma * sigma),
    step: sensitivity / (sigma * sigma),
    probabilities: weights.slice(0, certainFrom).map((weight) => weight / total),
    certain: weights.slice(certainFrom).reduce((sum, weight) => sum + weight, 0) / total,
  };
}

/** The loss of an integer with discrete Laplace noise; `sensitivity` is an integer, 1 or more. */
export function discreteLaplaceLoss(scale: number, sensitivity: number): PrivacyLoss {
  checkNoise(scale, sensitivity);
  const reach = Math.ceil(REACH_FOLDS * scale) + sensitivity;
  const probabilities = new Float64Array(2 * sensitivity + 1);
  let total = 0;
  for (let x = -reach; x <= reach; x++) {
    const weight = Math.exp(-Math.abs(x) / scale);
    const at = Math.abs(x - sensitivity) - Math.abs(x) + sensitivity;
    probabilities[at] = (probabilities[at] ?? 0) + weight;
    total += weight;
  }
  return { offset: -sensitivity / scale, step: 1 / scale, probabilities: probabilities.map((weight) => weight / total), certain: 0 };
}

/** The loss of `rounds` independent releases: the sum of theirs. */
export function composedLoss(loss: PrivacyLoss, rounds: number): PrivacyLoss {
  if (!Number.isInteger(rounds) || rounds < 1) throw new RangeError(`Cannot compose ${rounds} releases: wanted a positive integer`);
  let { probabilities } = loss;
  for (let round = 1; round < rounds; round++) probabilities = convolved(probabilities, loss.probabilities);
  return { offset: rounds * loss.offset, step: loss.step, probabilities, certain: 1 - (1 - loss.certain) ** rounds };
}

/** The least δ at `epsilon` (CKS20, theorem 7): the expected part of the loss above it. */
export function deltaOfLoss({ offset, step, probabilities, certain }: PrivacyLoss, epsilon: number): number {
  let delta = certain;
  for (const [i, probability] of probabilities.entries()) delta -= probability * Math.expm1(Math.min(0, epsilon - offset - step * i));
  return delta;
}

/** The least ε of 0 or more at `delta`, to the last digits of a double; Infinity where none is enough. */
export function epsilonOfLoss(loss: PrivacyLoss, delta: number): number {
  if (!(delta > 0 && delta < 1)) throw new RangeError(`Cannot convert at delta ${delta}: it must lie between 0 and 1`);
  if (loss.certain > delta) return Infinity;
  let low = 0;
  let high = Math.max(0, loss.offset + loss.step * loss.probabilities.length); // above every loss
  if (deltaOfLoss(loss, 0) <= delta) return 0;
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if (deltaOfLoss(loss, middle) > delta) low = middle;
    else high = middle;
  }
  return high;
}

function convolved(a: Float64Array, b: Float64Array): Float64Array {
  const sums = new Float64Array(a.length + b.length - 1);
  for (const [i, x] of a.entries()) for (const [j, y] of b.entries()) sums[i + j] = (sums[i + j] ?? 0) + x * y;
  return sums;
}

function checkNoise(width: number, sensitivity: number): void {
  if (!(width > 0 && width < Infinity)) throw new RangeError(`Cannot account for noise of width ${width}: wanted a finite number above 0`);
  if (!Number.isInteger(sensitivity) || sensitivity < 1) throw new RangeError(`Cannot account for a sensitivity of ${sensitivity}: wanted a positive integer`);
}
