import { normalEstimate, spreadOf, type Estimate, type Moments } from '#core/measurement';

/** How two arms differ. */
export interface Effect {
  /** Difference of mean outcomes, treated less control. */
  readonly plain: Estimate;
  /** The same with what was known before taken out (CUPED). */
  readonly adjusted: Estimate;
  /** Slope of the outcome on what was known before. */
  readonly slope: number;
  /** 1 − (error of adjusted / error of plain)²: the share of devices that the covariate saves. Never below 0. */
  readonly varianceDrop: number;
  /** Devices of both arms. */
  readonly devices: number;
}

/** Deviations of its own noise that a count of devices must exceed to be divided by. */
const LEAST_COUNT_DEVIATIONS = 4;

/** Mean outcome of a group, with an error that holds sampling and noise; unknown where noise could explain the count of devices. */
export function meanOutcome(group: Moments): Estimate {
  const { n, y } = group;
  return isCounted(group) ? normalEstimate(y / n, Math.sqrt(varianceOfMean(group, 0))) : normalEstimate(0, Infinity);
}

const isCounted = ({ n, noise }: Moments): boolean => n > 1 && n > LEAST_COUNT_DEVIATIONS * Math.sqrt(noise.n);

/** Covariance of y and x within a group, read at the near end of its noise: chance must not look like a covariate. */
function safeCovariance(group: Moments): number {
  const { xy } = spreadOf(group);
  return Math.sign(xy) * Math.max(0, Math.abs(xy) - Math.sqrt(group.noise.xy) / group.n);
}

/** Variance of the mean of y − slope·x: of devices drawn, and of the noise in Σy, Σx and n (delta method). */
function varianceOfMean(group: Moments, slope: number): number {
  const { n, y, x, noise } = group;
  const { yy, xx } = spreadOf(group);
  const sampling = Math.max(0, yy - 2 * slope * safeCovariance(group) + slope ** 2 * xx) / n;
  return sampling + (noise.y + slope ** 2 * noise.x + ((y - slope * x) / n) ** 2 * noise.n) / n ** 2;
}

/**
 * Effect of a treatment from the moments of both arms. The slope makes the error of `adjusted` least with noise counted in, so
 * that a covariate drowned in noise is left out by itself; it is the plain CUPED slope where there is no noise.
 *
 * @see Deng, Xu, Kohavi and Walker, "Improving the Sensitivity of Online Controlled Experiments by Utilizing Pre-Experiment Data" (2013)
 */
export function effectOf(treated: Moments, control: Moments): Effect {
  const devices = Math.max(0, treated.n + control.n);
  const arms = [treated, control];
  if (!arms.every(isCounted)) return { plain: normalEstimate(0, Infinity), adjusted: normalEstimate(0, Infinity), slope: 0, varianceDrop: 0, devices };
  const covariance = arms.reduce((sum, arm) => sum + safeCovariance(arm) / arm.n, 0);
  const variance = arms.reduce((sum, arm) => sum + spreadOf(arm).xx / arm.n + arm.noise.x / arm.n ** 2, 0);
  const slope = variance > 0 ? covariance / variance : 0;
  const at = (by: number): Estimate => normalEstimate(
    treated.y / treated.n - control.y / control.n - by * (treated.x / treated.n - control.x / control.n),
    Math.sqrt(arms.reduce((sum, arm) => sum + varianceOfMean(arm, by), 0)),
  );
  const [plain, adjusted] = [at(0), at(slope)];
  const varianceDrop = plain.stdError > 0 ? Math.max(0, 1 - (adjusted.stdError / plain.stdError) ** 2) : 0;
  return { plain, adjusted, slope, varianceDrop, devices };
}
