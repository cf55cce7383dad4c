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
  /** shape [fields], share of the base rate's log loss that a field's rates alone save, each row left out of its own. */
  readonly saved: Float64Array;
}

/** Bounds of the strength of a prior, in impressions. */
const LEAST_STRENGTH = 2;
const MOST_STRENGTH = 1e5;

/** What was counted, before anything is made of it. */
export interface Counts extends Pick<Rates, 'fields' | 'shown' | 'clicked' | 'ofFold'> {
  /** Of the noise on each count; 0 for none. */
  readonly noiseStdDev: number;
}

/** Deviations of the noise that a count must stand out of: of 6,500 cells without rows, none does. */
const COVERED = 4;

/** Counts the values of `fields`. */
export function countRates(fields: readonly PlacedField[], labels: Uint8Array, sums: Summation, folds: number): Counts {
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
  const noiseStdDev = sums.noiseStdDev('counts') * Math.sqrt(folds);
  for (let cell = 0; cell < cells; cell++) {
    if ((table[2 * cell] as number) <= COVERED * noiseStdDev) continue;
    shown[cell] = table[2 * cell] as number;
    clicked[cell] = Math.max(0, Math.min(table[2 * cell + 1] as number, shown[cell] as number));
  }
  return { fields, shown, clicked, ofFold, noiseStdDev };
}

/** Strengths and information of counted fields against a base rate. */
export function ratesOf({ fields, shown, clicked, ofFold, noiseStdDev }: Counts, base: number): Rates {
  const strength = new Float64Array(fields.length);
  const information = new Float64Array(fields.length);
  const saved = new Float64Array(fields.length);
  const variance = base * (1 - base);
  const entropy = -(base * Math.log(base) + (1 - base) * Math.log(1 - base));
  for (const { index, first, size } of fields) {
    let [surplus, total, chi] = [0, 0, 0];
    for (let cell = first; cell < first + size; cell++) {
      const n = shown[cell] as number;
      if (n < 1) continue;
      const square = ((clicked[cell] as number) - n * base) ** 2 / n;
      surplus += square - variance - (noiseStdDev * noiseStdDev * (1 + base * base)) / n;
      total += n;
      chi += square / variance - 1;
    }
    const between = total > 0 ? surplus / total : 0;
    strength[index] = between > 0 ? Math.max(LEAST_STRENGTH, Math.min(MOST_STRENGTH, variance / between - 1)) : MOST_STRENGTH;
    information[index] = chi / 2;
    let loss = 0;
    for (let cell = first; cell < first + size; cell++) loss += lossWithoutOwn(shown[cell] as number, clicked[cell] as number, base, strength[index] as number);
    saved[index] = total > 0 ? 1 - loss / (total * entropy) : 0;
  }
  return { fields, shown, clicked, ofFold, strength, information, saved };
}

/** Log loss of a cell's rows, each told the rate of the others, nats. */
function lossWithoutOwn(shown: number, clicked: number, base: number, strength: number): number {
  if (shown < 1) return 0;
  const rate = (clicks: number): number => (clicks + strength * base) / (shown - 1 + strength);
  const missed = shown - clicked;
  return -(clicked >= 1 ? clicked * Math.log(rate(clicked - 1)) : 0) - (missed >= 1 ? missed * Math.log(1 - rate(Math.min(clicked, shown - 1))) : 0);
}

/** ln(p / (1 − p)). */
export const logitOf = (p: number): number => Math.log(p / (1 - p));

/** Log odds of a value against `prior`, smoothed towards it. */
export function logOdds(clicks: number, impressions: number, prior: number, strength: number): number {
  const n = Math.max(0, impressions);
  const c = Math.max(0, Math.min(clicks, n));
  return logitOf((c + strength * prior) / (n + strength)) - logitOf(prior);
}
