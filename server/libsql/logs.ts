import type { LogTable, RoundTable } from '#server/store';
import { bytesOf, numberOf, type Database } from './database.ts';

export const LOG_SCHEMA = `CREATE TABLE IF NOT EXISTS leaf (position INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS node (level INTEGER NOT NULL, position INTEGER NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (level, position)) WITHOUT ROWID;`;

export function logTable(database: Database): LogTable {
  return {
    size: () => numberOf(database.first('SELECT COALESCE(MAX(position) + 1, 0) AS n FROM leaf')?.['n']),
    bytes: () => numberOf(database.first('SELECT COALESCE(SUM(LENGTH(bytes)), 0) AS n FROM leaf')?.['n']),
    addLeaf: (position, bytes) => void database.run('INSERT INTO leaf (position, bytes) VALUES (?, ?)', position, bytes),
    leaves: (from, to) => database.all('SELECT bytes FROM leaf WHERE position >= ? AND position < ? ORDER BY position', from, to).map((row) => bytesOf(row['bytes'])),
    addNode: (level, index, hash) => void database.run('INSERT INTO node (level, position, hash) VALUES (?, ?, ?)', level, index, hash),
    nodes: (level, from, to) => database.all('SELECT hash FROM node WHERE level = ? AND position >= ? AND position < ? ORDER BY position', level, from, to).map((row) => bytesOf(row['hash'])),
  };
}

export const ROUND_SCHEMA = 'CREATE TABLE IF NOT EXISTS round (round INTEGER PRIMARY KEY, record BLOB NOT NULL, leaf INTEGER NOT NULL);';

export function roundTable(database: Database): RoundTable {
  return {
    add: (round, record, leaf) => void database.run('INSERT INTO round (round, record, leaf) VALUES (?, ?, ?)', round, record, leaf),
    all: () => database.all('SELECT round, record, leaf FROM round ORDER BY round').map((row) => ({ round: numberOf(row['round']), record: bytesOf(row['record']), leaf: numberOf(row['leaf']) })),
    last: () => numberOf(database.first('SELECT COALESCE(MAX(round), 0) AS n FROM round')?.['n']),
  };
}
