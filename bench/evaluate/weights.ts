/** Shared weights of both models: what a lane's training gives. */
export interface SharedWeights {
  /** [T11_PARAMETERS]. */
  readonly t11: Float32Array;
  /** [MIX_PARAMETERS]. */
  readonly mix: Float32Array;
}
