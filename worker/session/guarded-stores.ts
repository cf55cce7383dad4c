import type { DeviceStores } from '#core/contract';
import { isReadable } from '#core/events';
import { StorageError } from '#core/protocol';

type Act = (...given: unknown[]) => Promise<unknown>;

/**
 * `stores` that refuse everything but to be erased and closed once `mayUse` says no. Work that began before an erasure or a
 * withdrawal ends in a storage fault then: it can never bring back what the shopper has just deleted, nor, by a look, the
 * database that has just gone. An event that was harmed in store is passed over.
 */
export function guardedStores(stores: DeviceStores, mayUse: () => boolean): DeviceStores {
  const guarded = (act: Act): Act => async (...given) => {
    if (!mayUse()) throw new StorageError('Cannot use what was kept: the shopper has erased this history or taken consent back');
    return act(...given);
  };
  const whole = <Part extends object>(part: Part): Part => Object.fromEntries(Object.entries(part).map(([name, act]: [string, Act]) => [name, guarded(act)])) as Part;
  const { events, ledger, files, catalogue, checkpoint, settings } = stores;
  return {
    events: whole({ ...events, all: async () => (await events.all()).filter(isReadable) }), ledger: whole(ledger), files: whole(files), catalogue: whole(catalogue), checkpoint: whole(checkpoint), settings: whole(settings),
    storedBytes: guarded(() => stores.storedBytes()) as DeviceStores['storedBytes'],
    erase: () => stores.erase(),
    close: () => stores.close(),
  };
}
