import type { TaskId } from '#core/protocol';
import { openDatabase, type Database } from '#server/libsql';

/**
 * What a file notes about itself, beside its own tables and in the same transactions: every bare sum that is deleted when its
 * share is released, and every released share, also one that replaces another. The program knows nothing of it.
 */
const WATCH = `CREATE TABLE IF NOT EXISTS watched_sum (task TEXT NOT NULL, sum BLOB NOT NULL, reports INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS watched_share (task TEXT NOT NULL, owner TEXT NOT NULL, bytes BLOB NOT NULL);
CREATE TRIGGER IF NOT EXISTS watch_sum BEFORE DELETE ON batch BEGIN INSERT INTO watched_sum VALUES (OLD.task, OLD.sum, OLD.reports); END;
CREATE TRIGGER IF NOT EXISTS watch_share AFTER INSERT ON share BEGIN INSERT INTO watched_share VALUES (NEW.task, NEW.owner, NEW.bytes); END;
CREATE TRIGGER IF NOT EXISTS watch_share_again AFTER UPDATE ON share BEGIN INSERT INTO watched_share VALUES (NEW.task, NEW.owner, NEW.bytes); END;`;

/** A bare sum at the moment it was deleted. */
export interface BareSum {
  /** Field words. */
  readonly sum: Uint32Array;
  readonly reports: number;
}

/** What one server's file noted. */
export interface Watched {
  bareSums(task: TaskId): readonly BareSum[];
  /** Shares that `owner` ever released of `task`, in this file. */
  shares(task: TaskId, owner: 'leader' | 'helper'): readonly Uint8Array[];
}

function opened(path: string, schema: string): Database {
  const database = openDatabase(path, schema);
  if (!database.ok) throw new Error(database.fault.message);
  return database.value;
}

/** Makes the file at `path` note what it releases. Call while no server has it open. */
export function watchStore(path: string): void {
  opened(path, WATCH).close();
}

function wordsOf(cell: unknown): Uint32Array {
  return cell instanceof Uint8Array ? new Uint32Array(cell.slice().buffer) : new Uint32Array(0); // written little-endian, as this machine reads
}

/** Reads what the file at `path` noted. Call while no server has it open. */
export function readWatched<Value>(path: string, read: (watched: Watched) => Value): Value {
  const database = opened(path, '');
  try {
    return read({
      bareSums: (task) => database.all('SELECT sum, reports FROM watched_sum WHERE task = ? AND reports > 0', task).map((row) => ({ sum: wordsOf(row['sum']), reports: Number(row['reports']) })),
      shares: (task, owner) => database.all('SELECT bytes FROM watched_share WHERE task = ? AND owner = ?', task, owner).flatMap(({ bytes }) => (bytes instanceof Uint8Array ? [bytes] : [])),
    });
  } finally {
    database.close();
  }
}
