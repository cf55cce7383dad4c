import { openDB, type DBSchema, type IDBPDatabase, type OpenDBCallbacks } from 'idb';
import { StorageError } from '#core/protocol';
import { storageError } from './storage-error.ts';

/** Work on an open database. */
export interface Work<Schema extends DBSchema, Value> {
  /** What is tried, for the error message: "add events". */
  readonly action: string;
  /** Whether doing it twice is the same as doing it once. */
  readonly isRepeatable: boolean;
  run(database: IDBPDatabase<Schema>): Promise<Value>;
}

/** One database, created by its first use, opened again after the browser took the connection away. */
export interface Connection<Schema extends DBSchema> {
  /**
   * Safari kills connections of background tabs. Repeatable work is then tried once more on a new connection; other work
   * only if its transaction could not begin, because a transaction that failed may still have been written.
   *
   * @throws StorageError when it failed for good
   */
  use<Value>(work: Work<Schema, Value>): Promise<Value>;
  close(): void;
}

/** What browsers throw when a transaction is begun on a closed connection. */
const COULD_NOT_BEGIN = 'InvalidStateError';
/** Trying again cannot help: no room, or not allowed here. */
const FINAL = new Set(['QuotaExceededError', 'SecurityError', 'StorageError', 'VersionError', 'DataCloneError']);

function mayRepeat(isRepeatable: boolean, error: unknown): boolean {
  const name = error instanceof Error ? error.name : '';
  return name === COULD_NOT_BEGIN || (isRepeatable && !FINAL.has(name));
}

/** A lazy connection to the database `name`. */
export function connection<Schema extends DBSchema>(
  name: string, version: number, upgrade: NonNullable<OpenDBCallbacks<Schema>['upgrade']>,
): Connection<Schema> {
  let opened: Promise<IDBPDatabase<Schema>> | undefined;
  const close = (): void => {
    void opened?.then((database) => database.close(), () => undefined);
    opened = undefined;
  };
  const open = (): Promise<IDBPDatabase<Schema>> => {
    // Another tab that erases waits until every connection is closed: give way at once.
    opened ??= openDB<Schema>(name, version, { upgrade, blocking: close, terminated: close });
    return opened;
  };
  return {
    async use(work) {
      try {
        if (!('indexedDB' in globalThis)) throw new StorageError('there is no IndexedDB here');
        return await work.run(await open());
      } catch (error) {
        close();
        if (!mayRepeat(work.isRepeatable, error)) throw storageError(work.action, error);
      }
      try {
        return await work.run(await open());
      } catch (error) {
        close();
        throw storageError(work.action, error);
      }
    },
    close,
  };
}
