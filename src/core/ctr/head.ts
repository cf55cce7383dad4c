import type { Chance } from '#core/units';
import type { Rows } from './rows.ts';

/** Float32 in use, float64 where a test wants the last digits. */
export type Weights = Float32Array | Float64Array;

/** Sums of slopes over some rows. Owned by who trains; a step empties it. */
export interface Slopes {
  /** shape [P]. */
  readonly values: Weights;
  /** First weight of each group of sparse weights that has a slope; may name one twice. */
  readonly touched: number[];
}

/** Empty sums for a model of P weights. */
export function newSlopes(parameters: number, isExact = false): Slopes {
  return { values: isExact ? new Float64Array(parameters) : new Float32Array(parameters), touched: [] };
}

/**
 * A small model of one probability over {@link Rows}. Weights are flat: a part that every row touches, then groups of
 * `groupWidth` that only rows with their slot do.
 */
export interface Head {
  /** P. */
  readonly parameters: number;
  /** Weights before this index belong to every row. */
  readonly denseParameters: number;
  /** Index of the bias, whose slope by the logit is 1. */
  readonly biasAt: number;
  /** Weights a slot, at least 1. */
  readonly groupWidth: number;
  /** shape [P]. */
  readonly start: (chance: Chance) => Float32Array<ArrayBuffer>;
  /** Its σ is the probability. */
  readonly logit: (weights: Weights, rows: Rows, row: number) => number;
  /**
   * Adds `slope` times the slopes of the logit to `slopes` and returns the logit.
   *
   * @param slope - of the loss by the logit, given the logit: σ(logit) − label for the log loss
   * @param chance - in training only: dropout draws from it
   */
  readonly learn: (weights: Weights, lesson: Lesson, slopes: Slopes) => number;
}

/** One row to learn from. */
export interface Lesson {
  readonly rows: Rows;
  readonly row: number;
  /** Slope of the loss by the logit, given the logit: σ(logit) − label for the log loss. */
  readonly slope: (logit: number) => number;
  /** In training only: dropout draws from it. */
  readonly chance?: Chance;
}

/** Value the caller has proved to be there. */
export function at(values: Weights | Int32Array, index: number): number {
  return values[index] as number;
}

/** σ(x) = 1 / (1 + e⁻ˣ). */
export function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** Log loss of a logit, nats, without overflow. */
export function logLoss(logit: number, label: number): number {
  return Math.max(logit, 0) - logit * label + Math.log1p(Math.exp(-Math.abs(logit)));
}

/** Slot of column `column` in a table of `capacity`: those too rare for it share their column's. */
export function slotIn(capacity: number, slot: number, column: number): number {
  return slot < capacity ? slot : column;
}
