import type { Estimate } from '#core/measurement';

/** The value of a policy per choice, and on how much of the log it rests. */
export interface PolicyEstimate extends Estimate {
  /** Choices in the log; of private sums, devices. */
  readonly choices: number;
  /** Kish's effective sample size (Σw)²/Σw²: how many choices of the judged policy itself would tell as much. */
  readonly effectiveChoices: number;
}

/** How far the weights of a log can be trusted. */
export interface WeightDiagnostics {
  readonly choices: number;
  readonly effectiveChoices: number;
  readonly maxWeight: number;
  /** Share of all weight that the largest hundredth of the choices holds: near 0.01 when the policies agree, near 1 when few choices decide. */
  readonly tailShare: number;
}

/** What {@link WeightDiagnostics} says of `weights`, none of them negative; all 0 counts as no effective choice. */
export function diagnose(weights: Float64Array): WeightDiagnostics {
  let [sum, squares] = [0, 0];
  for (const weight of weights) {
    sum += weight;
    squares += weight * weight;
  }
  const falling = Float64Array.from(weights).sort().reverse();
  let tail = 0;
  for (const weight of falling.subarray(0, Math.ceil(weights.length / 100))) tail += weight;
  return {
    choices: weights.length, effectiveChoices: squares === 0 ? 0 : (sum * sum) / squares, maxWeight: falling[0] ?? 0, tailShare: sum === 0 ? 0 : tail / sum,
  };
}
