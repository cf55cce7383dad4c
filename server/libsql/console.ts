import type { CampaignRow, CampaignTable, LinkTable, PersonRole, PersonRow, PersonTable, SessionTable } from '#server/store';
import { bytesOf, numberOf, textOf, type Database, type Row } from './database.ts';

export const CONSOLE_SCHEMA = `
CREATE TABLE IF NOT EXISTS campaign (
  position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, bytes BLOB NOT NULL, revision INTEGER NOT NULL, changed_by TEXT NOT NULL, changed_ms INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS person (position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, role TEXT NOT NULL, added_ms INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS session (hash TEXT PRIMARY KEY, person TEXT NOT NULL, csrf TEXT NOT NULL, seen_ms INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS link (hash TEXT PRIMARY KEY, person TEXT NOT NULL, ends_ms INTEGER NOT NULL);`;

function toCampaign(row: Row): CampaignRow {
  return { id: textOf(row['id']), bytes: bytesOf(row['bytes']), revision: numberOf(row['revision']), changedBy: textOf(row['changed_by']), changedMs: numberOf(row['changed_ms']) };
}

export function campaignTable(database: Database): CampaignTable {
  return {
    get(id) {
      const row = database.first('SELECT * FROM campaign WHERE id = ?', id);
      return row && toCampaign(row);
    },
    all: () => database.all('SELECT * FROM campaign ORDER BY position').map(toCampaign),
    add: ({ id, bytes, changedBy, changedMs }) => void database.run('INSERT INTO campaign (id, bytes, revision, changed_by, changed_ms) VALUES (?, ?, 1, ?, ?)', id, bytes, changedBy, changedMs),
    put: ({ id, bytes, revision, changedBy, changedMs }) =>
      database.run('UPDATE campaign SET bytes = ?, revision = revision + 1, changed_by = ?, changed_ms = ? WHERE id = ? AND revision = ?', bytes, changedBy, changedMs, id, revision) === 1,
  };
}

function toPerson(row: Row): PersonRow {
  return { id: textOf(row['id']), name: textOf(row['name']), role: textOf(row['role']) as PersonRole, addedMs: numberOf(row['added_ms']) };
}

export function personTable(database: Database): PersonTable {
  return {
    get(id) {
      const row = database.first('SELECT * FROM person WHERE id = ?', id);
      return row && toPerson(row);
    },
    all: () => database.all('SELECT * FROM person ORDER BY position').map(toPerson),
    set: ({ id, name, role, addedMs }) =>
      void database.run('INSERT INTO person (id, name, role, added_ms) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name, role = excluded.role', id, name, role, addedMs),
    drop(id) {
      database.run('DELETE FROM session WHERE person = ?', id);
      database.run('DELETE FROM link WHERE person = ?', id);
      database.run('DELETE FROM person WHERE id = ?', id);
    },
  };
}

export function sessionTable(database: Database): SessionTable {
  return {
    get(hash) {
      const row = database.first('SELECT * FROM session WHERE hash = ?', hash);
      return row && { hash: textOf(row['hash']), person: textOf(row['person']), csrf: textOf(row['csrf']), seenMs: numberOf(row['seen_ms']) };
    },
    set: ({ hash, person, csrf, seenMs }) =>
      void database.run('INSERT INTO session (hash, person, csrf, seen_ms) VALUES (?, ?, ?, ?) ON CONFLICT (hash) DO UPDATE SET seen_ms = excluded.seen_ms', hash, person, csrf, seenMs),
    drop: (hash) => void database.run('DELETE FROM session WHERE hash = ?', hash),
    dropBefore: (ms) => void database.run('DELETE FROM session WHERE seen_ms < ?', ms),
  };
}

export function linkTable(database: Database): LinkTable {
  return {
    add: ({ hash, person, endsMs }) => void database.run('INSERT INTO link (hash, person, ends_ms) VALUES (?, ?, ?)', hash, person, endsMs),
    take(hash) {
      const row = database.first('DELETE FROM link WHERE hash = ? RETURNING person, ends_ms', hash);
      return row && { hash, person: textOf(row['person']), endsMs: numberOf(row['ends_ms']) };
    },
    dropBefore: (ms) => void database.run('DELETE FROM link WHERE ends_ms < ?', ms),
  };
}
