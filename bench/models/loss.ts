/** Losses by name, in the order in which they are listed. */
export const LOSSES = ['softmax', 'sampled', 'gbce'] as const;
export type LossName = (typeof LOSSES)[number];

/** Logits of one example: its target and those it is held against. */
export interface Contest {
  /** [columns] of the whole row. */
  readonly logits: Float32Array | Float64Array;
  /** [columns] the slope of the loss is written here, for the target and all negatives; other columns are left alone. */
  readonly slopes: Float32Array | Float64Array;
  /** Column of the target. */
  readonly target: number;
  /** Columns of the negatives; may hold the target's item again, which is then left out. */
  readonly negatives: readonly [from: number, to: number];
  /** [columns] item of each column. */
  readonly items: Int32Array;
  /** N, items of the catalogue. */
  readonly count: number;
}

/** What training lowers. */
export interface Loss {
  readonly name: LossName;
  /** Whether every item is a negative, or a uniform draw from the catalogue. */
  readonly takesAll: boolean;
  /** Loss of one example in nats; writes its slopes. */
  readonly of: (contest: Contest) => number;
}

/** Whether a column is a negative of this contest. */
export function isNegative({ items, target }: Contest, column: number): boolean {
  return column !== target && items[column] !== items[target];
}
