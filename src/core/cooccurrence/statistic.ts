import { PAIR_BLOCK_CELLS, type PairLayout } from './layout.ts';
import { forEachPair, PAIR_UNIT, type PairSource } from './pairs.ts';

/** Cells of block `block`: all have PAIR_BLOCK_CELLS but the last. @throws RangeError for a block the layout lacks */
export function blockLength(layout: Pick<PairLayout, 'cells' | 'blocks'>, block: number): number {
  if (!(Number.isSafeInteger(block) && block >= 0 && block < layout.blocks)) throw new RangeError(`Cannot use block ${block}: the table has ${layout.blocks}`);
  return Math.min(PAIR_BLOCK_CELLS, layout.cells - block * PAIR_BLOCK_CELLS);
}

/**
 * What one device adds to one block of the table: its pairs and how often it met each item, newest first, for as long as
 * the L2 norm stays within `maxNorm`. Older pairs are left out whole instead of all being scaled down, so what is carried
 * is exact.
 *
 * @param interactions - oldest first
 * @param maxNorm - L2 bound in units of 1/64: B of the task
 * @returns shape [blockLength], whole units of 1/64
 */
export function pairStatistic(layout: PairLayout, block: number, interactions: readonly PairSource[], maxNorm: number): Int32Array<ArrayBuffer> {
  const start = block * PAIR_BLOCK_CELLS;
  const units = new Int32Array(blockLength(layout, block));
  let squares = 0;
  const add = (cell: number, more: number): void => {
    const at = cell - start;
    if (cell < 0 || at < 0 || at >= units.length) return;
    const before = units[at] ?? 0;
    const grown = squares + (before + more) ** 2 - before ** 2;
    if (grown > maxNorm * maxNorm) return;
    squares = grown;
    units[at] = before + more;
  };
  forEachPair(interactions, (from, to, more, isSameMoment) => {
    add(layout.cellOf(from, to), more);
    if (isSameMoment) add(layout.cellOf(to, from), more);
  });
  for (let i = interactions.length - 1; i >= 0; i--) {
    const { item, weight } = interactions[i] ?? { item: 0, weight: 0 };
    if (weight > 0) add(layout.cellOf(item, item), PAIR_UNIT);
  }
  return units;
}
