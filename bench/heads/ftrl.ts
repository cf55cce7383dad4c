import { at, type Weights } from './head.ts';

/** Learning rates and penalties of FTRL-Proximal (names as in the paper). */
export interface FtrlRates {
  readonly alpha: number;
  readonly beta: number;
  /** Keeps weights that say little at exactly 0. */
  readonly lambda1: number;
  readonly lambda2: number;
}

/** α and β from the paper's advice (β = 1; α by validation); λ₁ small, since slots are few. */
export const FTRL_RATES: FtrlRates = { alpha: 0.1, beta: 1, lambda1: 0.01, lambda2: 0.1 };

/** What FTRL keeps: plain data, so that training can be stored and resumed. */
export interface FtrlState {
  /** [P] */
  readonly z: Float64Array;
  /** [P] sums of squared slopes. */
  readonly n: Float64Array;
}

/** FTRL before its first step. */
export function newFtrl(parameters: number): FtrlState {
  return { z: new Float64Array(parameters), n: new Float64Array(parameters) };
}

/**
 * One step of FTRL-Proximal (McMahan et al. 2013, algorithm 1) on `weights` and `state`, in place; weights without a slope
 * are left as they are.
 */
export function ftrlStep(weights: Weights, slopes: Weights, { z, n }: FtrlState, { alpha, beta, lambda1, lambda2 }: FtrlRates = FTRL_RATES): void {
  for (let i = 0; i < weights.length; i++) {
    const slope = at(slopes, i);
    if (slope === 0) continue;
    const sigma = (Math.sqrt(at(n, i) + slope * slope) - Math.sqrt(at(n, i))) / alpha;
    z[i] = at(z, i) + slope - sigma * at(weights, i);
    n[i] = at(n, i) + slope * slope;
    const excess = Math.abs(at(z, i)) - lambda1;
    weights[i] = excess <= 0 ? 0 : (-Math.sign(at(z, i)) * excess) / ((beta + Math.sqrt(at(n, i))) / alpha + lambda2);
  }
}
