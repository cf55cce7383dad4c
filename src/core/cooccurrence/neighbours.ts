import type { ItemIndex } from '#core/catalogue';
import { newPairCounts, type PairCounts } from './counts.ts';
import type { PairLayout } from './layout.ts';
import { PAIR_UNIT } from './pairs.ts';

/** Neighbours kept of each item: with all of them Beauty gains .0011 HR@10 on validation and a phone loads ten times as much. */
const MAX_NEIGHBOURS = 30;
/** What "b came before a" says for a → b, against "b came after a": on validation between none and full everywhere. */
const BACKWARD_SHARE = 0.5;
/** Added to an item's total: one lucky pair of a rare item is not certainty. In pairs at distance 1. */
const FROM_DAMPING = 1;
const TO_DAMPING = 10;
const COSINE_DAMPING = 5;

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
  const both = symmetrised(counts);
  const { items } = counts;
  const totals = new Float64Array(items);
  const degrees = new Int32Array(items + 1);
  both.forEach((from, _, units) => {
    totals[from] = (totals[from] ?? 0) + units / PAIR_UNIT;
    degrees[from] = (degrees[from] ?? 0) + 1;
  });
  const rows = rowsOf(both, degrees);
  const starts = new Int32Array(items + 1);
  for (let item = 0; item < items; item++) starts[item + 1] = (starts[item] ?? 0) + Math.min(MAX_NEIGHBOURS, degrees[item] ?? 0);
  const size = starts[items] ?? 0;
  const kept = { starts, items: new Int32Array(size), follows: new Float32Array(size), together: new Float32Array(size) };
  for (let from = 0; from < items; from++) {
    const total = totals[from] ?? 0;
    const row = rows.of(from).map(({ to, units }) => ({
      to, units, follows: units / PAIR_UNIT / (Math.sqrt(total + FROM_DAMPING) * ((totals[to] ?? 0) + TO_DAMPING) ** 0.25),
    }));
    row.sort((a, b) => b.follows - a.follows || a.to - b.to);
    for (const [place, { to, units, follows }] of row.slice(0, MAX_NEIGHBOURS).entries()) {
      const at = (starts[from] ?? 0) + place;
      kept.items[at] = to;
      kept.follows[at] = follows;
      kept.together[at] = units / PAIR_UNIT / Math.sqrt((total + COSINE_DAMPING) * ((totals[to] ?? 0) + COSINE_DAMPING));
    }
  }
  return kept;
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

/** How often each item was met, from the table's diagonal. shape [N], interactions */
export function meetingsOfTable(layout: PairLayout, cells: ArrayLike<number>): Float32Array {
  return Float32Array.from({ length: layout.items }, (_, item) => Math.max(0, cells[layout.cellOf(item, item)] ?? 0) / PAIR_UNIT);
}

function symmetrised(counts: PairCounts): PairCounts {
  const both = newPairCounts(counts.items);
  counts.forEach((from: ItemIndex, to: ItemIndex, units) => {
    both.add(from, to, units);
    both.add(to, from, BACKWARD_SHARE * units);
  });
  return both;
}

interface Rows {
  of(item: ItemIndex): { to: ItemIndex; units: number }[];
}

/** The pairs of each item side by side, without a map an item. */
function rowsOf(counts: PairCounts, degrees: Int32Array): Rows {
  const starts = new Int32Array(degrees.length);
  for (let item = 0; item + 1 < degrees.length; item++) starts[item + 1] = (starts[item] ?? 0) + (degrees[item] ?? 0);
  const next = starts.slice();
  const to = new Int32Array(counts.size);
  const units = new Float64Array(counts.size);
  counts.forEach((from, other, sum) => {
    const at = next[from] ?? 0;
    next[from] = at + 1;
    to[at] = other;
    units[at] = sum;
  });
  return {
    of: (item) => Array.from(to.subarray(starts[item] ?? 0, starts[item + 1] ?? 0), (other, i) => ({ to: other, units: units[(starts[item] ?? 0) + i] ?? 0 })),
  };
}
