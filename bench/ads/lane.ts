import type { HeadName } from './heads.ts';

/** What a lane's heads say of every row of the log. */
export interface HeadLogits {
  readonly name: HeadName;
  /** shape [rows]: of test rows what is served, of `clean` train rows what was predicted without having learnt them, of the rest in hindsight. */
  readonly logits: Float64Array;
}

/** Heads of a lane, and the train rows that no head had learnt when it judged them. */
export interface LaneHeads {
  readonly heads: readonly HeadLogits[];
  /** Row numbers. */
  readonly clean: Int32Array;
  /** What the JSON says of the training. */
  readonly record: unknown;
}
