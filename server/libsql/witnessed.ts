import { createHash } from 'node:crypto';
import type { WitnessedRow, WitnessedTable } from '#server/store';
import { textOf, type Database, type Row } from './database.ts';

export const WITNESSED_SCHEMA = `CREATE TABLE IF NOT EXISTS witnessed (
  origin TEXT PRIMARY KEY, origin_hash TEXT NOT NULL UNIQUE, text TEXT NOT NULL, signatures TEXT NOT NULL);`;

/**
 * Helpers of earlier versions kept the text of the last checkpoint as a setting: forgetting it would let their leader roll back.
 * The hash stays open until the log's next checkpoint; nobody asks by it before there are signatures to show.
 */
export const WITNESSED_FROM_SETTINGS = `INSERT OR IGNORE INTO witnessed (origin, origin_hash, text, signatures)
  SELECT substr(CAST(value AS TEXT), 1, instr(CAST(value AS TEXT), char(10)) - 1), '', CAST(value AS TEXT), '' FROM setting WHERE name = 'last-cosigned';`;

function toWitnessed(row: Row): WitnessedRow {
  return { origin: textOf(row['origin']), text: textOf(row['text']), signatures: textOf(row['signatures']) };
}

export function witnessedTable(database: Database): WitnessedTable {
  const one = (row: Row | undefined): WitnessedRow | undefined => row && toWitnessed(row);
  return {
    get: (origin) => one(database.first('SELECT * FROM witnessed WHERE origin = ?', origin)),
    byOriginHash: (hash) => one(database.first('SELECT * FROM witnessed WHERE origin_hash = ?', hash)),
    set: ({ origin, text, signatures }) =>
      void database.run(
        'INSERT INTO witnessed (origin, origin_hash, text, signatures) VALUES (?, ?, ?, ?) ON CONFLICT (origin) DO UPDATE SET origin_hash = excluded.origin_hash, text = excluded.text, signatures = excluded.signatures',
        origin, createHash('sha256').update(origin).digest('hex'), text, signatures,
      ),
    all: () => database.all('SELECT * FROM witnessed ORDER BY origin').map(toWitnessed),
  };
}
