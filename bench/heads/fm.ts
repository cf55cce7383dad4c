import { at, DENSE_INPUTS, type Choice, type Head, type Weights } from './head.ts';

/** Slots for hashed facts and factors a slot: with a linear weight each they fill the budget. */
const SLOTS = 1700;
const FACTORS = 8;
/** First deviation of factors: at 0 no pair would ever learn. */
const DEVIATION = 0.05;

const FEATURES = DENSE_INPUTS + SLOTS;
const LINEAR = 1;
const FIRST_FACTOR = LINEAR + FEATURES;
const PARAMETERS = FIRST_FACTOR + FEATURES * FACTORS;

function touched({ dense, crosses }: Choice, visit: (feature: number, value: number) => void): void {
  for (let i = 0; i < DENSE_INPUTS; i++) if (at(dense, i) !== 0) visit(i, at(dense, i));
  for (const slot of crosses) visit(DENSE_INPUTS + (slot % SLOTS), 1);
}

/** Σ v x by factor, and the logit: w₀ + Σ w x + ½ Σ_f ((Σ v x)² − Σ v² x²). */
function forward(weights: Weights, choice: Choice): { readonly logit: number; readonly sums: Float64Array } {
  const sums = new Float64Array(FACTORS);
  let logit = at(weights, 0);
  let squares = 0;
  touched(choice, (feature, value) => {
    logit += at(weights, LINEAR + feature) * value;
    for (let f = 0; f < FACTORS; f++) {
      const x = at(weights, FIRST_FACTOR + feature * FACTORS + f) * value;
      sums[f] = at(sums, f) + x;
      squares += x * x;
    }
  });
  for (const sum of sums) logit += sum * sum / 2;
  return { logit: logit - squares / 2, sums };
}

/** Factorisation machine of second order (Rendle 2010) over plain numbers and hashed facts. */
export const fm: Head = {
  name: 'fm',
  parameters: PARAMETERS,
  start(chance) {
    const weights = new Float32Array(PARAMETERS);
    for (let i = FIRST_FACTOR; i < PARAMETERS; i++) weights[i] = DEVIATION * chance.normal();
    return weights;
  },
  logit: (weights, choice) => forward(weights, choice).logit,
  learn(weights, choice, slopes, slope) {
    const { logit, sums } = forward(weights, choice);
    const factor = slope(logit);
    slopes[0] = at(slopes, 0) + factor;
    touched(choice, (feature, value) => {
      slopes[LINEAR + feature] = at(slopes, LINEAR + feature) + factor * value;
      for (let f = 0, i = FIRST_FACTOR + feature * FACTORS; f < FACTORS; f++, i++) slopes[i] = at(slopes, i) + factor * value * (at(sums, f) - at(weights, i) * value);
    });
    return logit;
  },
};
