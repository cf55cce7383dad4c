import type { CoOccurrence } from '#worker/recommender';
import type { ArraysEncoder } from '#worker/models';

/** Everything a lane has taught: what a device of it holds beside its own history. */
export interface Shared {
  /** What goes with what; undefined where a device knows nobody else's history. */
  readonly coOccurrence: CoOccurrence | undefined;
  /** T11 over public content, as it runs in the browser. */
  readonly encoder: ArraysEncoder;
  /** [T11_PARAMETERS]. */
  readonly t11: Float32Array;
  /** [MIX_PARAMETERS]. */
  readonly mix: Float32Array;
}
