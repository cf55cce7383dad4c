/** Half the width of a 95 % interval of a normal deviate, in deviations. */
export const NORMAL_95 = 1.959963984540054;

/** A figure and how uncertain it is, sampling and noise together. */
export interface Estimate {
  readonly value: number;
  /** Infinity where nothing is known. */
  readonly stdError: number;
  /** 95 % interval. */
  readonly low: number;
  readonly high: number;
}

/** An estimate whose error is nearly normal: `value` ± 1.96 `stdError`. */
export function normalEstimate(value: number, stdError: number): Estimate {
  return { value, stdError, low: value - NORMAL_95 * stdError, high: value + NORMAL_95 * stdError };
}
