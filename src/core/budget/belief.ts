/** What is believed of a quantity that nobody sees exactly: mean and variance of a normal. */
export interface Belief {
  readonly mean: number;
  readonly variance: number;
}

/** A count of a release that should be the quantity times something known. */
export interface Sighting {
  /** What was counted, noise in it. */
  readonly seen: number;
  /** What the quantity is multiplied by in it; 0 tells nothing. */
  readonly times: number;
  /** Variance of `seen`: noise of both servers, and the chance of the events themselves. */
  readonly variance: number;
}

/** The belief after time has passed in which the quantity may have moved by `share` of itself (one deviation). */
export function drifted({ mean, variance }: Belief, share: number): Belief {
  return { mean, variance: variance + (share * mean) ** 2 };
}

/**
 * The belief after a sighting: a scalar Kalman update, which weighs what comes in by its noise and forgets nothing that it need
 * not. Never below 0: a rate of spending is not.
 *
 * @throws RangeError if the sighting's variance is not above 0
 * @see Kalman, "A New Approach to Linear Filtering and Prediction Problems" (1960)
 */
export function learned({ mean, variance }: Belief, { seen, times, variance: noise }: Sighting): Belief {
  if (!(noise > 0)) throw new RangeError(`Cannot learn from a sighting of variance ${noise}: wanted above 0`);
  const gain = (variance * times) / (variance * times ** 2 + noise);
  return { mean: Math.max(0, mean + gain * (seen - mean * times)), variance: Math.max(0, (1 - gain * times) * variance) };
}
