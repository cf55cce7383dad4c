import type { LedgerEntry, ModelTask, Task } from '#core/protocol';
import { rhoOfPureEpsilon } from './pure-epsilon.ts';

/** ρ of one report of `task`, counting one server's noise only. */
export function rhoOfTask(task: Task): number {
  return task.kind === 'model' ? rhoOfReport(task) : rhoOfPureEpsilon(task.epsilon.numerator / task.epsilon.denominator);
}

/** ρ of one report of a model's `task` under zero-out adjacency: Δ²/2σ² with Δ = B, counting one server's noise only. */
export function rhoOfReport(task: Pick<ModelTask, 'integerNorm' | 'noiseVariance'>): number {
  return (task.integerNorm * task.integerNorm * task.noiseVariance.denominator) / (2 * task.noiseVariance.numerator);
}

/** Sum of ρ over the entries of the last `windowMs`. An entry from the future counts too: a clock set back must not refund. */
export function spentRho(entries: readonly LedgerEntry[], nowMs: number, windowMs: number): number {
  let rho = 0;
  for (const entry of entries) if (entry.atMs > nowMs - windowMs) rho += entry.rho;
  return rho;
}

/**
 * ε at `delta` of a mechanism that is `rho`-zCDP: the least ε over α of Canonne-Kamath-Steinke 2020, corollary 13,
 * `ρα + ln(1/αδ)/(α−1) + ln(1 − 1/α)`. Any α gives a true bound, so an inexact minimum never claims too much.
 *
 * @param rho - 0 or more
 * @param delta - above 0 and below 1
 */
export function epsilonOf(rho: number, delta: number): number {
  if (!(rho >= 0 && rho < Infinity)) throw new RangeError(`Cannot convert rho ${rho}: it must be finite and at least 0`);
  if (!(delta > 0 && delta < 1)) throw new RangeError(`Cannot convert at delta ${delta}: it must lie between 0 and 1`);
  if (rho === 0) return 0;
  const bound = (logAlphaMinusOne: number): number => {
    const above = Math.exp(logAlphaMinusOne); // α − 1: small values keep their digits
    const alpha = 1 + above;
    return rho * alpha + (-Math.log(delta) - Math.log(alpha)) / above + logAlphaMinusOne - Math.log(alpha);
  };
  return Math.max(0, bound(goldenMinimum(bound, Math.log(1e-8), Math.log(1e8))));
}

/**
 * ε at `delta` of `rounds` Gaussian releases with noise multiplier `noiseMultiplier` (Balle-Wang 2018, theorem 8).
 * Exact for the continuous Gaussian only, so it is printed beside the claim, labelled, and never instead of it.
 */
export function analyticGaussianEpsilon(noiseMultiplier: number, delta: number, rounds = 1): number {
  if (!(noiseMultiplier > 0 && rounds > 0)) throw new RangeError(`Cannot account for ${rounds} rounds at multiplier ${noiseMultiplier}: both must be above 0`);
  const mu = Math.sqrt(rounds) / noiseMultiplier;
  const deltaAt = (epsilon: number): number => {
    const first = normalTail(epsilon / mu - mu / 2);
    const second = Math.exp(epsilon + logNormalTail(epsilon / mu + mu / 2));
    return first - second;
  };
  let low = 0;
  let high = 1;
  while (deltaAt(high) > delta) high *= 2;
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if (deltaAt(middle) > delta) low = middle;
    else high = middle;
  }
  return high;
}

/** Where a function with one valley is least in [from, to]. */
function goldenMinimum(f: (x: number) => number, from: number, to: number): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [from, to];
  let left = high - ratio * (high - low);
  let right = low + ratio * (high - low);
  let [atLeft, atRight] = [f(left), f(right)];
  while (high - low > 1e-9) {
    if (atLeft < atRight) {
      [high, right, atRight] = [right, left, atLeft];
      left = high - ratio * (high - low);
      atLeft = f(left);
    } else {
      [low, left, atLeft] = [left, right, atRight];
      right = low + ratio * (high - low);
      atRight = f(right);
    }
  }
  return (low + high) / 2;
}

/** P(Z > x) of a standard normal, to about 14 digits. */
export function normalTail(x: number): number {
  return x < 0 ? 1 - normalTail(-x) : Math.exp(logNormalTail(x));
}

/** ln P(Z > x) for any x, to about 14 digits. */
function logNormalTail(x: number): number {
  if (x < 3) return Math.log(0.5 - normalBody(x));
  // Continued fraction of the Mills ratio (Laplace), evaluated from far inside: 200 terms settle it from x = 3 on.
  let fraction = x;
  for (let k = 200; k >= 1; k--) fraction = x + k / fraction;
  return -0.5 * x * x - 0.5 * Math.log(2 * Math.PI) - Math.log(fraction);
}

/** P(0 < Z < x) by its Taylor series φ(x)·Σ x^(2k+1)/(1·3·5…(2k+1)) (Marsaglia 2004); every term has one sign. */
function normalBody(x: number): number {
  let term = x;
  let sum = x;
  for (let odd = 3; Math.abs(term) > 1e-18 * Math.abs(sum); odd += 2) {
    term *= (x * x) / odd;
    sum += term;
  }
  return x === 0 ? 0 : sum * Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
}
