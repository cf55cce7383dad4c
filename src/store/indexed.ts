import type { CatalogueCache, DeviceStores, SettingValues } from '#core/contract';
import type { EventLog, ShopEvent } from '#core/events';
import type { CheckpointStore, Ledger, LedgerEntry } from '#core/protocol';
import { ok } from '#core/units';
import { connection, type Connection } from './connection.ts';
import { answered, deleteDatabase, indexedDatabases, stands, type Database, type ObjectStore } from './database.ts';
import { inTime, TOO_LATE } from './in-time.ts';
import { ledgerName } from './ledger-name.ts';
import { jsonBytes } from './memory.ts';
import { storageError } from './storage-error.ts';
import { isSpentTombstone, tombstoneOf, updated } from './tombstone.ts';

/** Last checkpoint and manifest: public texts that outlive an erasure, as the tombstones do. */
type NoteName = 'checkpoint' | 'manifest';

/** Longest wait for an emptied database to go, ms: other tabs let go at once. */
const DELETE_MS = 5_000;
/** 2: with the catalogue's files. */
const HISTORY_VERSION = 2;
/** 2: with notes. */
const LEDGER_VERSION = 2;

/** Where to read: records of one kind. What they are is what this file has put there. */
function reading(database: Database, store: string): ObjectStore {
  return database.transaction(store, 'readonly').objectStore(store);
}

/** Puts and deletes in one transaction. */
async function writing(database: Database, store: string, write: (to: ObjectStore) => void): Promise<void> {
  const transaction = database.transaction(store, 'readwrite');
  write(transaction.objectStore(store));
  await stands(transaction);
}

function indexedEvents(history: Connection): EventLog {
  return {
    put: (events) => history.use({ action: 'add events', isRepeatable: true, run: (database) => writing(database, 'events', (to) => events.forEach((event) => to.put(event))) }),
    all: () => history.use({ action: 'read events', isRepeatable: true, run: async (database) => (await answered(reading(database, 'events').index('atMs').getAll())) as ShopEvent[] }),
    delete: (ids) => history.use({ action: 'delete events', isRepeatable: true, run: (database) => writing(database, 'events', (to) => ids.forEach((id) => to.delete(id))) }),
    clear: () => history.use({ action: 'clear events', isRepeatable: true, run: (database) => writing(database, 'events', (to) => to.clear()) }),
  };
}

function indexedFiles(history: Connection, store: 'files' | 'catalogue'): CatalogueCache {
  return {
    read: (hash) => history.use({ action: 'read a file', isRepeatable: true, run: async (database) => (await answered(reading(database, store).get(hash))) as Uint8Array | undefined }),
    // A copy: a view would store its whole buffer.
    write: (hash, bytes) => history.use({ action: 'keep a file', isRepeatable: true, run: (database) => writing(database, store, (to) => to.put(bytes.slice(), hash)) }),
    keepOnly: (hashes) => history.use({
      action: 'delete files', isRepeatable: true,
      async run(database) {
        const kept = new Set<unknown>(hashes);
        const transaction = database.transaction(store, 'readwrite');
        const files = transaction.objectStore(store);
        for (const hash of await answered(files.getAllKeys())) if (!kept.has(hash)) files.delete(String(hash));
        await stands(transaction);
      },
    }),
    missing: (hashes) => history.use({
      action: 'look for files', isRepeatable: true,
      async run(database) {
        const stored = new Set(await answered(reading(database, store).getAllKeys()));
        return hashes.filter((hash) => !stored.has(hash));
      },
    }),
  };
}

async function entriesIn(entries: ObjectStore): Promise<LedgerEntry[]> {
  return ((await answered(entries.getAll())) as LedgerEntry[]).sort((a, b) => a.atMs - b.atMs);
}

/** Changes the ledger in one transaction, which is on the disk before it counts. */
async function changing<Value>(database: Database, change: (entries: ObjectStore) => Promise<Value>): Promise<Value> {
  const transaction = database.transaction('entries', 'readwrite', { durability: 'strict' });
  const changed = await change(transaction.objectStore('entries'));
  await stands(transaction);
  return changed;
}

function indexedLedger(ledger: Connection): Ledger {
  return {
    entries: () => ledger.use({ action: 'read the ledger', isRepeatable: true, run: (database) => entriesIn(reading(database, 'entries')) }),
    spend: (entry, refuse, signedMs) => ledger.use({
      action: 'spend from the budget', isRepeatable: false,
      run: (database) => changing(database, async (entries) => {
        const before = await entriesIn(entries);
        const kept = before.filter((old) => !isSpentTombstone(old, entry.atMs, signedMs));
        const fault = refuse(kept);
        if (fault) return { ok: false, fault };
        for (const old of before) if (!kept.includes(old)) entries.delete(old.taskId);
        entries.put(entry, entry.taskId);
        return ok(undefined);
      }),
    }),
    revise: (change) => ledger.use({
      action: 'revise the ledger', isRepeatable: true,
      run: (database) => changing(database, async (entries) => {
        for (const entry of change(await entriesIn(entries))) entries.put(entry, entry.taskId);
      }),
    }),
    update: (entry) => ledger.use({
      action: 'update the ledger', isRepeatable: true,
      run: (database) => changing(database, async (entries) => {
        entries.put(updated((await answered(entries.get(entry.taskId))) as LedgerEntry | undefined, entry), entry.taskId);
      }),
    }),
    tombstone: () => ledger.use({
      action: 'leave a tombstone', isRepeatable: true,
      run: (database) => changing(database, async (entries) => {
        for (const entry of await entriesIn(entries)) entries.put(tombstoneOf(entry), entry.taskId);
      }),
    }),
  };
}

function indexedNotes(ledger: Connection): CheckpointStore {
  const read = (name: NoteName): Promise<string | undefined> =>
    ledger.use({ action: `read the last ${name}`, isRepeatable: true, run: async (database) => (await answered(reading(database, 'notes').get(name))) as string | undefined });
  const write = (name: NoteName, note: string): Promise<void> =>
    ledger.use({ action: `keep the last ${name}`, isRepeatable: true, run: (database) => writing(database, 'notes', (to) => to.put(note, name)) });
  return {
    read: () => read('checkpoint'),
    write: (note) => write('checkpoint', note),
    readManifest: () => read('manifest'),
    writeManifest: (note) => write('manifest', note),
  };
}

/** Deletes all that a history database holds, in one transaction. Gives how many events there were. */
function emptied(history: Connection): Promise<number> {
  return history.use({
    action: 'delete the history', isRepeatable: true,
    async run(database) {
      const transaction = database.transaction(['events', 'files', 'catalogue', 'settings'], 'readwrite', { durability: 'strict' });
      const events = await answered(transaction.objectStore('events').count());
      for (const name of transaction.objectStoreNames) transaction.objectStore(name).clear();
      await stands(transaction);
      return events;
    },
  });
}

/** Asks for a database to go. One that a tab never lets go of keeps its name for as long. */
async function deleted(name: string): Promise<void> {
  await inTime(deleteDatabase(name), DELETE_MS).catch((error: unknown) => {
    if (!(error instanceof Error) || error.name !== TOO_LATE) throw error;
  });
}

/** Deletes a ledger in which nothing stands. Gives whether it was such a one. */
function deletedIfEmpty(ledger: Connection, name: string): Promise<boolean> {
  return ledger.use({
    action: 'look for what was spent', isRepeatable: true,
    async run(database) {
      const transaction = database.transaction(['entries', 'notes'], 'readwrite');
      const counts = await Promise.all([answered(transaction.objectStore('entries').count()), answered(transaction.objectStore('notes').count())]);
      if (counts.some((count) => count > 0)) return false;
      // Asked for while this transaction holds both: another tab can only lose a draft, and whatever leaves is written whole before.
      await deleted(name);
      return true;
    },
  });
}

/** Names of this origin's databases; undefined where the browser cannot list them. */
async function databaseNames(): Promise<readonly (string | undefined)[] | undefined> {
  const databases = await indexedDatabases()?.databases?.();
  return databases?.map((database) => database.name);
}

/**
 * Device stores of `shop` in IndexedDB, usable in page and worker. Two databases: the history goes when the shopper
 * erases, the ledger's tombstones and the last notes stay where there are any, and no crash between the two can spend the
 * budget twice.
 */
export function indexedStores(shop: string): DeviceStores {
  const historyName = `homebird:${shop}`;
  const history = connection({
    name: historyName, version: HISTORY_VERSION,
    create: {
      events: (database) => void database.createObjectStore('events', { keyPath: 'id' }).createIndex('atMs', 'atMs'),
      files: (database) => void database.createObjectStore('files'),
      settings: (database) => void database.createObjectStore('settings'),
      catalogue: (database) => void database.createObjectStore('catalogue'),
    },
  });
  const nameOfLedger = ledgerName(shop);
  const ledgerConnection = connection({
    name: nameOfLedger, version: LEDGER_VERSION,
    create: { entries: (database) => void database.createObjectStore('entries'), notes: (database) => void database.createObjectStore('notes') },
  });
  const events = indexedEvents(history);
  const ledger = indexedLedger(ledgerConnection);
  const readSetting = (key: string): Promise<unknown> =>
    history.use({ action: `read ${key}`, isRepeatable: true, run: (database) => answered(reading(database, 'settings').get(key)) });
  const writeSetting = (key: string, value: unknown): Promise<void> =>
    history.use({ action: `keep ${key}`, isRepeatable: true, run: (database) => writing(database, 'settings', (to) => to.put(value, key)) });
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
        const deletedEvents = mayExist(historyName) ? await emptied(history) : 0;
        history.close();
        await deleted(historyName); // emptied before: where its name stays, nothing is in it
        const isSpentFrom = mayExist(nameOfLedger) && !(await deletedIfEmpty(ledgerConnection, nameOfLedger));
        const left = await databaseNames();
        return { deletedEvents, verifiedEmpty: left === undefined || !left.some((name) => name === historyName || (name === nameOfLedger && !isSpentFrom)) };
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
