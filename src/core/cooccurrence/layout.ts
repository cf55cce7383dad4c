import { CONTENT_DIMS, type Catalogue, type ItemIndex } from '#core/catalogue';
import { categoryCell, categoryPlaces, type CategoryPlaces, type CategorySource } from './categories.ts';
import { MAX_PAIR_BLOCKS, PAIR_BLOCK_CELLS } from './room.ts';

const D = CONTENT_DIMS;

/** Share of the cells for pairs of alike items; the rest is for pairs of popular ones. On Beauty halves beat quarters. */
const ALIKE_SHARE = 0.5;

/** What a table is laid out by. */
export type LayoutSource = CategorySource & Pick<Catalogue, 'vectors'>;

/** Which ordered pairs of a catalogue's items have a cell in the public table, and which. The same for everyone. */
export interface PairLayout {
  /** N. */
  readonly items: number;
  /** P, at most MAX_PAIR_CELLS. */
  readonly cells: number;
  readonly blocks: number;
  /** Cell of `from` before `to`; −1 where the table has none. Of an item with itself: how often it was met. */
  cellOf(from: ItemIndex, to: ItemIndex): number;
  /** Which categories the last count² cells tell of. */
  readonly categories: CategoryPlaces;
  /** Cell of the two items' categories, in that order; −1 within one category or where one has no place. */
  categoryCellOf(from: ItemIndex, to: ItemIndex): number;
  /** Every cell that an ordered pair of items has, once. */
  forEach(visit: (cell: number, from: ItemIndex, to: ItemIndex) => void): void;
}

/**
 * Lays out the table from public facts alone. Its end is for pairs of categories, at most a quarter of it. Before them all
 * pairs of items where N² cells fit; else all pairs of the K most popular items, and all
 * pairs within clusters of alike items: nearly every pair a small shop sees, and of a larger one those that can be told
 * from chance. Clusters halve the catalogue along the content direction of largest spread, again and again (a k-d tree,
 * Bentley 1975), in integers, so that every device, server and auditor finds the same.
 *
 * @param maxBlocks - room the table may take, 1 to MAX_PAIR_BLOCKS
 * @throws RangeError for another number of blocks
 */
export function pairLayout(catalogue: LayoutSource, maxBlocks = MAX_PAIR_BLOCKS): PairLayout {
  const { items, vectors, popularity, categoryByIndex } = catalogue;
  if (!(Number.isSafeInteger(maxBlocks) && maxBlocks >= 1 && maxBlocks <= MAX_PAIR_BLOCKS)) throw new RangeError(`Cannot lay out ${maxBlocks} blocks of pairs: wanted 1 to ${MAX_PAIR_BLOCKS}`);
  const categories = categoryPlaces(catalogue, PAIR_BLOCK_CELLS * maxBlocks);
  const room = PAIR_BLOCK_CELLS * maxBlocks - categories.count ** 2;
  const byPopularity = Array.from({ length: items }, (_, item) => item).sort((a, b) => (popularity[b] ?? 0) - (popularity[a] ?? 0) || a - b);
  const alike = items * items <= room ? [Int32Array.from(byPopularity)] : clustersOf(vectors, Int32Array.from(byPopularity), ALIKE_SHARE * room);
  const clusters = cellsOf(alike) <= room ? alike : []; // more items than cells: the popular ones have the table to themselves
  const clustered = cellsOf(clusters);
  const top = clusters.length === 1 ? 0 : Math.min(items, Math.floor(Math.sqrt(Math.max(0, room - clustered))));
  const rankByItem = new Int32Array(items);
  byPopularity.forEach((item, rank) => { rankByItem[item] = rank; });
  const clusterByItem = new Int32Array(items).fill(-1);
  const placeByItem = new Int32Array(items);
  const startByCluster = new Int32Array(clusters.length);
  let cells = top * top;
  for (const [cluster, members] of clusters.entries()) {
    startByCluster[cluster] = cells;
    cells += members.length * members.length;
    for (const [place, item] of members.entries()) {
      clusterByItem[item] = cluster;
      placeByItem[item] = place;
    }
  }
  const cellOf = (from: ItemIndex, to: ItemIndex): number => {
    const [rankFrom, rankTo] = [rankByItem[from] ?? 0, rankByItem[to] ?? 0];
    if (rankFrom < top && rankTo < top) return rankFrom * top + rankTo;
    const cluster = clusterByItem[from] ?? -1;
    if (cluster < 0 || cluster !== clusterByItem[to]) return -1;
    return (startByCluster[cluster] ?? 0) + (placeByItem[from] ?? 0) * (clusters[cluster]?.length ?? 0) + (placeByItem[to] ?? 0);
  };
  const all = cells + categories.count ** 2;
  return {
    items, cells: all, blocks: Math.ceil(all / PAIR_BLOCK_CELLS), cellOf, categories,
    categoryCellOf(from, to) {
      const cell = categoryCell(categories, categoryByIndex, [from, to]);
      return cell < 0 ? -1 : cells + cell;
    },
    forEach(visit) {
      for (let a = 0; a < top; a++) for (let b = 0; b < top; b++) visit(a * top + b, byPopularity[a] ?? 0, byPopularity[b] ?? 0);
      for (const members of clusters) {
        for (const from of members) {
          for (const to of members) {
            if ((rankByItem[from] ?? 0) >= top || (rankByItem[to] ?? 0) >= top) visit(cellOf(from, to), from, to);
          }
        }
      }
    },
  };
}

/** Cells that all pairs within `clusters` take. */
function cellsOf(clusters: readonly Int32Array[]): number {
  return clusters.reduce((sum, { length }) => sum + length * length, 0);
}

/** Halves until all cells of alike pairs fit `most`; single items stay single where even they are too many. */
function clustersOf(vectors: Int8Array, items: Int32Array, most: number): Int32Array[] {
  let clusters = [items];
  while (clusters.length < items.length && cellsOf(clusters) > most) clusters = clusters.flatMap((cluster) => halves(vectors, cluster));
  return clusters;
}

/** The two halves of `items` on either side of the median of the component that varies most. */
function halves(vectors: Int8Array, items: Int32Array): Int32Array[] {
  const component = widestComponent(vectors, items);
  const ordered = items.slice().sort((a, b) => (vectors[a * D + component] ?? 0) - (vectors[b * D + component] ?? 0) || a - b);
  if (items.length < 2) return [items];
  const middle = ordered.length >> 1;
  return [ordered.slice(0, middle), ordered.slice(middle)];
}

function widestComponent(vectors: Int8Array, items: Int32Array): number {
  const sums = new Float64Array(D); // whole numbers far below 2⁵³: exact in any order
  const squares = new Float64Array(D);
  for (const item of items) {
    for (let d = 0; d < D; d++) {
      const x = vectors[item * D + d] ?? 0;
      sums[d] = (sums[d] ?? 0) + x;
      squares[d] = (squares[d] ?? 0) + x * x;
    }
  }
  let widest = 0;
  let most = -1;
  for (let d = 0; d < D; d++) {
    const spread = items.length * (squares[d] ?? 0) - (sums[d] ?? 0) ** 2;
    if (spread > most) [widest, most] = [d, spread];
  }
  return widest;
}
