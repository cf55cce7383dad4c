import type { Catalogue } from '#core/catalogue';
import type { DeviceStores } from '#core/contract';
import type { EventId, ShopEvent } from '#core/events';
import { historyOf, type ShopperHistory } from '#core/features';
import type { Clock } from '#core/units';
import { readWishes, type Wishes } from './wishes.ts';

/** Most events kept: two years of a keen shopper; the oldest go first. */
export const MAX_EVENTS = 5000;
/** How long the copy in memory is trusted, ms: another tab may have written since. */
const FRESH_MS = 3000;

/** What this device knows of its shopper. Memory follows the store: a write counts when the store has it. */
export interface Shopper {
  events(): Promise<readonly ShopEvent[]>;
  /** What counts, for shelves as for training: nothing of what she hid or never wants to see. Made once for each change. */
  history(): Promise<ShopperHistory>;
  /** Counts what the shopper took back, in any tab, and changes of wishes: what was learned under another number may rest on it. Looks anew. */
  deletions(): Promise<number>;
  /** Changes with the history: what was computed under another number is old. */
  revision(): number;
  /** Keeps what the page tells, but for what she has taken back: a view that lasts is told again under its id. */
  record(events: readonly ShopEvent[]): Promise<void>;
  /** Keeps events as they are, also such as had been deleted. */
  add(events: readonly ShopEvent[]): Promise<void>;
  remove(ids: readonly EventId[]): Promise<number>;
  wishes(): Promise<Wishes>;
}

/** Told that a copy in memory was replaced, and whether something of it was taken back. */
type Changed = (isLost: boolean) => void;

/** The copy of the log in memory: as it is while it is fresh, and read anew. */
function eventsIn(stores: DeviceStores, clock: Clock, changed: Changed): readonly [read: () => Promise<readonly ShopEvent[]>, reread: () => Promise<readonly ShopEvent[]>] {
  let known: readonly ShopEvent[] | undefined;
  let readMs = NaN;
  const read = async (): Promise<readonly ShopEvent[]> => {
    const nowMs = clock.nowMs();
    if (known && Math.abs(nowMs - readMs) < FRESH_MS) return known;
    const events = await stores.events.all();
    readMs = nowMs;
    if (known && sameEvents(known, events)) return known;
    changed(known !== undefined && hasLost(known, events)); // by another tab, perhaps
    return (known = events);
  };
  return [read, () => {
    readMs = NaN;
    return read();
  }];
}

/** The copy of her wishes in memory. */
function wishesIn(stores: DeviceStores, catalogue: Catalogue, changed: Changed): () => Promise<Wishes> {
  let steered: Wishes | undefined;
  return async () => {
    const newest = await readWishes(stores.settings, catalogue);
    if (steered?.key === newest.key) return steered;
    changed(steered !== undefined);
    return (steered = newest);
  };
}

/** A shopper over `stores`; nothing is read before the first question. */
export function createShopper(stores: DeviceStores, catalogue: Catalogue, clock: Clock): Shopper {
  let revision = 0;
  let deletions = 0;
  const changed: Changed = (isLost) => {
    revision += 1;
    deletions += Number(isLost);
  };
  const [read, reread] = eventsIn(stores, clock, changed);
  const wishes = wishesIn(stores, catalogue, changed);
  let made: { readonly from: readonly ShopEvent[]; readonly under: Wishes; readonly history: ShopperHistory } | undefined;
  const erased = async (): Promise<ReadonlySet<string>> => new Set(await stores.settings.read('erasedEvents'));
  const add = async (events: readonly ShopEvent[]): Promise<void> => {
    await stores.events.put(events);
    const all = await reread();
    if (all.length > MAX_EVENTS) {
      await stores.events.delete(all.slice(0, all.length - MAX_EVENTS).map((event) => event.id));
      await reread();
    }
  };
  return {
    events: read,
    async history() {
      const [from, under] = await Promise.all([read(), wishes()]);
      if (made?.from !== from || made.under !== under) made = { from, under, history: countedHistory(from, catalogue, under) };
      return made.history;
    },
    revision: () => revision,
    async deletions() {
      await reread();
      await wishes();
      return deletions;
    },
    async record(events) {
      const gone = await erased();
      const keptById = new Map((await read()).map((event) => [event.id, event]));
      const told = events.filter(({ id }) => !gone.has(id)).map((event) => asShortened(event, keptById.get(event.id)));
      await add(told);
      // Another tab may have deleted them between look and write: it names them first, so that one of the two sees the other.
      const since = await erased();
      const late = told.filter(({ id }) => since.has(id)).map(({ id }) => id);
      if (late.length === 0) return;
      await stores.events.delete(late);
      await reread();
    },
    add,
    async remove(ids) {
      const before = (await reread()).length;
      deletions += 1;
      // Before they go: a copy on another device must not bring them back.
      await stores.settings.write('erasedEvents', [...await erased(), ...ids].slice(-MAX_EVENTS));
      await stores.events.delete(ids);
      return before - (await reread()).length;
    },
    wishes,
  };
}

/** The history that `events` make, less what she hid or never wants to see. */
export function countedHistory(events: readonly ShopEvent[], catalogue: Catalogue, { hidden, isNever }: Pick<Wishes, 'hidden' | 'isNever'>): ShopperHistory {
  const history = historyOf(events, catalogue);
  return { ...history, interactions: history.interactions.filter(({ item }) => !hidden.has(item) && isNever?.(item) !== true) };
}

// No report adds lines to an event: where fewer are kept, she has taken some out.
function asShortened(told: ShopEvent, kept: ShopEvent | undefined): ShopEvent {
  if (!kept || told.items.length <= kept.items.length) return told;
  const left = new Set(kept.items.map(({ itemId }) => itemId));
  return { ...told, items: told.items.filter(({ itemId }) => left.has(itemId)) };
}

/** Whether `after` lacks an event of `before`, or a line of one, but for the oldest, which go by themselves. */
function hasLost(before: readonly ShopEvent[], after: readonly ShopEvent[]): boolean {
  const linesById = new Map(after.map(({ id, items }) => [id, items.length]));
  return before.some(({ id, atMs, items }) => (linesById.get(id) ?? (atMs < (after[0]?.atMs ?? 0) ? Infinity : -1)) < items.length);
}

// A replaced event changes its dwell, its time or loses lines but not its id; objects from a store are never the same ones.
function sameEvents(a: readonly ShopEvent[], b: readonly ShopEvent[]): boolean {
  return a.length === b.length && a.every((event, i) => event.id === b[i]?.id && event.atMs === b[i].atMs && event.dwellMs === b[i].dwellMs && event.scrollShare === b[i].scrollShare && event.items.length === b[i].items.length);
}
