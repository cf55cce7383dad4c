/** A positive number as an exact fraction of integers. */
export interface Fraction {
  readonly numerator: number;
  readonly denominator: number;
}
