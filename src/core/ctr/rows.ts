/**
 * Rows of features, one after another: plain numbers, slots of hashed facts, slots of crosses of two facts. A slot below the
 * number of its kind's columns stands for "any rare value of this column".
 */
export interface Rows {
  readonly count: number;
  readonly denseWidth: number;
  readonly slotWidth: number;
  readonly crossWidth: number;
  /** shape [count, denseWidth], about unit size. */
  readonly dense: Float32Array;
  /** shape [count, slotWidth], by rank: the most frequent value first. */
  readonly slots: Int32Array;
  /** shape [count, crossWidth], by rank. */
  readonly crosses: Int32Array;
}

/** Room for `count` rows, all zeros. */
export function emptyRows(count: number, { denseWidth, slotWidth, crossWidth }: Pick<Rows, 'denseWidth' | 'slotWidth' | 'crossWidth'>): Rows {
  return {
    count, denseWidth, slotWidth, crossWidth,
    dense: new Float32Array(count * denseWidth), slots: new Int32Array(count * slotWidth), crosses: new Int32Array(count * crossWidth),
  };
}
