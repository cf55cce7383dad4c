import { SLICE_STEPS, type Slices } from '#core/units';
import type { PairCounts } from './counts.ts';

/** Pairs moved in one slice: each is a few reads and writes all over memory. */
const SLICE_PAIRS = SLICE_STEPS / 32;

/** Pair counts compressed by row: what came with item i stands at starts[i] to starts[i + 1], by index. */
export interface PairRows {
  /** [N + 1] */
  readonly starts: Int32Array<ArrayBuffer>;
  readonly others: Int32Array<ArrayBuffer>;
  readonly units: Float64Array<ArrayBuffer>;
}

/** The rows of `counts`, each in the order of the other item's index: sums over a row are then the same on every device. */
export function* rowsInSlices(counts: PairCounts): Slices<PairRows> {
  const starts = new Int32Array(counts.items + 1);
  const places = new Int32Array(counts.items + 1); // of each column, then of each row
  yield* counts.inSlices((from, to) => {
    starts[from + 1] = (starts[from + 1] ?? 0) + 1;
    places[to + 1] = (places[to + 1] ?? 0) + 1;
  });
  for (let item = 0; item < counts.items; item++) {
    starts[item + 1] = (starts[item + 1] ?? 0) + (starts[item] ?? 0);
    places[item + 1] = (places[item + 1] ?? 0) + (places[item] ?? 0);
  }
  // Two stable passes, by column and then by row (a radix sort): no comparison, no object a pair.
  const byColumn = { froms: new Int32Array(counts.size), others: new Int32Array(counts.size), units: new Float64Array(counts.size) };
  yield* counts.inSlices((from, to, units) => {
    const at = places[to] ?? 0;
    places[to] = at + 1;
    byColumn.froms[at] = from;
    byColumn.others[at] = to;
    byColumn.units[at] = units;
  });
  const next = starts.slice();
  const others = new Int32Array(counts.size);
  const units = new Float64Array(counts.size);
  for (let i = 0; i < counts.size; i++) {
    if (i % SLICE_PAIRS === SLICE_PAIRS - 1) yield;
    const from = byColumn.froms[i] ?? 0;
    const at = next[from] ?? 0;
    next[from] = at + 1;
    others[at] = byColumn.others[i] ?? 0;
    units[at] = byColumn.units[i] ?? 0;
  }
  return { starts, others, units };
}
