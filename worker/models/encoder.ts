import type { SequenceInput, TrainingExample } from '#core/features';

/** Loss and its slope at some weights. */
export interface LossAndGradients {
  /** Mean over the examples, nats. */
  readonly loss: number;
  /** [P] mean over the examples; the caller's to keep. */
  readonly gradients: Float32Array;
}

/**
 * T11 on one engine; `wasm` is typed arrays with a WASM kernel for the products with all items. All engines answer alike to 1e-4 (relative to the largest value), so that whichever is faster on
 * a device may serve it. Calls may overlap; none modifies its input. A promise rejects on a bug, and on `webgpu` also
 * when the device is lost: ask `isLost`, then use the typed arrays.
 */
export interface Encoder {
  readonly name: 'arrays' | 'wasm' | 'webgpu';
  /** True once the engine cannot answer any more. Typed arrays never are. */
  readonly isLost: boolean;
  /** [N] logits, by item index. An empty input gives the popularity part alone. */
  scoreAll(weights: Float32Array, input: SequenceInput): Promise<Float32Array>;
  /**
   * Sampled softmax of each target against `negatives`, uniform draws from the catalogue shared by all examples. A
   * negative that is the target of an example is left out for that example. All items as negatives give the full softmax.
   */
  lossAndGradients(weights: Float32Array, examples: readonly TrainingExample[], negatives: Int32Array): Promise<LossAndGradients>;
  /** [T] share of attention each step of `input` gets; sums to 1. The rows of the heat map. */
  attention(weights: Float32Array, input: SequenceInput): Promise<Float32Array>;
  /** Frees what the engine holds; it cannot be used afterwards. */
  dispose(): void;
}
