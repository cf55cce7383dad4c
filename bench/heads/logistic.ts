import { at, DENSE_INPUTS, type Choice, type Head, type Weights } from './head.ts';

/** Slots for hashed facts: a power of two, so that a hash is cut by a mask; half of a head's budget, as LR keeps two numbers a weight while it learns. */
const SLOTS = 8192;

/** β₀ + Σ βᵢxᵢ over plain numbers: the whole of logistic regression. */
export function linear(intercept: number, coefficients: ArrayLike<number>, x: ArrayLike<number>): number {
  let sum = intercept;
  for (let i = 0; i < x.length; i++) sum += (coefficients[i] ?? 0) * (x[i] ?? 0);
  return sum;
}

const DENSE = 1;
const CROSSES = DENSE + DENSE_INPUTS;

/** Weights a choice touches, with their values: bias, plain numbers, crosses. */
function touched({ dense, crosses }: Choice, visit: (index: number, value: number) => void): void {
  visit(0, 1);
  for (let i = 0; i < DENSE_INPUTS; i++) visit(DENSE + i, at(dense, i));
  for (const slot of crosses) visit(CROSSES + (slot & (SLOTS - 1)), 1);
}

/** Logistic regression with hashed crosses: bias, plain numbers, one weight a slot. Learns by FTRL (`ftrl.ts`). */
export const logistic: Head = {
  name: 'lr',
  parameters: CROSSES + SLOTS,
  start: () => new Float32Array(CROSSES + SLOTS),
  logit(weights, choice) {
    let sum = 0;
    touched(choice, (index, value) => { sum += at(weights, index) * value; });
    return sum;
  },
  learn(weights: Weights, choice, slopes, slope) {
    const logit = logistic.logit(weights, choice);
    const factor = slope(logit);
    touched(choice, (index, value) => { slopes[index] = at(slopes, index) + factor * value; });
    return logit;
  },
};
