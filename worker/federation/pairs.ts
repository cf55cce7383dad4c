import type { Catalogue } from '#core/catalogue';
import { categoryTiesOfTable, countsOfTable, meetingsOfTable, PAIR_UNIT, pairLayout, pairStatistic, type PairLayout } from '#core/cooccurrence';
import { countsWholeUnits, type PairTable } from '#core/fedavg';
import type { ShopperHistory } from '#core/features';
import type { ModelTask } from '#core/protocol';
import type { Slices } from '#core/units';
import { coOccurrenceInSlices, type CoOccurrence } from '#worker/recommender';
import { tableFault } from './table-fault.ts';

/** Thrown where this device's data and a task do not belong together. */
export class TaskUnfit extends Error {
  override readonly name = 'TaskUnfit';
}

/** The layout of one catalogue's table of pairs. */
export type LayoutOf = (maxBlocks: number) => PairLayout;

/** `pairLayout` of one catalogue, made at its first use and kept: it takes up to a second for a large one. */
export function lazyLayout(catalogue: Catalogue): LayoutOf {
  let made: { readonly maxBlocks: number; readonly layout: PairLayout } | undefined;
  return (maxBlocks) => {
    if (made?.maxBlocks !== maxBlocks) made = { maxBlocks, layout: pairLayout(catalogue, maxBlocks) };
    return made.layout;
  };
}

/** What this device met together, in pairs: whole units of 1/64, which encoding carries as they are. @throws TaskUnfit */
export function pairUpdate(
  table: PairTable, task: Pick<ModelTask, 'block' | 'clipNorm' | 'integerNorm'>, { history, catalogue, layoutOf }: { readonly history: Pick<ShopperHistory, 'interactions'>; readonly catalogue: Catalogue; readonly layoutOf: LayoutOf },
): Float32Array {
  const early = tableFault(table, catalogue);
  if (early !== undefined) throw new TaskUnfit(early);
  if (!countsWholeUnits(task)) throw new TaskUnfit(`A clip norm of ${task.clipNorm} would round pairs off: wanted ${task.integerNorm / PAIR_UNIT}`);
  const layout = layoutOf(table.maxBlocks);
  const fault = tableFault(table, catalogue, layout);
  if (fault !== undefined) throw new TaskUnfit(fault);
  return Float32Array.from(pairStatistic(layout, task.block, history.interactions, task.integerNorm), (units) => units / PAIR_UNIT);
}

/** What a table says, ready for scoring; undefined where all of it is noise. Takes seconds for a large catalogue: in idle time only, in slices. */
export function* companyIn(table: PairTable, layout: PairLayout, catalogue: Catalogue): Slices<CoOccurrence | undefined> {
  const counts = countsOfTable(layout, table.weights);
  yield;
  const categories = categoryTiesOfTable(layout, table.weights);
  const isEmpty = counts.size === 0 && !categories.ties.some((tie) => tie > 0);
  return isEmpty ? undefined : yield* coOccurrenceInSlices(catalogue, { counts, trend: meetingsOfTable(layout, table.weights), categories });
}
