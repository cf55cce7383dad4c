import { normalEstimate, type Estimate } from '#core/measurement';
import { diagnose, type WeightDiagnostics } from './estimate.ts';
import { importanceWeights, type LoggedChoices, type RewardModel, type Weighting } from './log.ts';

/** An estimate from a log that lies here, with all that its weights tell. */
export type LogEstimate = Estimate & WeightDiagnostics;

/** Mean and its standard error (n − 1) of one term a choice. */
function meanOf(terms: Float64Array): { readonly mean: number; readonly stdError: number } {
  let sum = 0;
  for (const term of terms) sum += term;
  const mean = sum / terms.length;
  let squares = 0;
  for (const term of terms) squares += (term - mean) ** 2;
  return { mean, stdError: terms.length < 2 ? Infinity : Math.sqrt(squares / (terms.length - 1) / terms.length) };
}

function ofTerms(terms: Float64Array, weights: Float64Array): LogEstimate {
  const { mean, stdError } = meanOf(terms);
  return { ...normalEstimate(mean, stdError), ...diagnose(weights) };
}

/**
 * Inverse propensity weighting: the mean of w·r, unbiased where nothing is clipped and every choice of the judged policy
 * could have been logged.
 *
 * @throws RangeError as `importanceWeights`
 * @see Horvitz and Thompson 1952; Strehl et al., "Learning from Logged Implicit Exploration Data" (2010)
 */
export function ipw(log: LoggedChoices, weighting?: Weighting): LogEstimate {
  const weights = importanceWeights(log, weighting);
  return ofTerms(weights.map((weight, i) => weight * (log.reward[i] ?? 0)), weights);
}

/**
 * Self-normalised IPW: Σwr / Σw. Slightly biased, far steadier, and never outside the range of the rewards. The error is that
 * of a ratio (delta method), √Σ(w(r − v))² / Σw. All weights 0 tells nothing: value 0 with an infinite error.
 *
 * @see Swaminathan and Joachims, "The Self-Normalized Estimator for Counterfactual Learning" (2015)
 */
export function snipw(log: LoggedChoices, weighting?: Weighting): LogEstimate {
  const weights = importanceWeights(log, weighting);
  let [sum, weighted] = [0, 0];
  weights.forEach((weight, i) => {
    sum += weight;
    weighted += weight * (log.reward[i] ?? 0);
  });
  if (sum === 0) return { ...normalEstimate(0, Infinity), ...diagnose(weights) };
  const value = weighted / sum;
  let squares = 0;
  weights.forEach((weight, i) => {
    squares += (weight * ((log.reward[i] ?? 0) - value)) ** 2;
  });
  return { ...normalEstimate(value, Math.sqrt(squares) / sum), ...diagnose(weights) };
}

/** Direct method: the mean of what the model says of the judged policy. As wrong as the model is; its interval is that of the places alone. */
export function directMethod(log: LoggedChoices, model: RewardModel): LogEstimate {
  const weights = importanceWeights(log);
  return ofTerms(weights.map((_, i) => model.ofPolicy[i] ?? 0), weights);
}

/**
 * Doubly robust: the model, corrected by the weighted errors it made on what was logged; right where either the model or the
 * propensities are.
 *
 * @see Dudík, Langford and Li, "Doubly Robust Policy Evaluation and Learning" (2011)
 */
export function doublyRobust(log: LoggedChoices, model: RewardModel, weighting?: Weighting): LogEstimate {
  const weights = importanceWeights(log, weighting);
  return ofTerms(weights.map((weight, i) => correctedBy(weight, log, model, i)), weights);
}

/**
 * Switch-DR: doubly robust where a weight is at most `threshold`, the model alone where it is larger.
 *
 * @see Wang, Agarwal and Dudík, "Optimal and Adaptive Off-policy Evaluation in Contextual Bandits" (2017)
 */
export function switchDoublyRobust(log: LoggedChoices, model: RewardModel, threshold: number): LogEstimate {
  const weights = importanceWeights(log).map((weight) => (weight <= threshold ? weight : 0));
  return ofTerms(weights.map((weight, i) => correctedBy(weight, log, model, i)), weights);
}

function correctedBy(weight: number, log: LoggedChoices, model: RewardModel, i: number): number {
  return (model.ofPolicy[i] ?? 0) + weight * ((log.reward[i] ?? 0) - (model.ofChoice[i] ?? 0));
}
