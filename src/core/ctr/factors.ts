import { at, slotIn, type Head, type Weights } from './head.ts';
import type { Rows } from './rows.ts';

/** Sizes of a factorisation machine. */
export interface FactorShape {
  readonly denseWidth: number;
  readonly slots: number;
  /** Factors a slot. */
  readonly factors: number;
}

/** First deviation of factors: at 0 no pair would ever learn. */
export const FACTOR_DEVIATION = 0.05;

/**
 * Factorisation machine of second order (Rendle 2010) over hashed facts, linear over plain numbers:
 * w₀ + Σ βx + Σ w + ½ Σ_f ((Σ v)² − Σ v²). A slot holds its linear weight, then its factors.
 */
export function factorHead({ denseWidth, slots, factors }: FactorShape): Head {
  const first = 1 + denseWidth;
  const width = 1 + factors;
  const parameters = first + slots * width;
  const sums = new Float64Array(factors);
  const groupOf = (rows: Rows, row: number, i: number): number => first + width * slotIn(slots, at(rows.slots, row * rows.slotWidth + i), i);
  /** Leaves Σ v in `sums`. */
  const logit = (weights: Weights, rows: Rows, row: number): number => {
    sums.fill(0);
    let sum = at(weights, 0);
    for (let i = 0, from = row * rows.denseWidth; i < denseWidth; i++) sum += at(weights, 1 + i) * at(rows.dense, from + i);
    let squares = 0;
    for (let i = 0; i < rows.slotWidth; i++) {
      const group = groupOf(rows, row, i);
      sum += at(weights, group);
      for (let f = 0; f < factors; f++) {
        const x = at(weights, group + 1 + f);
        sums[f] = at(sums, f) + x;
        squares += x * x;
      }
    }
    for (let f = 0; f < factors; f++) sum += (at(sums, f) * at(sums, f)) / 2;
    return sum - squares / 2;
  };
  return {
    parameters, denseParameters: first, biasAt: 0, groupWidth: width, logit,
    start(chance) {
      const weights = new Float32Array(parameters);
      for (let i = first; i < parameters; i++) if ((i - first) % width !== 0) weights[i] = FACTOR_DEVIATION * chance.normal();
      return weights;
    },
    learn(weights, { rows, row, slope }, { values, touched }) {
      const value = logit(weights, rows, row);
      const factor = slope(value);
      values[0] = at(values, 0) + factor;
      for (let i = 0, from = row * rows.denseWidth; i < denseWidth; i++) values[1 + i] = at(values, 1 + i) + factor * at(rows.dense, from + i);
      for (let i = 0; i < rows.slotWidth; i++) {
        const group = groupOf(rows, row, i);
        touched.push(group);
        values[group] = at(values, group) + factor;
        for (let f = 0; f < factors; f++) values[group + 1 + f] = at(values, group + 1 + f) + factor * (at(sums, f) - at(weights, group + 1 + f));
      }
      return value;
    },
  };
}
