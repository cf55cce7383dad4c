import type { Chance } from '#core/units';
import { CONTENT_DIMS } from '#core/catalogue';
import type { Batch } from './batch.ts';
import type { Tape, Value } from './tape.ts';
import type { Tier } from './tiers.ts';

/** Encoders by name, in the order in which they are listed. */
export const ENCODERS = ['attention', 'gru', 'cnn', 'mean'] as const;
export type EncoderName = (typeof ENCODERS)[number];

/** One tensor of a model's flat weights and how it starts. */
export interface Tensor {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  /** Standard deviation of random first weights, or the first weights themselves. Zeros by default. */
  readonly start?: number | ((index: number) => number);
}

/** What an encoder reads of one batch. */
export interface EncoderInput {
  readonly tape: Tape;
  readonly batch: Batch;
  /** [S, CONTENT_DIMS] item vector of every step. */
  readonly content: Value;
  /** Weights by the tensor's name. @throws RangeError for a name the layout lacks */
  readonly weight: (name: string) => Value;
  /** Present in training only: dropout draws from it. */
  readonly chance: Chance | undefined;
}

/**
 * One way to turn the last 20 steps of a history into a taste. All start as the recency-weighted mean of what was looked
 * at and learn what to add to it, so that a difference between two is a difference in what they can learn.
 */
export interface EncoderDesign {
  readonly name: EncoderName;
  /** Tensors in order; `isHashed` leaves room in the tier for rows of item residuals. */
  readonly tensors: (tier: Tier, isHashed: boolean) => readonly Tensor[];
  /** [B, CONTENT_DIMS] taste of every example before it is brought to unit length. */
  readonly encode: (input: EncoderInput, tier: Tier, isHashed: boolean) => Value;
}

/** A dense layer as tensors, first weights drawn so that a sum of `rows` unit inputs has variance `gain`² (LeCun et al. 1998). */
export function layer(name: string, rows: number, columns: number, gain = 1): Tensor[] {
  return [
    { name, rows, columns, ...(gain > 0 ? { start: gain / Math.sqrt(rows) } : {}) },
    { name: `${name}Bias`, rows: 1, columns },
  ];
}

/** A layer whose output starts at 0. */
export function silentLayer(name: string, rows: number): Tensor[] {
  return layer(name, rows, CONTENT_DIMS, 0);
}
