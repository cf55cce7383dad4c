import type { DeviceStores } from '#core/contract';
import { StorageError } from '#core/protocol';

/**
 * `stores` that refuse every write once `mayWrite` says no. Work that began before an erasure or a withdrawal ends in a
 * storage fault then, and can never bring back what the shopper has just deleted.
 */
export function guardedStores(stores: DeviceStores, mayWrite: () => boolean): DeviceStores {
  const write = async <Value>(act: () => Promise<Value>): Promise<Value> => {
    if (!mayWrite()) throw new StorageError('Cannot write: the shopper has erased this history or taken consent back');
    return act();
  };
  const { events, ledger, files, catalogue, checkpoint, settings } = stores;
  return {
    events: { all: () => events.all(), put: (added) => write(() => events.put(added)), delete: (ids) => write(() => events.delete(ids)), clear: () => write(() => events.clear()) },
    ledger: {
      entries: () => ledger.entries(),
      spend: (entry, refuse, signedMs) => write(() => ledger.spend(entry, refuse, signedMs)),
      update: (entry) => write(() => ledger.update(entry)),
      tombstone: () => write(() => ledger.tombstone()),
    },
    files: { read: (hash) => files.read(hash), write: (hash, bytes) => write(() => files.write(hash, bytes)), keepOnly: (hashes) => write(() => files.keepOnly(hashes)) },
    catalogue: {
      read: (hash) => catalogue.read(hash), missing: (hashes) => catalogue.missing(hashes),
      write: (hash, bytes) => write(() => catalogue.write(hash, bytes)), keepOnly: (hashes) => write(() => catalogue.keepOnly(hashes)),
    },
    checkpoint: {
      read: () => checkpoint.read(),
      write: (note) => write(() => checkpoint.write(note)),
      readManifest: () => checkpoint.readManifest(),
      writeManifest: (note) => write(() => checkpoint.writeManifest(note)),
    },
    settings: { read: (key) => settings.read(key), write: (key, value) => write(() => settings.write(key, value)) },
    storedBytes: () => stores.storedBytes(),
    erase: () => stores.erase(),
    close: () => stores.close(),
  };
}
