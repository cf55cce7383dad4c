import type { Chance } from '#core/units';

/** What a head may look at: one shopper at one moment, and one item. */
export interface Choice {
  /** [DENSE_INPUTS] numbers of about unit size. */
  readonly dense: Float32Array;
  /** Slots of hashed facts and crosses, each of value 1; any non-negative integers. */
  readonly crosses: Int32Array;
  /** [TASTE_DIMS] the shopper as the encoder has her, unit length. */
  readonly taste: Float32Array;
  /** [TASTE_DIMS] the item. */
  readonly item: Float32Array;
}

/** Plain numbers of a choice. */
export const DENSE_INPUTS = 16;
/** Width of tastes and items: the encoders' own. */
export const TASTE_DIMS = 64;

/** Most weights of a head: one report carries them, with room. */
export const HEAD_PARAMETERS = 16_000;

/** A small model of one probability: pure functions over flat weights, with written slopes. */
export interface Head {
  readonly name: string;
  /** P. */
  readonly parameters: number;
  /** [P] first weights. */
  readonly start: (chance: Chance) => Float32Array;
  /** The logit; its σ is the probability. */
  readonly logit: (weights: Weights, choice: Choice) => number;
  /**
   * Adds `slope` times the slopes of the logit to `slopes` [P] and returns the logit.
   *
   * @param slope - of the loss by the logit, given the logit: σ(logit) − label for the log loss
   * @param chance - in training only: dropout draws from it
   */
  readonly learn: (weights: Weights, choice: Choice, slopes: Weights, slope: (logit: number) => number, chance?: Chance) => number;
}

/** Float32 in use, float64 where a test wants the last digits. */
export type Weights = Float32Array | Float64Array;

/** Weight the caller has proved to be there. */
export function at(values: Weights, index: number): number {
  return values[index] as number;
}
