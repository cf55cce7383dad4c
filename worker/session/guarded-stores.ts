import type { DeviceStores, SettingValues } from '#core/contract';
import { isReadable } from '#core/events';
import { StorageError } from '#core/protocol';

const isText = (kept: unknown): boolean => typeof kept === 'string';
const isWish = (kept: { readonly name?: unknown } | null): boolean => isText(kept?.name) && Object.values(kept as object).every(isText);
/** Lists that every shelf reads, and what can be read of one. */
const LISTS: { readonly [Key in keyof SettingValues]?: (each: null) => boolean } = { hiddenItems: isText, lessItems: isText, erasedEvents: isText, interestWishes: isWish };

type Act = (...given: unknown[]) => Promise<unknown>;

/**
 * `stores` that refuse everything but to be erased and closed once `mayUse` says no. Work that began before an erasure or a
 * withdrawal ends in a storage fault then: it can never bring back what the shopper has just deleted, nor, by a look, the
 * database that has just gone. What of an event or a list was harmed in store is passed over.
 */
export function guardedStores(stores: DeviceStores, mayUse: () => boolean): DeviceStores {
  const guarded = (act: Act): Act => async (...given) => {
    if (!mayUse()) throw new StorageError('Cannot use what was kept: erased, or consent taken back');
    return act(...given);
  };
  const whole = <Part extends object>(part: Part): Part => Object.fromEntries(Object.entries(part).map(([name, act]: [string, Act]) => [name, guarded(act)])) as Part;
  const { events, ledger, files, catalogue, checkpoint, settings } = stores;
  async function read<Key extends keyof SettingValues>(key: Key): Promise<SettingValues[Key] | undefined> {
    const [kept, isWhole] = [await settings.read(key), LISTS[key]];
    if (!isWhole) return kept;
    return Array.isArray(kept) ? (kept.filter(isWhole) as unknown as SettingValues[Key]) : undefined;
  }
  return {
    events: whole({ ...events, all: async () => (await events.all()).filter(isReadable) }), ledger: whole(ledger), files: whole(files), catalogue: whole(catalogue), checkpoint: whole(checkpoint), settings: whole({ ...settings, read }),
    storedBytes: guarded(() => stores.storedBytes()) as DeviceStores['storedBytes'],
    erase: () => stores.erase(),
    close: () => stores.close(),
  };
}
