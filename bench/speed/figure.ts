/** One measured figure beside its baseline from the same run. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: 'ms' | 'tasks' | 'gzip bytes';
  /** The same measured without us, or the budget; 0 where there is nothing to compare with. */
  readonly baseline: number;
  /** value / baseline, rounded to 3 digits; null where the baseline is 0. */
  readonly ratio: number | null;
  /** What was measured, and what the baseline is. */
  readonly how: string;
}

/** Builds a figure and its ratio. */
export function figure(name: string, unit: Figure['unit'], value: number, baseline: number, how: string): Figure {
  return { name, value, unit, baseline, ratio: baseline === 0 ? null : Number((value / baseline).toFixed(3)), how };
}
