import { cellOf, type PlacedField } from './fields.ts';
import type { Summation } from './sums.ts';

/** How often each value was met and clicked: public sums. */
export interface Rates {
  readonly fields: readonly PlacedField[];
  /** shape [cells]. */
  readonly shown: Float32Array;
  readonly clicked: Float32Array;
  /** Of one fold alone, twice a cell: shown, clicked; valid until the next call. */
  readonly ofFold: (fold: number) => Float64Array;
  /** shape [fields], how many times the base rate weighs in a value's rate, from how much rates differ (empirical Bayes). */
  readonly strength: Float64Array;
  /** shape [fields], nats that a field tells in all, noise taken out. */
  readonly information: Float64Array;
}

/** Bounds of the strength of a prior, in impressions. */
const LEAST_STRENGTH = 2;
const MOST_STRENGTH = 1e5;

/** What was counted, before anything is made of it. */
export type Counts = Pick<Rates, 'fields' | 'shown' | 'clicked' | 'ofFold'>;

/** Counts the values of `fields`. */
export function countRates(fields: readonly PlacedField[], labels: Uint8Array, sums: Summation): Counts {
  const cells = fields.reduce((sum, { size }) => sum + size, 0);
  const { total: table, of: ofFold } = sums.folded(2 * cells, (row, add) => {
    const label = labels[row] as number;
    for (const field of fields) {
      const cell = cellOf(field, row);
      add(2 * cell, 1);
      if (label === 1) add(2 * cell + 1, 1);
    }
  });
  const shown = new Float32Array(cells);
  const clicked = new Float32Array(cells);
  for (let cell = 0; cell < cells; cell++) {
    shown[cell] = Math.max(0, table[2 * cell] as number);
    clicked[cell] = Math.max(0, Math.min(table[2 * cell + 1] as number, shown[cell] as number));
  }
  return { fields, shown, clicked, ofFold };
}

/** Strengths and information of counted fields against a base rate. */
export function ratesOf({ fields, shown, clicked, ofFold }: Counts, base: number): Rates {
  const strength = new Float64Array(fields.length);
  const information = new Float64Array(fields.length);
  const variance = base * (1 - base);
  for (const { index, first, size } of fields) {
    let [surplus, total, chi] = [0, 0, 0];
    for (let cell = first; cell < first + size; cell++) {
      const n = shown[cell] as number;
      if (n < 1) continue;
      const square = ((clicked[cell] as number) - n * base) ** 2 / n;
      surplus += square - variance;
      total += n;
      chi += square / variance - 1;
    }
    const between = total > 0 ? surplus / total : 0;
    strength[index] = between > 0 ? Math.max(LEAST_STRENGTH, Math.min(MOST_STRENGTH, variance / between - 1)) : MOST_STRENGTH;
    information[index] = chi / 2;
  }
  return { fields, shown, clicked, ofFold, strength, information };
}

/** ln(p / (1 − p)). */
export const logitOf = (p: number): number => Math.log(p / (1 - p));

/** Log odds of a value against `prior`, smoothed towards it. */
export function logOdds(clicks: number, impressions: number, prior: number, strength: number): number {
  const n = Math.max(0, impressions);
  const c = Math.max(0, Math.min(clicks, n));
  return logitOf((c + strength * prior) / (n + strength)) - logitOf(prior);
}
