import type { Catalogue, ItemIndex } from '#core/catalogue';
import type { DeviceStores } from '#core/contract';
import type { EventId, ShopEvent } from '#core/events';
import { historyOf, type ShopperHistory } from '#core/features';
import type { Clock } from '#core/units';

/** Most events kept: two years of a keen shopper; the oldest go first. */
const MAX_EVENTS = 5000;
/** How long the copy in memory is trusted, ms: another tab may have written since. */
const FRESH_MS = 3000;

/** What this device knows of its shopper. Memory follows the store: a write counts when the store has it. */
export interface Shopper {
  events(): Promise<readonly ShopEvent[]>;
  /** Made once for each change of the events. */
  history(): Promise<ShopperHistory>;
  /** Counts deletions: what was learned under another number may rest on what the shopper has taken back. */
  deletions(): number;
  /** Changes with the history: what was computed under another number is old. */
  revision(): number;
  add(events: readonly ShopEvent[]): Promise<void>;
  remove(ids: readonly EventId[]): Promise<number>;
  hidden(): Promise<ReadonlySet<ItemIndex>>;
  disliked(): Promise<readonly ItemIndex[]>;
  steer(itemId: string, wish: 'less' | 'hide'): Promise<void>;
}

/** A shopper over `stores`; nothing is read before the first question. */
export function createShopper(stores: DeviceStores, catalogue: Catalogue, clock: Clock): Shopper {
  let known: { readonly events: readonly ShopEvent[]; readonly readMs: number } | undefined;
  let made: { readonly from: readonly ShopEvent[]; readonly history: ShopperHistory } | undefined;
  let revision = 0;
  let deletions = 0;
  const read = async (): Promise<readonly ShopEvent[]> => {
    const nowMs = clock.nowMs();
    if (known && Math.abs(nowMs - known.readMs) < FRESH_MS) return known.events;
    const events = await stores.events.all();
    const isSame = known !== undefined && sameEvents(known.events, events);
    known = { events: isSame && known ? known.events : events, readMs: nowMs };
    if (!isSame) revision += 1;
    return known.events;
  };
  const reread = (): Promise<readonly ShopEvent[]> => {
    known = undefined;
    return read();
  };
  const indices = async (key: 'hiddenItems' | 'lessItems'): Promise<ItemIndex[]> => {
    const ids = (await stores.settings.read(key)) ?? [];
    return ids.flatMap((id) => catalogue.indexById.get(id) ?? []);
  };
  return {
    events: read,
    async history() {
      const events = await read();
      if (made?.from !== events) made = { from: events, history: historyOf(events, catalogue) };
      return made.history;
    },
    revision: () => revision,
    deletions: () => deletions,
    async add(events) {
      await stores.events.put(events);
      const all = await reread();
      if (all.length > MAX_EVENTS) {
        await stores.events.delete(all.slice(0, all.length - MAX_EVENTS).map((event) => event.id));
        await reread();
      }
    },
    async remove(ids) {
      const before = (await reread()).length;
      deletions += 1;
      await stores.events.delete(ids);
      return before - (await reread()).length;
    },
    hidden: async () => new Set(await indices('hiddenItems')),
    disliked: () => indices('lessItems'),
    async steer(itemId, wish) {
      const key = wish === 'hide' ? 'hiddenItems' : 'lessItems';
      const ids = (await stores.settings.read(key)) ?? [];
      if (!ids.includes(itemId)) await stores.settings.write(key, [...ids, itemId]);
    },
  };
}

// A replaced event changes its dwell but not its id or time; objects from a store are never the same ones.
function sameEvents(a: readonly ShopEvent[], b: readonly ShopEvent[]): boolean {
  return a.length === b.length && a.every((event, i) => event.id === b[i]?.id && event.dwellMs === b[i].dwellMs && event.scrollShare === b[i].scrollShare);
}
