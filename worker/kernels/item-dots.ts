/** Dot products of every item of one catalogue with a direction. Answers at once; one thread's, and never overlapping. */
export interface ItemDots {
  readonly engine: 'arrays' | 'wasm';
  /**
   * out[i] = Σ_d direction[d] · vectors[i, d] / 127 for all items; engines agree to 1e-4 of the largest value.
   *
   * @param direction - [CONTENT_DIMS], finite; not modified
   * @param out - [N], overwritten
   * @throws RangeError if a length differs
   */
  all(direction: Float32Array, out: Float32Array): void;
}
