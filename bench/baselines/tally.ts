/** Items with weights, heaviest first. */
export interface Neighbours {
  readonly items: Int32Array;
  readonly weights: Float64Array;
}

/** Sums over items that start at 0 again and again, without a map: most of the time of every count model goes here. */
export interface Tally {
  add(item: number, weight: number): void;
  /** Whether any item was added since the last `take`. */
  readonly isEmpty: () => boolean;
  /** The `most` heaviest of the items `weigh` gives more than 0, equal weights in the order they came; then all sums are 0 again. */
  take(most: number, weigh?: (item: number, sum: number) => number): Neighbours;
}

/** @param items - number of items; indices lie below it */
export function tallyOf(items: number): Tally {
  const sums = new Float64Array(items);
  const isTouched = new Uint8Array(items);
  const touched: number[] = [];
  return {
    isEmpty: () => touched.length === 0,
    add(item, weight) {
      if (isTouched[item] === 0) {
        isTouched[item] = 1;
        touched.push(item);
      }
      sums[item] = (sums[item] ?? 0) + weight;
    },
    take(most, weigh = (_, sum) => sum) {
      for (const item of touched) sums[item] = weigh(item, sums[item] ?? 0);
      const kept = touched.filter((item) => (sums[item] ?? 0) > 0).sort((a, b) => (sums[b] ?? 0) - (sums[a] ?? 0)).slice(0, most);
      const neighbours = { items: Int32Array.from(kept), weights: Float64Array.from(kept, (item) => sums[item] ?? 0) };
      for (const item of touched) {
        sums[item] = 0;
        isTouched[item] = 0;
      }
      touched.length = 0;
      return neighbours;
    },
  };
}

/** Adds `weight` times the neighbours' weights to `scores`. */
export function addNeighbours(scores: Float32Array, neighbours: Neighbours | undefined, weight = 1): void {
  if (!neighbours) return;
  const { items, weights } = neighbours;
  for (let at = 0; at < items.length; at++) {
    const item = items[at] ?? 0;
    scores[item] = (scores[item] ?? 0) + weight * (weights[at] ?? 0);
  }
}
