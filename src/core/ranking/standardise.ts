/** How to bring one scorer's values to mean 0 and deviation 1. */
export interface Scale {
  readonly mean: number;
  /** 1 / deviation; 0 where all values are equal, which makes every standardised value 0. */
  readonly inverse: number;
}

/** Deviation below which values count as equal: under it, float32 rounding would be magnified into a ranking. */
const LEAST_DEVIATION = 1e-6;

/** Scale of `values`, shape [N]; an empty array gives a scale that maps everything to 0. */
export function measureScale(values: Float32Array): Scale {
  let sum = 0; // float64: 50 000 float32 terms would lose the last digits
  let squares = 0;
  for (const value of values) {
    sum += value;
    squares += value * value;
  }
  if (values.length === 0) return { mean: 0, inverse: 0 };
  const mean = sum / values.length;
  const deviation = Math.sqrt(Math.max(0, squares / values.length - mean * mean));
  return { mean, inverse: deviation > LEAST_DEVIATION ? 1 / deviation : 0 };
}

/** `values` at mean 0 and deviation 1, in a new array; the order is kept, and a freak stays as far out as it is. */
export function standardised(values: Float32Array): Float32Array {
  const { mean, inverse } = measureScale(values);
  return values.map((value) => (value - mean) * inverse);
}
