import type { PairLayout } from './layout.ts';
import { forEachPair, PAIR_UNIT, type PairSource } from './pairs.ts';
import { PAIR_BLOCK_CELLS } from './room.ts';

/** Cells of block `block`: all have PAIR_BLOCK_CELLS but the last. @throws RangeError for a block the layout lacks */
export function blockLength(layout: Pick<PairLayout, 'blocks' | 'cells'>, block: number): number {
  if (!(Number.isSafeInteger(block) && block >= 0 && block < layout.blocks)) throw new RangeError(`Cannot use block ${block}: the table has ${layout.blocks}`);
  return Math.min(PAIR_BLOCK_CELLS, layout.cells - block * PAIR_BLOCK_CELLS);
}

/** Largest share of a block's squared norm for pairs of categories: few cells take many pairs, and those of items must fit beside them. */
const CATEGORY_SHARE = 0.5;

/**
 * What one device adds to the table, newest first: its pairs, by category and by item, and how often it met each item, in
 * each block for as long as the L2 norm of what it adds there stays within `maxNorm`. Older pairs are left out whole
 * instead of all being scaled down, so what is carried is exact.
 *
 * @param interactions - oldest first
 * @param maxNorm - L2 bound in units of 1/64: B of the task
 * @param add - called for each addition; `units` are whole units of 1/64
 */
export function forEachBounded(layout: PairLayout, interactions: readonly PairSource[], maxNorm: number, add: (cell: number, units: number) => void): void {
  const units = new Map<number, number>();
  const squares = new Float64Array(layout.blocks);
  const offer = (cell: number, more: number, share = 1): void => {
    if (cell < 0) return;
    const block = Math.floor(cell / PAIR_BLOCK_CELLS);
    const before = units.get(cell) ?? 0;
    const grown = (squares[block] ?? 0) + (before + more) ** 2 - before ** 2;
    if (grown > share * maxNorm * maxNorm) return;
    squares[block] = grown;
    units.set(cell, before + more);
    add(cell, more);
  };
  const offerPairs = (cellOf: PairLayout['cellOf'], share?: number): void => forEachPair(interactions, (from, to, more, isSameMoment) => {
    offer(cellOf(from, to), more, share);
    if (isSameMoment) offer(cellOf(to, from), more, share);
  });
  offerPairs(layout.categoryCellOf, CATEGORY_SHARE);
  offerPairs(layout.cellOf);
  for (let i = interactions.length - 1; i >= 0; i--) {
    const { item, weight } = interactions[i] ?? { item: 0, weight: 0 };
    if (weight > 0) offer(layout.cellOf(item, item), PAIR_UNIT);
  }
}

/**
 * What one device reports of one block: {@link forEachBounded} with the other blocks left out.
 *
 * @returns shape [blockLength], whole units of 1/64, L2 norm at most `maxNorm`
 */
export function pairStatistic(layout: PairLayout, block: number, interactions: readonly PairSource[], maxNorm: number): Int32Array<ArrayBuffer> {
  const units = new Int32Array(blockLength(layout, block));
  const start = block * PAIR_BLOCK_CELLS;
  forEachBounded(layout, interactions, maxNorm, (cell, more) => {
    const at = cell - start;
    if (at >= 0 && at < units.length) units[at] = (units[at] ?? 0) + more;
  });
  return units;
}
