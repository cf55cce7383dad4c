import { topDirectionsInSlices } from '#core/catalogue';
import { sigmoid } from '#core/ctr';
import { atOnce } from '#core/units';
import type { RowsByUser } from './by-user.ts';
import { hashPair } from './cells.ts';
import { cellOf, type PlacedField } from './fields.ts';
import type { Folds } from './folds.ts';
import type { Progress } from './progress.ts';
import type { Summation, Telling } from './sums.ts';
import type { AdLog } from './table.ts';

// M values of a field, K directions kept.

/** A shopper beside what the heads say. */
export interface Level {
  /** shape [rows]. */
  readonly logits: Float64Array;
  readonly labels: Uint8Array;
  /** Expected clicks that her own rate weighs against. */
  readonly strength: number;
}

/** How much more she clicks than was expected, in the logit: its most likely value with a prior of variance 1 / strength. */
function ownLevel(own: Int32Array, { logits, labels, strength }: Level): number {
  let level = 0;
  for (let step = 0; step < STEPS; step++) {
    let [slope, curvature] = [-level * strength, strength];
    for (const row of own) {
      const p = sigmoid((logits[row] as number) + level);
      slope += (labels[row] as number) - p;
      curvature += p * (1 - p);
    }
    level += Math.max(-1, Math.min(1, slope / curvature));
  }
  return level;
}

/** What {@link tasteVectors} needs. */
export interface TasteInput extends Omit<Level, 'labels'> {
  readonly log: AdLog;
  readonly fields: readonly PlacedField[];
  /** Rows that devices learn from, by user, and the folds of the users. */
  readonly past: RowsByUser;
  readonly folds: Folds;
  /** Most values of a field. */
  readonly most: number;
  readonly progress: Progress;
}

/** Public vectors of values: how tastes for them go together. */
export interface TasteVectors {
  /** Most directions of a fold. */
  readonly width: number;
  /** Writes the vector of a row as users of `fold` are told it, without what they told themselves. */
  write(row: number, fold: number, into: Float64Array): void;
}

/** Directions kept of all fields together: what a few rows of one shopper can tell. */
const MOST_DIRECTIONS = 8;
/** Train rows from which a value has a vector. */
const LEAST_ROWS = 4;
/** Newton steps of a level. */
const STEPS = 4;

/**
 * Method of moments: what shoppers did beyond what the heads and their own level say, r = label − chance, is summed over the rows of each
 * value, and products of these sums over pairs of values are added up over shoppers, a row's product with itself left out. Divided by
 * what chance alone makes of them, their largest eigenvalues are tastes; those of the same sums with signs drawn by each device are
 * chance, and tell how large it gets. What is left of an eigenvalue and its vector is shrunk as far as chance bends them (Benaych-Georges
 * and Nadakuditi 2011). No shopper is told what she herself added.
 */
export function tasteVectors(input: TasteInput, sums: Summation): TasteVectors {
  const { folds, fields } = input;
  const surpluses = surplusesOf(input);
  const all = fields.map((field, f) => {
    input.progress(`mix: tastes for ${field.name}`, f / fields.length);
    return fieldTastes(field, input, surpluses, sums);
  });
  const kept = Array.from({ length: folds.count }, (_, fold) => all
    .flatMap((own, f) => (own.ofFold[fold] ?? []).map((direction) => ({ f, ...direction })))
    .sort((a, b) => b.strength - a.strength).slice(0, MOST_DIRECTIONS));
  return {
    width: Math.max(0, ...kept.map(({ length }) => length)),
    write(row, fold, into) {
      into.fill(0);
      const own = kept[fold] ?? [];
      for (let k = 0; k < own.length; k++) {
        const { f, values } = own[k] as (typeof own)[number];
        const rank = all[f]?.rankOf(row) ?? -1;
        if (rank >= 0) into[k] = values[rank] as number;
      }
    },
  };
}

/** What each row says beyond what was expected, and how much it can say: p(1 − p). */
interface Surpluses {
  readonly surplus: Float64Array;
  readonly weight: Float64Array;
}

function surplusesOf({ log, logits, strength, past: { order, starts } }: TasteInput): Surpluses {
  const [surplus, weight] = [new Float64Array(log.rows), new Float64Array(log.rows)];
  for (let user = 0; user + 1 < starts.length; user++) {
    const own = order.subarray(starts[user], starts[user + 1]);
    const level = ownLevel(own, { logits, labels: log.labels, strength });
    for (const row of own) {
      const p = sigmoid((logits[row] as number) + level);
      surplus[row] = (log.labels[row] as number) - p;
      weight[row] = p * (1 - p);
    }
  }
  return { surplus, weight };
}

interface Direction {
  /** Of the taste, in lengths of what chance makes. */
  readonly strength: number;
  /** shape [M]. */
  readonly values: Float64Array;
}

interface FieldTastes {
  readonly rankOf: (row: number) => number;
  readonly ofFold: readonly (readonly Direction[])[];
}

function fieldTastes(field: PlacedField, { log, past, folds, most }: TasteInput, { surplus, weight }: Surpluses, sums: Summation): FieldTastes {
  const ranks = ranksOf(field, most, sums);
  const rankOf = (row: number): number => ranks.ofCell[cellOf(field, row) - field.first] as number;
  const none = { rankOf, ofFold: [] };
  if (ranks.count < 2) return none;
  const perUser = userTelling({ log, past, rankOf, surplus, weight, count: ranks.count });
  const spread = sums.folded(ranks.count + 1, perUser.spread, 'slopes');
  const pairs = (ranks.count * (ranks.count + 1)) / 2;
  const total = spread.total.slice();
  const scale = scaleOf(total);
  if (!scale) return none;
  const drawn = sums.sum(pairs, perUser.drawn, 'slopes');
  const edge = Math.max(0, ...directionsOf(drawn, scale, 1).map(({ value }) => value));
  const products = sums.folded(pairs, perUser.products, 'slopes');
  const ofFold = Array.from({ length: folds.count }, (_, fold) => {
    const without = spread.of(fold).map((x, i) => (total[i] as number) - x);
    const own = scaleOf(without);
    const left = products.of(fold).map((x, i) => (products.total[i] as number) - x);
    return own && edge > 0 ? directionsOf(left, own, MOST_DIRECTIONS).filter(({ value }) => value > edge).map(({ value, vector }) => shrunk(vector, { value, edge, scale: own })) : [];
  });
  return { rankOf, ofFold };
}

/** Ranks of the most frequent values by cell; −1 for the rest. */
function ranksOf(field: PlacedField, most: number, sums: Summation): { readonly ofCell: Int32Array; readonly count: number } {
  const shown = sums.sum(field.size, (row, add) => { add(cellOf(field, row) - field.first, 1); });
  const cells = [...shown.keys()].filter((cell) => (shown[cell] as number) >= LEAST_ROWS).sort((a, b) => (shown[b] as number) - (shown[a] as number) || a - b).slice(0, most);
  const ofCell = new Int32Array(field.size).fill(-1);
  for (const [rank, cell] of cells.entries()) ofCell[cell] = rank;
  return { ofCell, count: cells.length };
}

interface UserTelling {
  /** Row sums of what chance makes of the products, then their total: M + 1 entries. */
  readonly spread: Telling;
  /** Products over pairs, upper triangle by row. */
  readonly products: Telling;
  /** The same with signs drawn by value. */
  readonly drawn: Telling;
}

/** What a user tells, all of it at her first row. */
function userTelling({ log, past: { order, starts }, rankOf, surplus, weight, count }: Pick<TasteInput, 'log' | 'past'> & Surpluses & { readonly rankOf: (row: number) => number; readonly count: number }): UserTelling {
  const [r, w, own, squares] = [new Float64Array(count), new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  const telling = (tell: (met: readonly number[], user: number, add: Parameters<Telling>[1]) => void): Telling => (first, add) => {
    const user = log.users[first] as number;
    if (order[starts[user] as number] !== first) return;
    const met: number[] = [];
    for (const row of order.subarray(starts[user], starts[user + 1])) {
      const rank = rankOf(row);
      if (rank < 0) continue;
      if (w[rank] === 0) met.push(rank);
      r[rank] = (r[rank] as number) + (surplus[row] as number);
      w[rank] = (w[rank] as number) + (weight[row] as number);
      squares[rank] = (squares[rank] as number) + (surplus[row] as number) ** 2;
      own[rank] = (own[rank] as number) + (weight[row] as number) ** 2;
    }
    met.sort((a, b) => a - b);
    tell(met, user, add);
    for (const rank of met) r[rank] = w[rank] = squares[rank] = own[rank] = 0;
  };
  const startOf = (a: number): number => a * count - (a * (a - 1)) / 2;
  const pairs = (signOf: (user: number, rank: number) => number): Telling => telling((met, user, add) => {
    for (let i = 0; i < met.length; i++) {
      const a = met[i] as number;
      const [from, x] = [startOf(a) - a, (r[a] as number) * signOf(user, a)];
      add(from + a, (r[a] as number) ** 2 - (squares[a] as number));
      for (let j = i + 1; j < met.length; j++) {
        const b = met[j] as number;
        add(from + b, x * (r[b] as number) * signOf(user, b));
      }
    }
  });
  return {
    spread: telling((met, _, add) => {
      let whole = 0;
      for (const a of met) whole += w[a] as number;
      for (const a of met) {
        const x = Math.max(0, (w[a] as number) * whole - (own[a] as number));
        add(a, x);
        add(count, x);
      }
    }),
    products: pairs(() => 1),
    drawn: pairs((user, rank) => ((hashPair(user, rank) & 1) === 0 ? 1 : -1)),
  };
}

/** shape [M], what an entry is divided by: the root of what chance makes of it, for rare values that of a mean one, so that they are no tastes of their own. */
function scaleOf(spread: Float64Array): Float64Array | undefined {
  const count = spread.length - 1;
  const whole = spread[count] as number;
  if (!(whole > 0)) return undefined;
  const mean = Math.sqrt(whole) / count;
  return Float64Array.from({ length: count }, (_, a) => Math.sqrt(Math.max(mean, (spread[a] as number) / Math.sqrt(whole))));
}

interface Eigen {
  readonly value: number;
  /** shape [M], length 1. */
  readonly vector: Float64Array;
}

/** The largest eigenvalues of the scaled matrix and their vectors, those above 0. */
function directionsOf(triangle: Float64Array, scale: Float64Array, most: number): readonly Eigen[] {
  const count = scale.length;
  const values = new Float32Array(count * count);
  for (let a = 0, i = 0; a < count; a++) {
    for (let b = a; b < count; b++, i++) {
      const x = (triangle[i] as number) / ((scale[a] as number) * (scale[b] as number));
      values[a * count + b] = x;
      values[b * count + a] = x;
    }
  }
  const rank = Math.min(count, 2 * most); // half of the longest may be negative
  const starts = Int32Array.from({ length: count + 1 }, (_, a) => a * count);
  const terms = Int32Array.from(values, (_, i) => i % count);
  const { data } = atOnce(topDirectionsInSlices({ rows: count, columns: count, starts, terms, values }, rank));
  return Array.from({ length: rank }, (_, k) => {
    const column = Float64Array.from({ length: count }, (_unused, a) => data[a * rank + k] as number);
    const length = Math.sqrt(column.reduce((sum, x) => sum + x * x, 0));
    const vector = column.map((x) => x / Math.max(length, Number.MIN_VALUE));
    let value = 0;
    for (let a = 0; a < count; a++) for (let b = 0; b < count; b++) value += (vector[a] as number) * (values[a * count + b] as number) * (vector[b] as number);
    return { value, vector };
  }).filter(({ value }) => value > 0).sort((a, b) => b.value - a.value).slice(0, most);
}

/** A direction as it is without chance: ℓ = (λ + √(λ² − e²)) / 2, of which 1 − (e / 2ℓ)² lies along the vector. */
function shrunk(vector: Float64Array, { value, edge, scale }: { readonly value: number; readonly edge: number; readonly scale: Float64Array }): Direction {
  const length = (value + Math.sqrt(value * value - edge * edge)) / 2;
  const own = length * (1 - (edge / (2 * length)) ** 2);
  return { strength: own / edge, values: vector.map((x, a) => (x * Math.sqrt(own)) / (scale[a] as number)) };
}
