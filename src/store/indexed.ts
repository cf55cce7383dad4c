import { deleteDB, type DBSchema } from 'idb';
import type { CatalogueCache, DeviceStores, SettingValues } from '#core/contract';
import type { EventLog, ShopEvent } from '#core/events';
import type { CheckpointStore, Ledger, LedgerEntry } from '#core/protocol';
import { ok } from '#core/units';
import { connection, type Connection } from './connection.ts';
import { ledgerName } from './ledger-name.ts';
import { jsonBytes } from './memory.ts';
import { storageError } from './storage-error.ts';
import { isSpentTombstone, tombstoneOf, updated } from './tombstone.ts';

interface HistorySchema extends DBSchema {
  events: { key: string; value: ShopEvent; indexes: { atMs: number } };
  files: { key: string; value: Uint8Array };
  catalogue: { key: string; value: Uint8Array };
  settings: { key: string; value: unknown };
}

interface LedgerSchema extends DBSchema {
  entries: { key: string; value: LedgerEntry };
  /** Last checkpoint and manifest: public texts that outlive an erasure, as the tombstones do. */
  notes: { key: NoteName; value: string };
}

type NoteName = 'checkpoint' | 'manifest';

/** 2: with the catalogue's files. */
const HISTORY_VERSION = 2;
/** 2: with notes. */
const LEDGER_VERSION = 2;

function indexedEvents(history: Connection<HistorySchema>): EventLog {
  return {
    put: (events) => history.use({
      action: 'add events', isRepeatable: true,
      async run(database) {
        const transaction = database.transaction('events', 'readwrite');
        // Not awaited one by one: the transaction's own promise says whether all of them stand.
        for (const event of events) transaction.store.put(event).catch(() => undefined);
        await transaction.done;
      },
    }),
    all: () => history.use({ action: 'read events', isRepeatable: true, run: (database) => database.getAllFromIndex('events', 'atMs') }),
    delete: (ids) => history.use({
      action: 'delete events', isRepeatable: true,
      async run(database) {
        const transaction = database.transaction('events', 'readwrite');
        for (const id of ids) transaction.store.delete(id).catch(() => undefined);
        await transaction.done;
      },
    }),
    clear: () => history.use({ action: 'clear events', isRepeatable: true, run: (database) => database.clear('events') }),
  };
}

function indexedFiles(history: Connection<HistorySchema>, store: 'files' | 'catalogue'): CatalogueCache {
  return {
    read: (hash) => history.use({ action: 'read a file', isRepeatable: true, run: (database) => database.get(store, hash) }),
    write: (hash, bytes) => history.use({
      action: 'keep a file', isRepeatable: true,
      async run(database) {
        // A copy: a view would store its whole buffer.
        await database.put(store, bytes.slice(), hash);
      },
    }),
    keepOnly: (hashes) => history.use({
      action: 'delete files', isRepeatable: true,
      async run(database) {
        const kept = new Set<string>(hashes);
        const transaction = database.transaction(store, 'readwrite');
        const stored = await transaction.store.getAllKeys();
        for (const hash of stored) if (!kept.has(hash)) transaction.store.delete(hash).catch(() => undefined);
        await transaction.done;
      },
    }),
    missing: (hashes) => history.use({
      action: 'look for files', isRepeatable: true,
      async run(database) {
        const stored = new Set(await database.getAllKeys(store));
        return hashes.filter((hash) => !stored.has(hash));
      },
    }),
  };
}

function indexedLedger(ledger: Connection<LedgerSchema>): Ledger {
  const sorted = (entries: readonly LedgerEntry[]): LedgerEntry[] => [...entries].sort((a, b) => a.atMs - b.atMs);
  return {
    entries: () => ledger.use({ action: 'read the ledger', isRepeatable: true, run: async (database) => sorted(await database.getAll('entries')) }),
    spend: (entry, refuse, signedMs) => ledger.use({
      action: 'spend from the budget', isRepeatable: false,
      async run(database) {
        const transaction = database.transaction('entries', 'readwrite', { durability: 'strict' });
        const before = await transaction.store.getAll();
        const kept = before.filter((old) => !isSpentTombstone(old, entry.atMs, signedMs));
        const fault = refuse(sorted(kept));
        if (!fault) {
          for (const old of before) if (!kept.includes(old)) transaction.store.delete(old.taskId).catch(() => undefined);
          transaction.store.put(entry, entry.taskId).catch(() => undefined);
        }
        await transaction.done;
        return fault ? { ok: false, fault } : ok(undefined);
      },
    }),
    update: (entry) => ledger.use({
      action: 'update the ledger', isRepeatable: true,
      async run(database) {
        const transaction = database.transaction('entries', 'readwrite', { durability: 'strict' });
        transaction.store.put(updated(await transaction.store.get(entry.taskId), entry), entry.taskId).catch(() => undefined);
        await transaction.done;
      },
    }),
    tombstone: () => ledger.use({
      action: 'leave a tombstone', isRepeatable: true,
      async run(database) {
        const transaction = database.transaction('entries', 'readwrite', { durability: 'strict' });
        const entries = await transaction.store.getAll();
        for (const entry of entries) transaction.store.put(tombstoneOf(entry), entry.taskId).catch(() => undefined);
        await transaction.done;
      },
    }),
  };
}

function indexedNotes(ledger: Connection<LedgerSchema>): CheckpointStore {
  const read = (name: NoteName): Promise<string | undefined> => ledger.use({ action: `read the last ${name}`, isRepeatable: true, run: (database) => database.get('notes', name) });
  const write = (name: NoteName, note: string): Promise<void> => ledger.use({
    action: `keep the last ${name}`, isRepeatable: true,
    async run(database) {
      await database.put('notes', note, name);
    },
  });
  return {
    read: () => read('checkpoint'),
    write: (note) => write('checkpoint', note),
    readManifest: () => read('manifest'),
    writeManifest: (note) => write('manifest', note),
  };
}

/** The part of `IDBFactory` this needs, spelled out because simulation compiles this room without the DOM's types. */
interface DatabaseList {
  databases?(): Promise<readonly { readonly name?: string }[]>;
}

/** Names of this origin's databases; undefined where the browser cannot list them. */
async function databaseNames(): Promise<readonly (string | undefined)[] | undefined> {
  const factory = (globalThis as { readonly indexedDB?: DatabaseList }).indexedDB;
  const databases = await factory?.databases?.();
  return databases?.map((database) => database.name);
}

/**
 * Device stores of `shop` in IndexedDB, usable in page and worker. Two databases: the history goes when the shopper
 * erases, the ledger's tombstones and the last notes stay, and no crash between the two can spend the budget twice.
 */
export function indexedStores(shop: string): DeviceStores {
  const historyName = `homebird:${shop}`;
  const history = connection<HistorySchema>(historyName, HISTORY_VERSION, (database, before) => {
    if (before < 1) {
      database.createObjectStore('events', { keyPath: 'id' }).createIndex('atMs', 'atMs');
      database.createObjectStore('files');
      database.createObjectStore('settings');
    }
    database.createObjectStore('catalogue');
  });
  const nameOfLedger = ledgerName(shop);
  const ledgerConnection = connection<LedgerSchema>(nameOfLedger, LEDGER_VERSION, (database, before) => {
    if (before < 1) database.createObjectStore('entries');
    database.createObjectStore('notes');
  });
  const events = indexedEvents(history);
  const ledger = indexedLedger(ledgerConnection);
  const readSetting = (key: string): Promise<unknown> =>
    history.use({ action: `read ${key}`, isRepeatable: true, run: (database) => database.get('settings', key) });
  const writeSetting = (key: string, value: unknown): Promise<void> => history.use({
    action: `keep ${key}`, isRepeatable: true,
    async run(database) {
      await database.put('settings', value, key);
    },
  });
  return {
    events,
    ledger,
    files: indexedFiles(history, 'files'),
    catalogue: indexedFiles(history, 'catalogue'),
    checkpoint: indexedNotes(ledgerConnection),
    settings: {
      read: async <Key extends keyof SettingValues>(key: Key) => (await readSetting(key)) as SettingValues[Key] | undefined,
      write: (key, value) => writeSetting(key, value),
    },
    storedBytes: async () => jsonBytes(await events.all()),
    async erase() {
      try {
        const names = await databaseNames();
        const mayExist = (name: string): boolean => names === undefined || names.includes(name);
        // First: from here on nothing sealed may leave, whatever happens to the deletion. What never was is not created.
        if (mayExist(nameOfLedger)) await ledger.tombstone();
        const deletedEvents = mayExist(historyName) ? (await events.all()).length : 0;
        history.close();
        await deleteDB(historyName);
        const left = await databaseNames();
        return { deletedEvents, verifiedEmpty: left === undefined || !left.includes(historyName) };
      } catch (error) {
        throw storageError('erase the history', error);
      }
    },
    close() {
      history.close();
      ledgerConnection.close();
    },
  };
}
