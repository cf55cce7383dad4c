import type { TaskId } from '#core/protocol';
import type { TaskPhase, TaskRow, TaskTable } from '#server/store';
import { bytesOf, numberOf, textOf, type Database, type Row } from './database.ts';

// The column of the plan is called `model` since before there were others: folders of then read on.
export const TASK_SCHEMA = `CREATE TABLE IF NOT EXISTS task (
  position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, model TEXT NOT NULL, bytes BLOB NOT NULL,
  opens_ms INTEGER NOT NULL, closes_ms INTEGER NOT NULL, phase TEXT NOT NULL, leaf INTEGER NOT NULL);`;

function toTask(row: Row): TaskRow {
  return {
    id: textOf(row['id']) as TaskId,
    plan: textOf(row['model']),
    bytes: bytesOf(row['bytes']),
    opensMs: numberOf(row['opens_ms']),
    closesMs: numberOf(row['closes_ms']),
    phase: textOf(row['phase']) as TaskPhase,
    leaf: numberOf(row['leaf']),
  };
}

export function taskTable(database: Database): TaskTable {
  return {
    add: ({ id, plan, bytes, opensMs, closesMs }) =>
      void database.run(`INSERT INTO task (id, model, bytes, opens_ms, closes_ms, phase, leaf) VALUES (?, ?, ?, ?, ?, 'planned', -1)`, id, plan, bytes, opensMs, closesMs),
    get(id) {
      const row = database.first('SELECT * FROM task WHERE id = ?', id);
      return row && toTask(row);
    },
    inPhase: (...phases) => database.all(`SELECT * FROM task WHERE phase IN (${phases.map(() => '?').join(',')}) ORDER BY position`, ...phases).map(toTask),
    count: () => numberOf(database.first('SELECT COUNT(*) AS n FROM task')?.['n']),
    move: (id, from, to) => database.run('UPDATE task SET phase = ? WHERE id = ? AND phase = ?', to, id, from) === 1,
    setLeaf: (id, leaf) => void database.run('UPDATE task SET leaf = ? WHERE id = ?', leaf, id),
  };
}
