import type { TaskId } from '#core/protocol';
import type { HelperJobTable, HelperTask, HelperTaskTable } from '#server/store';
import { bytesOf, textOf, type Database } from './database.ts';

export const HELPER_SCHEMA = `CREATE TABLE IF NOT EXISTS task (id TEXT PRIMARY KEY, base_model TEXT NOT NULL, block INTEGER NOT NULL, bytes BLOB NOT NULL, phase TEXT NOT NULL);
CREATE UNIQUE INDEX IF NOT EXISTS one_open_task ON task (base_model, block) WHERE phase = 'open';
CREATE TABLE IF NOT EXISTS answer (task TEXT NOT NULL, job TEXT NOT NULL, request_hash BLOB NOT NULL, response BLOB NOT NULL, PRIMARY KEY (task, job));
CREATE TABLE IF NOT EXISTS seen (task TEXT NOT NULL, id BLOB NOT NULL, counted INTEGER NOT NULL, PRIMARY KEY (task, id)) WITHOUT ROWID;`;

export function helperTaskTable(database: Database): HelperTaskTable {
  return {
    get(id) {
      const row = database.first('SELECT id, bytes, phase FROM task WHERE id = ?', id);
      return row && { id: textOf(row['id']) as TaskId, bytes: bytesOf(row['bytes']), phase: textOf(row['phase']) as HelperTask['phase'] };
    },
    openFor(base, block) {
      const row = database.first(`SELECT id FROM task WHERE base_model = ? AND block = ? AND phase = 'open'`, base, block);
      return row && (textOf(row['id']) as TaskId);
    },
    add: (id, base, block, bytes) => void database.run(`INSERT INTO task (id, base_model, block, bytes, phase) VALUES (?, ?, ?, ?, 'open')`, id, base, block, bytes),
    setPhase: (id, phase) => void database.run('UPDATE task SET phase = ? WHERE id = ?', phase, id),
    open: () => database.all(`SELECT id FROM task WHERE phase = 'open'`).map((row) => textOf(row['id']) as TaskId),
    collected: () => database.all(`SELECT id FROM task WHERE phase = 'collected' ORDER BY rowid DESC`).map((row) => textOf(row['id']) as TaskId),
  };
}

export function helperJobTable(database: Database): HelperJobTable {
  return {
    answer(task, job) {
      const row = database.first('SELECT request_hash, response FROM answer WHERE task = ? AND job = ?', task, job);
      return row && { requestHash: bytesOf(row['request_hash']), response: bytesOf(row['response']) };
    },
    addAnswer: (task, job, requestHash, response) => void database.run('INSERT INTO answer (task, job, request_hash, response) VALUES (?, ?, ?, ?)', task, job, requestHash, response),
    dropAnswers: (task) => void database.run('DELETE FROM answer WHERE task = ?', task),
    isSeen: (task, id) => database.first('SELECT 1 AS one FROM seen WHERE task = ? AND id = ?', task, id) !== undefined,
    addSeen: (task, id, counted) => void database.run('INSERT INTO seen (task, id, counted) VALUES (?, ?, ?)', task, id, counted ? 1 : 0),
    isCounted: (task, id) => database.first('SELECT 1 AS one FROM seen WHERE task = ? AND id = ? AND counted = 1', task, id) !== undefined,
    countedIds: (task) => database.all('SELECT id FROM seen WHERE task = ? AND counted = 1 ORDER BY id', task).map((row) => bytesOf(row['id'])),
  };
}
