import type { ItemId } from '#core/catalogue';
import type { ShopEvent } from '#core/events';
import { filledLayout, fitToBound, MAX_CELLS, type Layout } from '#core/measurement';

/** Parts of a day that prices may differ by, six hours each from midnight of the shop's clock. */
export const PARTS_OF_DAY = ['night', 'morning', 'afternoon', 'evening'] as const;
export type PartOfDay = (typeof PARTS_OF_DAY)[number];
/** Length of each, hours. */
export const HOURS_OF_PART = 24 / PARTS_OF_DAY.length;
/** Most segments of demand: what one report holds. */
export const MAX_SEGMENTS = MAX_CELLS / PARTS_OF_DAY.length;
/** L1 bound of a report of demand: items that one shopper turns to in a day, nine of ten shoppers fewer. */
export const DEMAND_BOUND = 16;

/** The cell of a segment in a part of the day. */
export function demandCell(segment: number, part: PartOfDay): string {
  return `segment-${segment}/${part}`;
}

/**
 * What a report of demand counts: items turned to, by segment of the catalogue and part of the day.
 *
 * @param segments - 1 to {@link MAX_SEGMENTS}
 * @throws RangeError for another number of segments
 */
export function demandLayout(segments: number): Layout {
  if (!(Number.isInteger(segments) && segments >= 1 && segments <= MAX_SEGMENTS)) throw new RangeError(`Cannot lay out ${segments} segments: wanted 1 to ${MAX_SEGMENTS}`);
  const cells = Array.from({ length: segments }, (_, segment) => PARTS_OF_DAY.map((part) => demandCell(segment, part))).flat();
  return filledLayout('demand', cells);
}

/** What a count of demand is made of. */
export interface DemandCounted {
  readonly events: readonly Pick<ShopEvent, 'type' | 'atMs' | 'items'>[];
  /** Segment of an item by the public bands; undefined where its price is fixed. */
  segmentOf(itemId: ItemId): number | undefined;
  /** Hour of the shop's clock at `atMs`, 0 to 23. */
  hourOf(atMs: number): number;
  /** Counts what happened after `sinceMs` and until `nowMs`. */
  readonly sinceMs: number;
  readonly nowMs: number;
}

/** The entries of one report: each item once a part of the day, views, baskets and purchases alike, with a sum of at most {@link DEMAND_BOUND}. @returns shape [layout.cells] */
export function countDemand(layout: Layout, { events, segmentOf, hourOf, sinceMs, nowMs }: DemandCounted): Int32Array {
  const cellByName = new Map(layout.cells.map((cell, i) => [cell, i]));
  const counts = new Int32Array(layout.cells.length);
  const seen = new Set<string>();
  for (const { type, atMs, items } of events) {
    if (!(atMs > sinceMs && atMs <= nowMs) || (type !== 'view_item' && type !== 'add_to_cart' && type !== 'purchase')) continue;
    const part = PARTS_OF_DAY[Math.floor(hourOf(atMs) / HOURS_OF_PART)];
    for (const { itemId } of items) {
      const segment = segmentOf(itemId);
      const cell = segment === undefined || part === undefined ? undefined : cellByName.get(demandCell(segment, part));
      if (cell === undefined || seen.has(`${cell} ${itemId}`)) continue;
      seen.add(`${cell} ${itemId}`);
      counts[cell] = (counts[cell] ?? 0) + 1;
    }
  }
  return fitToBound(counts, DEMAND_BOUND);
}
