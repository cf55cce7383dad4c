import { named } from './storage-error.ts';

/*
 * IndexedDB as this room uses it, as promises. Spelled out because simulation compiles this room without the DOM's types; what
 * is stored is typed where it is read (`./indexed.ts`).
 */

/** A question to a database. */
interface Request<Value> {
  readonly result: Value;
  /** Set when `onerror` is called. */
  readonly error: Error | null;
  onsuccess: (() => void) | null;
  onerror: (() => void) | null;
}

interface OpenRequest extends Request<Database> {
  readonly transaction: Transaction | null;
  onupgradeneeded: (() => void) | null;
}

/** Records of one kind. */
export interface ObjectStore {
  get(key: string): Request<unknown>;
  getAll(): Request<unknown>;
  getAllKeys(): Request<readonly unknown[]>;
  count(): Request<number>;
  put(value: unknown, key?: string): unknown;
  delete(key: string): unknown;
  clear(): unknown;
  index(name: string): Pick<ObjectStore, 'getAll'>;
  createIndex(name: string, keyPath: string): unknown;
}

/** Work of which all stands or nothing. It begins at once, and ends by itself when nothing more is asked of it. */
export interface Transaction {
  readonly error: Error | null;
  readonly objectStoreNames: Iterable<string>;
  objectStore(name: string): ObjectStore;
  abort(): void;
  oncomplete: (() => void) | null;
  onabort: (() => void) | null;
}

/** An open database. */
export interface Database {
  readonly objectStoreNames: { contains(name: string): boolean };
  createObjectStore(name: string, options?: { readonly keyPath: string }): ObjectStore;
  /** @throws Error named InvalidStateError on a closed connection */
  transaction(stores: string | readonly string[], mode: 'readonly' | 'readwrite', options?: { readonly durability: 'strict' }): Transaction;
  close(): void;
  onclose: (() => void) | null;
  onversionchange: (() => void) | null;
}

interface Factory {
  open(name: string, version?: number): OpenRequest;
  deleteDatabase(name: string): Request<unknown>;
  databases?(): Promise<readonly { readonly name?: string }[]>;
}

/** The browser's own; undefined where there is none. */
export function indexedDatabases(): Factory | undefined {
  return (globalThis as { readonly indexedDB?: Factory }).indexedDB;
}

/** What a request comes to. */
export function answered<Value>(request: Request<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Resolves when all of it stands. Its requests need no promise of their own: one that fails undoes all. @throws Error when nothing of it stands */
export function stands(transaction: Transaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? named('AbortError', 'the transaction was given up'));
  });
}

/** What opening a database takes. */
interface Opening {
  /** Creates what is missing, where the database is new or of an older version. */
  upgrade(database: Database, transaction: Transaction | null): void;
  /** Another tab waits for the database, or the browser has taken it away. */
  letGo(): void;
}

/**
 * @param version - undefined for whichever is there
 * @throws Error named VersionError where a newer version is there
 */
export async function openDatabase(name: string, version: number | undefined, { upgrade, letGo }: Opening): Promise<Database> {
  const request = indexedDatabases()?.open(name, version);
  if (!request) throw new Error('there is no IndexedDB here');
  request.onupgradeneeded = () => upgrade(request.result, request.transaction);
  const database = await answered(request);
  database.onclose = letGo;
  database.onversionchange = letGo;
  return database;
}

/** Resolves when it is gone, which other tabs' connections may put off. */
export async function deleteDatabase(name: string): Promise<void> {
  const request = indexedDatabases()?.deleteDatabase(name);
  if (request) await answered(request);
}
