import { ftrlCoordinate, type FtrlRates, type FtrlState } from '#core/ctr';
import { at, type Weights } from './head.ts';

/** α and β from the paper's advice (β = 1; α by validation); λ₁ small, since slots are few. */
export const FTRL_RATES: FtrlRates = { alpha: 0.1, beta: 1, lambda1: 0.01, lambda2: 0.1 };

/** FTRL before its first step. */
export function newFtrl(parameters: number): FtrlState {
  return { z: new Float64Array(parameters), n: new Float64Array(parameters) };
}

/** One step of FTRL-Proximal on `weights` and `state`, in place; weights without a slope are left as they are. */
export function ftrlStep(weights: Weights, slopes: Weights, state: FtrlState, rates: FtrlRates = FTRL_RATES): void {
  for (let i = 0; i < weights.length; i++) if (at(slopes, i) !== 0) ftrlCoordinate(weights, i, at(slopes, i), state, rates);
}
