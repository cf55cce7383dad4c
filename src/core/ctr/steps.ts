import { at, type Head, type Slopes, type Weights } from './head.ts';

/** Learning rates and penalties of FTRL-Proximal (names as in the paper). */
export interface FtrlRates {
  readonly alpha: number;
  readonly beta: number;
  /** Keeps weights that say little at exactly 0; of slots only. */
  readonly lambda1: number;
  readonly lambda2: number;
}

/** Moves weights along the slopes of some rows and empties the slopes. */
export type Step = (weights: Weights, slopes: Slopes) => void;

/** Visits each weight that has a slope, once, with that slope, and sets it to 0. */
function forEachSlope({ denseParameters, groupWidth }: Pick<Head, 'denseParameters' | 'groupWidth'>, { values, touched }: Slopes, visit: (index: number, slope: number) => void): void {
  for (let i = 0; i < denseParameters; i++) {
    const slope = at(values, i);
    if (slope === 0) continue;
    values[i] = 0;
    visit(i, slope);
  }
  for (const group of touched) {
    for (let i = group; i < group + groupWidth; i++) {
      const slope = at(values, i);
      if (slope === 0) continue;
      values[i] = 0;
      visit(i, slope);
    }
  }
  touched.length = 0;
}

/** What FTRL keeps: plain data, so that training can be stored and resumed. */
export interface FtrlState {
  /** shape [P]. */
  readonly z: Weights;
  /** shape [P], sums of squared slopes. */
  readonly n: Weights;
}

/** One coordinate of one step of FTRL-Proximal (McMahan et al. 2013, algorithm 1), on `weights` and the state in place. */
export function ftrlCoordinate(weights: Weights, i: number, slope: number, { z, n }: FtrlState, { alpha, beta, lambda1, lambda2 }: FtrlRates): void {
  const before = Math.sqrt(at(n, i));
  n[i] = at(n, i) + slope * slope;
  const after = Math.sqrt(at(n, i));
  z[i] = at(z, i) + slope - ((after - before) / alpha) * at(weights, i);
  const excess = Math.abs(at(z, i)) - lambda1;
  weights[i] = excess <= 0 ? 0 : (-Math.sign(at(z, i)) * excess) / ((beta + after) / alpha + lambda2);
}

/** FTRL-Proximal: each coordinate its own rate, and exact zeros among slots; weights that every row touches are spared λ₁. */
export function ftrlSteps(head: Pick<Head, 'parameters' | 'denseParameters' | 'groupWidth'>, rates: FtrlRates): Step {
  const state: FtrlState = { z: new Float32Array(head.parameters), n: new Float32Array(head.parameters) };
  const dense = { ...rates, lambda1: 0 };
  return (weights, slopes) => forEachSlope(head, slopes, (i, slope) => ftrlCoordinate(weights, i, slope, state, i < head.denseParameters ? dense : rates));
}

/** Adagrad (Duchi et al. 2011) with decay: `rate` shrinks by each coordinate's own past slopes. */
export function adagradSteps(head: Pick<Head, 'parameters' | 'denseParameters' | 'groupWidth'>, { rate, decay }: { readonly rate: number; readonly decay: number }): Step {
  const squares = new Float32Array(head.parameters).fill(FIRST_SQUARE);
  return (weights, slopes) => {
    forEachSlope(head, slopes, (i, slope) => {
      const whole = slope + decay * at(weights, i);
      squares[i] = at(squares, i) + whole * whole;
      weights[i] = at(weights, i) - (rate * whole) / Math.sqrt(at(squares, i));
    });
  };
}

/** Past slopes that each coordinate starts with: the first step must not be of full length. */
const FIRST_SQUARE = 0.01;

/** Plain steps of gradient descent: what a device takes. @param denseRate - of weights that every row touches */
export function plainSteps(head: Pick<Head, 'parameters' | 'denseParameters' | 'groupWidth'>, rate: number, denseRate = rate): Step {
  return (weights, slopes) => forEachSlope(head, slopes, (i, slope) => { weights[i] = at(weights, i) - (i < head.denseParameters ? denseRate : rate) * slope; });
}
