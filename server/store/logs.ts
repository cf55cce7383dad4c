import { bytesOf, numberOf, type Database } from './database.ts';

/** Leaves of the log and the hashes of its complete subtrees. Append-only. */
export interface LogTable {
  size(): number;
  /** @throws Error if there is a leaf at `position` already */
  addLeaf(position: number, bytes: Uint8Array): void;
  /** Leaves from `from` up to but not including `to`. */
  leaves(from: number, to: number): readonly Uint8Array[];
  /** Hash of the complete subtree of 2^level leaves number `index`. */
  addNode(level: number, index: number, hash: Uint8Array): void;
  nodes(level: number, from: number, to: number): readonly Uint8Array[];
}

export const LOG_SCHEMA = `CREATE TABLE IF NOT EXISTS leaf (position INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS node (level INTEGER NOT NULL, position INTEGER NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (level, position)) WITHOUT ROWID;`;

export function logTable(database: Database): LogTable {
  return {
    size: () => numberOf(database.first('SELECT COALESCE(MAX(position) + 1, 0) AS n FROM leaf')?.['n']),
    addLeaf: (position, bytes) => void database.run('INSERT INTO leaf (position, bytes) VALUES (?, ?)', position, bytes),
    leaves: (from, to) => database.all('SELECT bytes FROM leaf WHERE position >= ? AND position < ? ORDER BY position', from, to).map((row) => bytesOf(row['bytes'])),
    addNode: (level, index, hash) => void database.run('INSERT INTO node (level, position, hash) VALUES (?, ?, ?)', level, index, hash),
    nodes: (level, from, to) => database.all('SELECT hash FROM node WHERE level = ? AND position >= ? AND position < ? ORDER BY position', level, from, to).map((row) => bytesOf(row['hash'])),
  };
}

/** Closed rounds, each with the index of its leaf. */
export interface RoundTable {
  /** @throws Error if `round` exists: a batch is never opened twice */
  add(round: number, record: Uint8Array, leaf: number): void;
  all(): readonly { readonly round: number; readonly record: Uint8Array; readonly leaf: number }[];
  last(): number;
}

export const ROUND_SCHEMA = 'CREATE TABLE IF NOT EXISTS round (round INTEGER PRIMARY KEY, record BLOB NOT NULL, leaf INTEGER NOT NULL);';

export function roundTable(database: Database): RoundTable {
  return {
    add: (round, record, leaf) => void database.run('INSERT INTO round (round, record, leaf) VALUES (?, ?, ?)', round, record, leaf),
    all: () => database.all('SELECT round, record, leaf FROM round ORDER BY round').map((row) => ({ round: numberOf(row['round']), record: bytesOf(row['record']), leaf: numberOf(row['leaf']) })),
    last: () => numberOf(database.first('SELECT COALESCE(MAX(round), 0) AS n FROM round')?.['n']),
  };
}
