import { StorageError } from '#core/protocol';
import { indexedDatabases, openDatabase, type Database } from './database.ts';
import { inTime, TOO_LATE, tooLate } from './in-time.ts';
import { storageError } from './storage-error.ts';

/** Work on an open database. */
export interface Work<Value> {
  /** What is tried, for the error message: "add events". */
  readonly action: string;
  /** Whether doing it twice is the same as doing it once. */
  readonly isRepeatable: boolean;
  run(database: Database): Promise<Value>;
}

/** One database, created by its first use, opened again after the browser took the connection away. */
export interface Connection {
  /**
   * Safari kills connections of background tabs. Repeatable work is then tried once more on a new connection; other work
   * only if its transaction could not begin, because a transaction that failed may still have been written.
   *
   * @throws StorageError when it failed for good, or gave no answer in time: then, too, it may still be written
   */
  use<Value>(work: Work<Value>): Promise<Value>;
  close(): void;
}

/** What a database must hold for this build. A newer build may add to it and takes nothing away: what means something else gets another name. */
export interface Shape {
  readonly name: string;
  readonly version: number;
  /** Every object store, with what creates it. */
  readonly create: Readonly<Record<string, (database: Database) => void>>;
}

/** Longest wait for a database to open, ms: a shelf must not wait for one that another tab, or the browser itself, holds up. A busy slow phone takes a second. */
const OPEN_MS = 5_000;
/** Longest wait for an open one, ms: reading the longest history takes a slow phone a second. */
const WORK_MS = 20_000;
/** What browsers throw when a transaction is begun on a closed connection. */
const COULD_NOT_BEGIN = 'InvalidStateError';
/** Trying again cannot help: no room, or not allowed here. */
const FINAL = new Set([TOO_LATE, 'QuotaExceededError', 'SecurityError', 'StorageError', 'DataCloneError']);

function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}

function mayRepeat(isRepeatable: boolean, error: unknown): boolean {
  const name = error instanceof Error ? error.name : '';
  return name === COULD_NOT_BEGIN || (isRepeatable && !FINAL.has(name));
}

/** A lazy connection to the database of this `shape`. */
export function connection(shape: Shape): Connection {
  let opened: Promise<Database> | undefined;
  const letGo = (connected: typeof opened): void => {
    void connected?.then((database) => database.close(), () => undefined);
    if (opened === connected) opened = undefined;
  };
  const open = (): Promise<Database> => {
    if (opened) return opened;
    const mine = openShape(shape, () => letGo(mine));
    mine.catch(() => letGo(mine));
    opened = mine;
    return mine;
  };
  /** One that did not open in time: nobody waits for it again before it has. */
  let late: typeof opened;
  const attempt = async <Value>(work: Work<Value>): Promise<Value> => {
    const mine = open();
    if (mine === late) throw tooLate();
    const database = await inTime(mine, OPEN_MS).catch((error: unknown) => {
      if (isNamed(error, TOO_LATE)) {
        late = mine;
        const opensAfterAll = (): void => { late = undefined; };
        mine.then(opensAfterAll, opensAfterAll);
      }
      throw error;
    });
    try {
      return await inTime(work.run(database), WORK_MS);
    } catch (error) {
      letGo(mine);
      throw error;
    }
  };
  return {
    async use(work) {
      if (!indexedDatabases()) throw new StorageError(`Cannot ${work.action}: there is no IndexedDB here`);
      try {
        return await attempt(work).catch((error: unknown) => {
          if (!mayRepeat(work.isRepeatable, error)) throw error;
          return attempt(work);
        });
      } catch (error) {
        throw storageError(work.action, error);
      }
    },
    close: () => letGo(opened),
  };
}

/** @param letGo - another tab waits for the database, or the browser has taken it away */
async function openShape({ name, version, create }: Shape, letGo: () => void): Promise<Database> {
  const stores = Object.entries(create);
  const has = (database: Database, store: string): boolean => database.objectStoreNames.contains(store);
  try {
    return await openDatabase(name, version, {
      letGo, // another tab that erases, or brings a newer build, waits until every connection is closed: give way at once
      upgrade(database) {
        // By what is missing, not by the old version: any script of the shop can have made an empty database of this name.
        for (const [store, createIn] of stores) if (!has(database, store)) createIn(database);
      },
    });
  } catch (error) {
    if (!isNamed(error, 'VersionError')) throw error;
  }
  // A newer build was here, in another tab or before the shop went back to this one. It has only added.
  const database = await openDatabase(name, undefined, { letGo, upgrade: (_, transaction) => transaction?.abort() });
  if (stores.every(([store]) => has(database, store))) return database;
  database.close();
  throw new StorageError('a newer version of Homebird keeps its history here');
}
