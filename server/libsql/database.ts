import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import Libsql from 'libsql';
import { fail, ok, type Fault, type Result } from '#core/units';

/** A value a column may hold. */
export type Cell = string | number | Uint8Array | null;
/** One row, by column name. Blobs are the caller's: the driver copies each out of the file. */
export type Row = Readonly<Record<string, Cell>>;

/** Statements on one open file. Synchronous: a statement is a memory or page-cache access, and one writer needs no waiting. */
export interface Database {
  /** Rows that changed. */
  run(sql: string, ...cells: readonly Cell[]): number;
  all(sql: string, ...cells: readonly Cell[]): readonly Row[];
  first(sql: string, ...cells: readonly Cell[]): Row | undefined;
  /** Several statements without parameters. */
  script(sql: string): void;
  close(): void;
}

/** Cell as text. @throws TypeError if the schema and the caller disagree, which is a bug */
export function textOf(cell: Cell | undefined): string {
  if (typeof cell !== 'string') throw new TypeError(`Cannot read a ${typeof cell} cell as text`);
  return cell;
}

/** Cell as a number. @throws TypeError if the schema and the caller disagree, which is a bug */
export function numberOf(cell: Cell | undefined): number {
  if (typeof cell !== 'number') throw new TypeError(`Cannot read a ${typeof cell} cell as a number`);
  return cell;
}

/** Cell as bytes. @throws TypeError if the schema and the caller disagree, which is a bug */
export function bytesOf(cell: Cell | undefined): Uint8Array {
  if (!(cell instanceof Uint8Array)) throw new TypeError(`Cannot read a ${typeof cell} cell as bytes`);
  return cell;
}

/** Bytes of the pages in use: free ones are filled again before the file grows. */
export function usedBytes(database: Database): number {
  const row = database.first('SELECT (page_count - freelist_count) * page_size AS n FROM pragma_page_count, pragma_freelist_count, pragma_page_size');
  return numberOf(row?.['n']);
}

/** Why a file could not be opened. */
export type OpenFault = Fault<'in-use' | 'unreadable'>;

/** As much of the driver's statement as is used here. Cells as one array: a lone blob would be taken for named parameters. */
interface Statement {
  run(cells: readonly Cell[]): { readonly changes: number };
  all(cells: readonly Cell[]): unknown[];
  get(cells: readonly Cell[]): unknown;
}

function toRow(raw: unknown): Row {
  const row: Record<string, Cell> = {};
  for (const [name, cell] of Object.entries(raw as Record<string, unknown>)) {
    if (name === '_metadata') continue; // the driver's own timing, not a column
    if (cell instanceof ArrayBuffer) row[name] = new Uint8Array(cell);
    else if (cell instanceof Uint8Array) row[name] = new Uint8Array(cell.buffer, cell.byteOffset, cell.byteLength); // a Buffer's slices would not be copies
    else row[name] = cell as Cell;
  }
  return row;
}

/** The driver binds views on bytes only as Buffer or Uint8Array over their own range. */
function toCell(cell: Cell): Cell {
  return cell instanceof Uint8Array ? Buffer.from(cell.buffer, cell.byteOffset, cell.byteLength) : cell;
}

/** What the driver's error means to whoever wanted `path`. */
function openFault(error: unknown, path: string): Result<never, OpenFault> {
  const { code, message } = error as { code?: string; message: string };
  if (code === 'SQLITE_BUSY' || message.includes('locked')) return fail('in-use', `Another process has ${path} open: stop it first, or choose another --data folder`);
  return fail('unreadable', `Cannot open ${path}: ${message}`);
}

/** Not `locking_mode = EXCLUSIVE` of the file itself: the driver keeps a closed file's lock until its statements are collected. */
function lockedBeside(path: string): InstanceType<typeof Libsql> {
  const lock = new Libsql(`${path}.lock`);
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    throw error;
  }
}

/**
 * Takes `path` for this process alone, by a lock file beside it, until the result is called. For a folder that several processes
 * of one deployment write: it fails with `in-use` before anything there is touched. The operating system gives it back when
 * the process dies, however it dies.
 */
export function holdAlone(path: string): Result<() => void, OpenFault> {
  try {
    const lock = lockedBeside(path);
    return ok(() => void lock.close());
  } catch (error) {
    return openFault(error, path);
  }
}

/**
 * Opens (or makes) the database file at `path` for this process alone and brings it to `schema`.
 *
 * Durability: write-ahead log with `synchronous = FULL`, so a committed transaction survives `kill -9` and power loss.
 * A lock file beside it is held for life: a second process on the same file gets the fault `in-use` instead of half of the
 * truth. The operating system gives the lock back when the process dies, however it dies.
 *
 * @param schema - idempotent statements (`CREATE TABLE IF NOT EXISTS …`)
 */
export function openDatabase(path: string, schema: string): Result<Database, OpenFault> {
  try {
    // It holds keys and shares: for this user only. SQLite gives its other files the mode of this one.
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    closeSync(openSync(path, 'a', 0o600));
    chmodSync(path, 0o600);
    const lock = lockedBeside(path);
    const file = new Libsql(path);
    file.pragma('journal_mode = WAL');
    file.pragma('synchronous = FULL');
    file.exec(schema);
    file.pragma('wal_checkpoint(TRUNCATE)'); // the last process may have died between deleting and emptying the log
    return ok(wrap(file, lock));
  } catch (error) {
    return openFault(error, path);
  }
}

function wrap(file: InstanceType<typeof Libsql>, lock: InstanceType<typeof Libsql>): Database {
  const statements = new Map<string, Statement>();
  const prepared = (sql: string): Statement => {
    const known = statements.get(sql) ?? (file.prepare(sql) as Statement);
    statements.set(sql, known);
    return known;
  };
  return {
    run: (sql, ...cells) => prepared(sql).run(cells.map(toCell)).changes,
    all: (sql, ...cells) => prepared(sql).all(cells.map(toCell)).map(toRow),
    first(sql, ...cells) {
      const row = prepared(sql).get(cells.map(toCell));
      return row === undefined ? undefined : toRow(row);
    },
    script: (sql) => void file.exec(sql),
    close() {
      file.pragma('wal_checkpoint(TRUNCATE)');
      statements.clear();
      file.close();
      lock.close();
    },
  };
}
