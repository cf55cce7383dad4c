import type { FileTable, RejectTable, SettingTable } from '#server/store';
import { bytesOf, textOf, type Database } from './database.ts';

export const SETTING_SCHEMA = 'CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value BLOB NOT NULL);';

export function settingTable(database: Database): SettingTable {
  return {
    get(name) {
      const row = database.first('SELECT value FROM setting WHERE name = ?', name);
      return row && bytesOf(row['value']);
    },
    set: (name, value) => void database.run('INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value', name, value),
  };
}

export const FILE_SCHEMA = 'CREATE TABLE IF NOT EXISTS file (kind TEXT NOT NULL, hash TEXT NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (kind, hash));';

export function fileTable(database: Database): FileTable {
  return {
    get(kind, hash) {
      const row = database.first('SELECT bytes FROM file WHERE kind = ? AND hash = ?', kind, hash);
      return row && bytesOf(row['bytes']);
    },
    add: (kind, hash, bytes) => void database.run('INSERT INTO file (kind, hash, bytes) VALUES (?, ?, ?) ON CONFLICT DO NOTHING', kind, hash, bytes),
  };
}

export const REJECT_SCHEMA = 'CREATE TABLE IF NOT EXISTS reject (scope TEXT NOT NULL, reason TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (scope, reason));';

export function rejectTable(database: Database): RejectTable {
  const of = (scope: string): Record<string, number> =>
    Object.fromEntries(database.all('SELECT reason, count FROM reject WHERE scope = ?', scope).map((row) => [textOf(row['reason']), Number(row['count'])]));
  return {
    add: (scope, reason, by) =>
      void database.run('INSERT INTO reject (scope, reason, count) VALUES (?, ?, ?) ON CONFLICT (scope, reason) DO UPDATE SET count = count + excluded.count', scope, reason, by),
    of,
    take(scope) {
      const counts = of(scope);
      database.run('DELETE FROM reject WHERE scope = ?', scope);
      return counts;
    },
  };
}
