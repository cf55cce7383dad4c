import type { ReportRow, ReportTable } from '#server/store';
import { bytesOf, numberOf, textOf, type Database, type Row } from './database.ts';

export const REPORT_SCHEMA = `CREATE TABLE IF NOT EXISTS report (
  position INTEGER PRIMARY KEY, task TEXT NOT NULL, id BLOB NOT NULL, body_hash BLOB NOT NULL, hour INTEGER NOT NULL, state TEXT NOT NULL, job TEXT,
  relay BLOB, UNIQUE (task, id));
CREATE TABLE IF NOT EXISTS leader_share (position INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS report_total (task TEXT PRIMARY KEY, accepted INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS report_ended (task TEXT PRIMARY KEY, counted INTEGER NOT NULL, rejected INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS report_by_state ON report (task, state);
CREATE INDEX IF NOT EXISTS report_by_job ON report (job) WHERE job IS NOT NULL;
CREATE TABLE IF NOT EXISTS job (position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, task TEXT NOT NULL, finished INTEGER NOT NULL);
INSERT OR REPLACE INTO report_total (task, accepted) SELECT task, COUNT(*) FROM report WHERE NOT EXISTS (SELECT 1 FROM report_ended) GROUP BY task;
INSERT INTO report_ended (task, counted, rejected) SELECT task, SUM(state = 'counted'), SUM(state = 'rejected') FROM report
  WHERE state IN ('counted', 'rejected') AND NOT EXISTS (SELECT 1 FROM report_ended) GROUP BY task;`;

// Totals stand beside the reports, because a leader asks for them at each turn and a stranger by /v1/rounds: counting the
// 100,000 reports of a full task takes 5 ms, a look-up .005. The last two statements fill them in the file of a leader that
// counted, and in one in which nothing has ended yet, where they change nothing.

// Leaders' shares lie in a table of their own: whatever touches a row of 55 kB writes it all again. They alone are deleted
// without zeros over them, a third time of writing, because one without the other is uniformly random. What it belongs to,
// the helper's sealed share in `relay`, is overwritten as everything else is that is deleted here.

function toReport(row: Row): ReportRow {
  return { id: bytesOf(row['id']), relay: bytesOf(row['relay']), leaderShare: bytesOf(row['bytes']) };
}

/** Moves shares to where they lie now, in the file of a leader that kept them beside the report. */
export function moveShares(database: Database): void {
  if (!database.first(`SELECT 1 AS one FROM pragma_table_info('report') WHERE name = 'leader_share'`)) return;
  database.script(`BEGIN;
    INSERT INTO leader_share (position, bytes) SELECT position, leader_share FROM report WHERE leader_share IS NOT NULL;
    ALTER TABLE report DROP COLUMN leader_share;
    COMMIT;`);
}

export function reportTable(database: Database): ReportTable {
  const forget = (which: string, value: string): void => {
    database.script('PRAGMA secure_delete = FAST');
    try {
      database.run(`DELETE FROM leader_share WHERE position IN (SELECT position FROM report WHERE ${which})`, value);
    } finally {
      database.script('PRAGMA secure_delete = ON');
    }
  };
  const jobReports = (job: string): readonly ReportRow[] => database.all(`SELECT id, relay, bytes FROM report JOIN leader_share USING (position) WHERE job = ? AND state = 'in-job' ORDER BY position`, job).map(toReport);
  return {
    bodyHash(task, id) {
      const row = database.first('SELECT body_hash FROM report WHERE task = ? AND id = ?', task, id);
      return row && bytesOf(row['body_hash']);
    },
    add(task, { id, relay, leaderShare }, bodyHash, hour) {
      database.run(
        `INSERT INTO report (task, id, body_hash, hour, state, relay) VALUES (?, ?, ?, ?, 'waiting', ?)`,
        task, id, bodyHash, hour, relay,
      );
      database.run('INSERT INTO leader_share (position, bytes) VALUES (last_insert_rowid(), ?)', leaderShare);
      database.run('INSERT INTO report_total (task, accepted) VALUES (?, 1) ON CONFLICT (task) DO UPDATE SET accepted = accepted + 1', task);
    },
    accepted: (task) => numberOf(database.first('SELECT accepted FROM report_total WHERE task = ?', task)?.['accepted'] ?? 0),
    claim(task, job, most) {
      const claimed = database.run(
        `UPDATE report SET state = 'in-job', job = ? WHERE position IN (SELECT position FROM report WHERE task = ? AND state = 'waiting' ORDER BY position LIMIT ?)`,
        job, task, most,
      );
      if (claimed === 0) return undefined;
      database.run('INSERT INTO job (id, task, finished) VALUES (?, ?, 0)', job, task);
      return { id: job, task, reports: jobReports(job) };
    },
    unfinished: (task) =>
      database.all('SELECT id FROM job WHERE task = ? AND finished = 0 ORDER BY position', task).map((row) => {
        const id = textOf(row['id']);
        return { id, task, reports: jobReports(id) };
      }),
    finish(job, rejected) {
      if (database.run('UPDATE job SET finished = 1 WHERE id = ? AND finished = 0', job.id) === 0) return false;
      forget(`job = ? AND state = 'in-job'`, job.id);
      let rejectedHere = 0;
      for (const id of rejected) rejectedHere += database.run(`UPDATE report SET state = 'rejected', relay = NULL WHERE task = ? AND id = ? AND job = ? AND state = 'in-job'`, job.task, id, job.id);
      const countedHere = database.run(`UPDATE report SET state = 'counted', relay = NULL WHERE job = ? AND state = 'in-job'`, job.id);
      database.run(
        'INSERT INTO report_ended (task, counted, rejected) VALUES (?, ?, ?) ON CONFLICT (task) DO UPDATE SET counted = counted + excluded.counted, rejected = rejected + excluded.rejected',
        job.task, countedHere, rejectedHere,
      );
      return true;
    },
    isCounted: (task, id) => database.first(`SELECT 1 AS one FROM report WHERE task = ? AND id = ? AND state = 'counted'`, task, id) !== undefined,
    countedIds: (task) => database.all(`SELECT id FROM report WHERE task = ? AND state = 'counted' ORDER BY id`, task).map((row) => bytesOf(row['id'])),
    counts(task) {
      const row = database.first('SELECT accepted, counted, rejected FROM report_total LEFT JOIN report_ended USING (task) WHERE task = ?', task);
      const [accepted, counted, rejected] = [row?.['accepted'], row?.['counted'], row?.['rejected']].map((cell) => numberOf(cell ?? 0));
      return { waiting: (accepted ?? 0) - (counted ?? 0) - (rejected ?? 0), counted: counted ?? 0, rejected: rejected ?? 0 };
    },
    dropShares(task) {
      forget('task = ?', task);
      database.run('UPDATE report SET relay = NULL WHERE task = ?', task);
    },
  };
}
