/** Furthest a standardised value may lie from the mean, in deviations: one freak item must not outvote every other scorer. */
export const MAX_DEVIATIONS = 4;

/** How to bring one scorer's values to mean 0 and deviation 1. */
export interface Scale {
  readonly mean: number;
  /** 1 / deviation; 0 where all values are equal, which makes every standardised value 0. */
  readonly inverse: number;
}

/** Deviation below which values count as equal: under it, float32 rounding would be magnified into a ranking. */
const LEAST_DEVIATION = 1e-6;

/** Scale from a mean and a mean of squares, both over the whole catalogue. */
export function scaleOf(mean: number, meanSquare: number): Scale {
  const deviation = Math.sqrt(Math.max(0, meanSquare - mean * mean));
  return { mean, inverse: deviation > LEAST_DEVIATION ? 1 / deviation : 0 };
}

/** Scale of `values`, shape [N]; an empty array gives a scale that maps everything to 0. */
export function measureScale(values: Float32Array): Scale {
  let sum = 0; // float64: 50 000 float32 terms would lose the last digits
  let squares = 0;
  for (const value of values) {
    sum += value;
    squares += value * value;
  }
  return values.length === 0 ? { mean: 0, inverse: 0 } : scaleOf(sum / values.length, squares / values.length);
}

/** One value on `scale`, held within ±MAX_DEVIATIONS. */
export function onScale(value: number, scale: Scale): number {
  return Math.max(-MAX_DEVIATIONS, Math.min(MAX_DEVIATIONS, (value - scale.mean) * scale.inverse));
}
