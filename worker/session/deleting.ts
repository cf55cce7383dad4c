import type { Deletion } from '#core/contract';
import type { EventId, ShopEvent } from '#core/events';
import type { ReportSource } from './profile.ts';
import type { Shopper } from './shopper.ts';

type Edited = Pick<ReportSource, 'catalogue' | 'stores' | 'events'>;

/**
 * Deletes lines of events: what is left of an event stays, one that has nothing left goes.
 *
 * @returns the events that lost a line, as they were
 */
export async function removeLines(shopper: Pick<Shopper, 'add' | 'remove'>, events: readonly ShopEvent[], isGone: (line: ShopEvent['items'][number]) => boolean): Promise<readonly ShopEvent[]> {
  const touched = events.filter(({ items }) => items.some(isGone));
  const shortened = touched.map((event) => ({ ...event, items: event.items.filter((line) => !isGone(line)) }));
  await shopper.add(shortened.filter(({ items }) => items.length > 0));
  await shopper.remove(shortened.filter(({ items }) => items.length === 0).map(({ id }) => id));
  return touched;
}

/**
 * Deletes events, or all that names one product: of an event with others beside it only its own lines.
 *
 * @returns the events as they were, for her to take it back
 */
export async function deleteFrom({ catalogue, events }: Edited, shopper: Shopper, what: Deletion): Promise<readonly ShopEvent[]> {
  if (!('itemId' in what)) {
    const ids = new Set<EventId>(what);
    const gone = events.filter(({ id }) => ids.has(id));
    await shopper.remove(gone.map(({ id }) => id));
    return gone;
  }
  const item = catalogue.indexById.get(what.itemId);
  const isIt = ({ itemId }: ShopEvent['items'][number]): boolean => itemId === what.itemId || (item !== undefined && catalogue.indexById.get(itemId) === item); // it may be known by an alias
  return removeLines(shopper, events, isIt);
}

/** Puts deleted events back as they were. */
export async function restore({ stores: { settings } }: Pick<ReportSource, 'stores'>, shopper: Shopper, events: readonly ShopEvent[]): Promise<void> {
  const back = new Set<string>(events.map(({ id }) => id));
  await settings.write('erasedEvents', ((await settings.read('erasedEvents')) ?? []).filter((id) => !back.has(id)));
  await shopper.add(events);
}
