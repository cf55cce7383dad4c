import { encodeUpdate } from '#core/fedavg';
import { discreteGaussianVector, FLOORS, noiseVarianceFor } from '#core/privacy';
import type { Chance, Randomness } from '#core/units';
import { VANISHING_SHARE } from '#bench/lanes';

/** Most entries of one report, verdict and all (`FLOORS.maxLength`): a longer table goes in blocks, one report each. */
export const BLOCK_ENTRIES = 13_000;
/** Integers that 1 stands for. `counts` are whole: a block of them is exact up to the norm of 256. `slopes` are fractions, which rounding leaves unbiased. */
const UNIT = { counts: 1, slopes: 8 } as const;
export type SumKind = keyof typeof UNIT;

/** Rows of the users, by user. */
export interface RowsByUser {
  /** shape [rows], row numbers, one user's after the other's. */
  readonly order: Int32Array;
  /** shape [users + 1], where each user's begin. */
  readonly starts: Int32Array;
}

/** Rows of `rows`, by user. */
export function rowsByUser(rows: Int32Array, users: Int32Array, userCount: number): RowsByUser {
  const starts = new Int32Array(userCount + 1);
  for (const row of rows) starts[(users[row] ?? 0) + 1] = (starts[(users[row] ?? 0) + 1] ?? 0) + 1;
  for (let u = 0; u < userCount; u++) starts[u + 1] = (starts[u + 1] ?? 0) + (starts[u] ?? 0);
  const next = starts.slice();
  const order = new Int32Array(rows.length);
  for (const row of rows) {
    const user = users[row] ?? 0;
    order[next[user] ?? 0] = row;
    next[user] = (next[user] ?? 0) + 1;
  }
  return { order, starts };
}

/** What one row adds to a table of sums. */
export type Telling = (row: number, add: (entry: number, value: number) => void) => void;

/** How much of what a user told of an entry is in the sum: 1 all, 0 nothing, since it was lost, between where it was bounded. A device knows it of itself. */
export type Told = (user: number, entry: number) => number;

/** Adds up what rows tell: exactly where all lie in one place, as reports carry it where each user is a device. */
export interface Summation {
  /** shape [entries]. */
  sum(entries: number, telling: Telling, kind?: SumKind): Float64Array<ArrayBuffer>;
  /** What of each user is in the latest sum. */
  latest(): Told;
  /** Reports a device has been asked for so far. */
  readonly reports: () => number;
}

/** Plain sums. */
export function plainSums({ order }: RowsByUser): Summation {
  return {
    reports: () => 0,
    latest: () => () => 1,
    sum(entries, telling) {
      const total = new Float64Array(entries);
      const add = (entry: number, value: number): void => { total[entry] = (total[entry] as number) + value; };
      for (const row of order) telling(row, add);
      return total;
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

/**
 * Sums of one report a device and block: its own table, bounded to the integer norm and rounded by the product's own encoder
 * (entries of 0 stay 0, so that only the others are encoded), a fifth lost on the way, each server's noise on top.
 */
export function reportedSums({ order, starts }: RowsByUser, { noiseMultiplier, chance, randomness }: Reporting): Summation {
  let asked = 0;
  let latest: Told = () => 0;
  return {
    reports: () => asked,
    latest: () => latest,
    sum(entries, telling, kind = 'counts') {
      const unit = UNIT[kind];
      const scale = { clipNorm: FLOORS.integerNorm / unit, integerNorm: FLOORS.integerNorm };
      const blocks = Math.ceil(entries / BLOCK_ENTRIES);
      asked += blocks;
      const total = new Float64Array(entries);
      const own = new Float64Array(entries);
      const shares = new Float32Array((starts.length - 1) * blocks);
      latest = (user, entry) => shares[user * blocks + Math.floor(entry / BLOCK_ENTRIES)] ?? 0;
      let touched: number[] = [];
      const add = (entry: number, value: number): void => {
        if (own[entry] === 0) touched.push(entry);
        own[entry] = (own[entry] as number) + value;
      };
      for (let user = 0; user + 1 < starts.length; user++) {
        for (let i = starts[user] ?? 0; i < (starts[user + 1] ?? 0); i++) telling(order[i] ?? 0, add);
        for (const [number, block] of Object.entries(groupByBlock(touched))) {
          if (chance.next() < VANISHING_SHARE) continue;
          const values = Float32Array.from(block, (entry) => own[entry] ?? 0);
          const encoded = encodeUpdate(values, scale, randomness);
          shares[user * blocks + Number(number)] = Math.min(1, scale.clipNorm / Math.sqrt(values.reduce((squares, x) => squares + x * x, 0)));
          if (encoded.ok) for (const [i, entry] of block.entries()) total[entry] = (total[entry] ?? 0) + (encoded.value[i] ?? 0) / unit;
        }
        for (const entry of touched) own[entry] = 0;
        touched = [];
      }
      if (noiseMultiplier > 0) addNoise(total, { noiseMultiplier, unit }, randomness);
      return total;
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
