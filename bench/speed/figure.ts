/** One measured figure beside its baseline from the same run. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: 'ms' | 'MB' | 'tasks' | 'gzip bytes' | 'share' | 'per mille' | 'effect';
  /** The same measured without us, or the budget; 0 where there is nothing to compare with. */
  readonly baseline: number;
  /** value / baseline, rounded to 3 digits; null where the baseline is 0. */
  readonly ratio: number | null;
  /** What was measured, and what the baseline is. */
  readonly how: string;
  /** 99th percentiles, for times of many runs; `value` and `baseline` are medians then. */
  readonly p99?: number;
  readonly baselineP99?: number;
  /** What the act moves and computes at the least, how long this machine takes for that, and its share of `value`. */
  readonly limit?: { readonly bytes: number; readonly operations: number; readonly ms: number; readonly share: number };
}

/** Builds a figure and its ratio. */
export function figure(name: string, unit: Figure['unit'], value: number, baseline: number, how: string): Figure {
  return { name, value, unit, baseline, ratio: baseline === 0 ? null : Number((value / baseline).toFixed(3)), how };
}
