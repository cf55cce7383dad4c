import { addInto, dot } from './algebra.ts';

/** What an attacker learns of honest reports from devices of her own. */
export interface Population {
  /** [P] their mean. */
  readonly mean: Float64Array;
  /**
   * [P] `wanted` turned away from the directions in which honest reports differ: (λI + Σ)⁻¹·wanted, up to scale. Along it a
   * bare sum tells best whether `wanted` is in it, where the others are known by mean and spread alone (Fisher 1936).
   */
  whiten(wanted: ArrayLike<number>): Float64Array;
}

/** λ, what every coordinate spreads by beyond what so few devices show: that of rounding, at most ¼. */
const ROUNDING_VARIANCE = 0.25;

/** Mean and spread of `reports`, none of which may be in a batch under attack: its noise would be known. */
export function populationOf(reports: readonly ArrayLike<number>[], length: number): Population {
  const mean = new Float64Array(length);
  for (const report of reports) addInto(mean, report);
  for (let i = 0; i < length; i++) mean[i] = (mean[i] ?? 0) / Math.max(1, reports.length);
  const centred = reports.map((report) => Float64Array.from(mean, (x, i) => (report[i] ?? 0) - x));
  const ridge = ROUNDING_VARIANCE * reports.length;
  let factor: readonly Float64Array[] | undefined;
  return {
    mean,
    whiten(wanted) {
      factor ??= cholesky(centred.map((row, r) => Float64Array.from(centred.slice(0, r + 1), (other, c) => dot(row, other) + (r === c ? ridge : 0))));
      // Woodbury: a system of as many equations as there are reports, instead of P.
      const weights = solve(factor, Float64Array.from(centred, (row) => dot(row, wanted)));
      const whitened = Float64Array.from({ length }, (_, i) => wanted[i] ?? 0);
      for (const [r, row] of centred.entries()) for (let i = 0; i < length; i++) whitened[i] = (whitened[i] as number) - (weights[r] ?? 0) * (row[i] as number);
      return whitened;
    },
  };
}

/** Lower factor L of a positive matrix given by its lower rows, L·Lᵀ. */
function cholesky(rows: readonly Float64Array[]): readonly Float64Array[] {
  const factor = rows.map((row) => Float64Array.from(row));
  for (const [r, row] of factor.entries()) {
    for (let c = 0; c <= r; c++) {
      const above = factor[c];
      if (!above) continue;
      const rest = (row[c] as number) - dot(row.subarray(0, c), above.subarray(0, c));
      row[c] = r === c ? Math.sqrt(rest) : rest / (above[c] as number);
    }
  }
  return factor;
}

/** x with L·Lᵀ·x = `right`. */
function solve(factor: readonly Float64Array[], right: Float64Array): Float64Array {
  const x = Float64Array.from(right);
  for (const [r, row] of factor.entries()) x[r] = ((x[r] as number) - dot(row.subarray(0, r), x.subarray(0, r))) / (row[r] as number);
  for (let r = factor.length - 1; r >= 0; r--) {
    const row = factor[r];
    if (!row) continue;
    x[r] = (x[r] as number) / (row[r] as number);
    for (let c = 0; c < r; c++) x[c] = (x[c] as number) - (row[c] as number) * (x[r] as number);
  }
  return x;
}
