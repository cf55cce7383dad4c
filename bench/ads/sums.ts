import { encodeUpdate } from '#core/fedavg';
import { discreteGaussianVector, FLOORS, noiseVarianceFor } from '#core/privacy';
import type { Chance, Randomness } from '#core/units';
import { VANISHING_SHARE } from '#bench/lanes';
import type { RowsByUser } from './by-user.ts';
import { rowsByFold, type Folds } from './folds.ts';

/** Most entries of one report, verdict and all: a longer table goes in blocks, one report each. */
const BLOCK_ENTRIES = FLOORS.maxLength.ctr;
/** Integers that 1 stands for. `counts` are whole: a block of them is exact up to the norm of 256. `slopes` are fractions, which rounding leaves unbiased; `gains` are differences of losses, a hundredth of a nat a row, which whole eighths would bury; `few` are two or three sums that noise must spare. */
const UNIT = { counts: 1, slopes: 8, gains: 64, few: 32 } as const;
/** The same under noise: whoever has more than 32 rows of a thing is bounded, and each count has an eighth of the noise. */
const NOISED_UNIT: Readonly<Record<keyof typeof UNIT, number>> = { ...UNIT, counts: 8 };
/** What a sum is of, by the fineness that it needs. */
export type SumKind = keyof typeof UNIT;

/** What one row adds to a table of sums. */
export type Telling = (row: number, add: (entry: number, value: number) => void) => void;

/** Adds up what rows tell: exactly where all lie in one place, as reports carry it where each user is a device. */
export interface Summation {
  /** shape [entries]. */
  sum(entries: number, telling: Telling, kind?: SumKind): Float64Array<ArrayBuffer>;
  /** Counts in whole, and of each fold by itself. */
  folded(entries: number, telling: Telling, kind?: SumKind): FoldedSums;
  /** Of the noise on each entry; 0 for none. */
  readonly noiseStdDev: (kind: SumKind) => number;
  /** Reports a device has been asked for so far. */
  readonly reports: () => number;
}

/** Sums whose rows lie in folds. */
export interface FoldedSums {
  /** shape [entries]. */
  readonly total: Float64Array;
  /** shape [entries], valid until the next call. */
  readonly of: (fold: number) => Float64Array;
}

/** Plain sums. A fold is added up when it is asked for: all at once would take many times the memory. */
export function plainSums({ order }: RowsByUser, folds: Folds): Summation {
  const addTo = (total: Float64Array<ArrayBuffer>, telling: Telling, rows: Int32Array): Float64Array<ArrayBuffer> => {
    const add = (entry: number, value: number): void => { total[entry] = (total[entry] as number) + value; };
    for (const row of rows) telling(row, add);
    return total;
  };
  return {
    reports: () => 0,
    noiseStdDev: () => 0,
    sum: (entries, telling) => addTo(new Float64Array(entries), telling, order),
    folded(entries, telling) {
      const byFold = rowsByFold(order, folds);
      const own = new Float64Array(entries);
      return {
        total: addTo(new Float64Array(entries), telling, order),
        of: (fold) => addTo(own.fill(0), telling, byFold.order.subarray(byFold.starts[fold], byFold.starts[fold + 1])),
      };
    },
  };
}

/** What lies over reported sums. */
export interface Reporting {
  /** z of each server; 0 without noise. */
  readonly noiseMultiplier: number;
  readonly chance: Chance;
  readonly randomness: Randomness;
}

/** Devices of a fold, so that its own batch has k reports when a fifth is lost, four deviations to spare. */
const FOLD_DEVICES = 85;
/** Folds of a crowd: the more, the more of the others' counts a row is told. Under noise two, since each has noise of its own. */
const [LEAST_FOLDS, MOST_FOLDS, NOISED_FOLDS] = [5, 8, 2];

/** Folds for so many devices. A crowd too small for a batch each has all in one, told as a table each. */
export function foldsFor(devices: number, isNoised: boolean): number {
  return isNoised ? NOISED_FOLDS : Math.max(LEAST_FOLDS, Math.min(MOST_FOLDS, Math.floor(devices / FOLD_DEVICES)));
}

/**
 * Sums of one report a device and block: its own table, bounded to the integer norm and rounded by the product's own encoder
 * (entries of 0 stay 0, so that only the others are encoded), a fifth lost on the way, each server's noise on top. A fold is a batch
 * of its own, which a device joins by chance before it looks at its data.
 */
export function reportedSums({ order, starts }: RowsByUser, folds: Folds, { noiseMultiplier, chance, randomness }: Reporting): Summation {
  let asked = 0;
  const units = noiseMultiplier > 0 ? NOISED_UNIT : UNIT;
  const devices = starts.length - 1;
  const isBatched = devices >= folds.count * FOLD_DEVICES;
  const sum: Summation['sum'] = (entries, telling, kind = 'counts') => {
    const unit = units[kind];
    const scale = { clipNorm: FLOORS.integerNorm / unit, integerNorm: FLOORS.integerNorm };
    const total = new Float64Array(entries);
    const own = new Float64Array(entries);
    let touched: number[] = [];
    const add = (entry: number, value: number): void => {
      if (own[entry] === 0) touched.push(entry);
      own[entry] = (own[entry] as number) + value;
    };
    for (let user = 0; user < devices; user++) {
      for (let i = starts[user] ?? 0; i < (starts[user + 1] ?? 0); i++) telling(order[i] ?? 0, add);
      for (const block of Object.values(groupByBlock(touched))) {
        if (chance.next() < VANISHING_SHARE) continue;
        const encoded = encodeUpdate(Float32Array.from(block, (entry) => own[entry] ?? 0), scale, randomness);
        if (encoded.ok) for (const [i, entry] of block.entries()) total[entry] = (total[entry] ?? 0) + (encoded.value[i] ?? 0) / unit;
      }
      for (const entry of touched) own[entry] = 0;
      touched = [];
    }
    if (noiseMultiplier > 0) addNoise(total, { noiseMultiplier, unit }, randomness);
    return total;
  };
  return {
    reports: () => asked,
    noiseStdDev: (kind) => (Math.SQRT2 * noiseMultiplier * FLOORS.integerNorm) / units[kind],
    sum(entries, telling, kind) {
      asked += Math.ceil(entries / BLOCK_ENTRIES);
      return sum(entries, telling, kind);
    },
    folded(entries, telling, kind) {
      asked += Math.ceil(entries / BLOCK_ENTRIES) * (isBatched ? 1 : folds.count);
      const whole = Math.ceil(entries / BLOCK_ENTRIES) * BLOCK_ENTRIES; // so that no report holds two folds
      const tables = sum(folds.count * whole, (row, add) => {
        const from = whole * (folds.ofRow[row] as number);
        telling(row, (entry, value) => { add(from + entry, value); });
      }, kind);
      const of = (fold: number): Float64Array => tables.subarray(fold * whole, fold * whole + entries);
      const total = new Float64Array(entries);
      for (let fold = 0; fold < folds.count; fold++) of(fold).forEach((value, i) => { total[i] = (total[i] as number) + value; });
      return { total, of };
    },
  };
}

function groupByBlock(touched: readonly number[]): Record<number, number[]> {
  const blocks: Record<number, number[]> = {};
  for (const entry of touched) (blocks[Math.floor(entry / BLOCK_ENTRIES)] ??= []).push(entry);
  return blocks;
}

function addNoise(total: Float64Array, { noiseMultiplier, unit }: { readonly noiseMultiplier: number; readonly unit: number }, randomness: Randomness): void {
  const variance = noiseVarianceFor(noiseMultiplier, FLOORS.integerNorm);
  for (let server = 0; server < 2; server++) {
    discreteGaussianVector(total.length, variance, randomness).forEach((noise, i) => { total[i] = (total[i] ?? 0) + noise / unit; });
  }
}
