import type { ItemIndex } from '#core/catalogue';
import { atOnce, sliceMeter, type Slices } from '#core/units';
import { categoryTies, type CategoryTies } from './categories.ts';
import { newPairCounts, type PairCounts } from './counts.ts';
import type { PairLayout } from './layout.ts';
import { PAIR_UNIT } from './pairs.ts';
import { rowsInSlices, type PairRows } from './rows.ts';

/** Neighbours kept of each item: alone, 30 reach .0900, 100 reach .0935 HR@10 on Beauty's validation part; 50 are 600 bytes an item. */
const MAX_NEIGHBOURS = 50;
/** What "b came before a" says for a → b, against "b came after a": on validation between none and full everywhere. */
const BACKWARD_SHARE = 0.5;
/** Added to an item's total: one lucky pair of a rare item is not certainty. In pairs at distance 1. */
const FROM_DAMPING = 1;
const TO_DAMPING = 10;
const COSINE_DAMPING = 5;
/** Pairs sorted in one slice, some 10 ms. */
const SLICE_PAIRS = 16_384;

/** For each item what goes with it best. N items; those of item i stand at starts[i] to starts[i + 1]. Read-only. */
export interface Neighbours {
  /** [N + 1] */
  readonly starts: Int32Array;
  readonly items: Int32Array;
  /** How strongly the neighbour follows, 0 to 1: count ÷ (√total of the item · ⁴√total of the neighbour), damped. */
  readonly follows: Float32Array;
  /** How strongly both go together, 0 to 1: count ÷ √(total · total), damped: what differs is how much a best-seller is held back. */
  readonly together: Float32Array;
}

/** The strongest neighbours of each item from ordered pair counts, central or carried. */
export function neighboursOf(counts: PairCounts): Neighbours {
  return atOnce(neighboursInSlices(counts));
}

/** {@link neighboursOf} in slices. */
export function* neighboursInSlices(counts: PairCounts): Slices<Neighbours> {
  const rows = yield* rowsInSlices(yield* symmetrised(counts));
  const { items } = counts;
  const totals = new Float64Array(items);
  const starts = new Int32Array(items + 1);
  for (let item = 0; item < items; item++) {
    const [from, to] = [rows.starts[item] ?? 0, rows.starts[item + 1] ?? 0];
    for (let at = from; at < to; at++) totals[item] = (totals[item] ?? 0) + (rows.units[at] ?? 0) / PAIR_UNIT;
    starts[item + 1] = (starts[item] ?? 0) + Math.min(MAX_NEIGHBOURS, to - from);
  }
  const size = starts[items] ?? 0;
  const kept = { starts, items: new Int32Array(size), follows: new Float32Array(size), together: new Float32Array(size) };
  const isFull = sliceMeter(SLICE_PAIRS);
  for (let item = 0; item < items; item++) {
    if (isFull(1 + (rows.starts[item + 1] ?? 0) - (rows.starts[item] ?? 0))) yield;
    keepStrongest(item, rows, totals, kept);
  }
  return kept;
}

function keepStrongest(item: ItemIndex, { starts, others, units }: PairRows, totals: Float64Array, kept: Neighbours): void {
  const total = totals[item] ?? 0;
  const row = [];
  for (let at = starts[item] ?? 0; at < (starts[item + 1] ?? 0); at++) {
    const other = others[at] ?? 0;
    const count = (units[at] ?? 0) / PAIR_UNIT;
    const theirs = totals[other] ?? 0;
    row.push({
      other,
      follows: count / (Math.sqrt(total + FROM_DAMPING) * (theirs + TO_DAMPING) ** 0.25),
      together: count / Math.sqrt((total + COSINE_DAMPING) * (theirs + COSINE_DAMPING)),
    });
  }
  row.sort((a, b) => b.follows - a.follows || a.other - b.other);
  for (const [place, { other, follows, together }] of row.slice(0, MAX_NEIGHBOURS).entries()) {
    const at = (kept.starts[item] ?? 0) + place;
    kept.items[at] = other;
    kept.follows[at] = follows;
    kept.together[at] = together;
  }
}

/** Counts of a public table, cells below `leastUnits` left out. @param cells - shape [P], units of 1/64 */
export function countsOfTable(layout: PairLayout, cells: ArrayLike<number>, leastUnits = 0): PairCounts {
  const counts = newPairCounts(layout.items);
  layout.forEach((cell, from, to) => {
    const units = cells[cell] ?? 0;
    if (from !== to && units > leastUnits) counts.add(from, to, units);
  });
  return counts;
}

/** Ties of categories from the end of a public table, cells at or below `leastUnits` left out. */
export function categoryTiesOfTable({ categories, cells: all }: PairLayout, cells: ArrayLike<number>, leastUnits = 0): CategoryTies {
  const size = categories.count ** 2;
  return categoryTies(categories, Float64Array.from({ length: size }, (_, at) => {
    const units = cells[all - size + at] ?? 0;
    return units > leastUnits ? units : 0;
  }));
}

/** How often each item was met, from the table's diagonal. shape [N], interactions */
export function meetingsOfTable(layout: PairLayout, cells: ArrayLike<number>): Float32Array {
  return Float32Array.from({ length: layout.items }, (_, item) => Math.max(0, cells[layout.cellOf(item, item)] ?? 0) / PAIR_UNIT);
}

function* symmetrised(counts: PairCounts): Slices<PairCounts> {
  const both = newPairCounts(counts.items, 2 * counts.size);
  yield* counts.inSlices((from, to, units) => {
    both.add(from, to, units);
    both.add(to, from, BACKWARD_SHARE * units);
  });
  return both;
}
