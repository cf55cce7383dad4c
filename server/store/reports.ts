import type { TaskId } from '#core/protocol';
import { bytesOf, numberOf, textOf, type Database, type Row } from './database.ts';

/** A report the leader has accepted. Its shares are held only until it is counted or rejected. */
export interface ReportRow {
  /** 16 bytes. */
  readonly id: Uint8Array;
  /** The report as the helper will get it: encoded without the leader's seal. */
  readonly relay: Uint8Array;
  /** The leader's own input share, opened. */
  readonly leaderShare: Uint8Array;
}

/** A set of reports on its way through preparation with the helper. Fixed once made: a retry carries the same reports. */
export interface JobRow {
  /** 32 hex digits. */
  readonly id: string;
  readonly task: TaskId;
  readonly reports: readonly ReportRow[];
}

/** Reports of the leader and the jobs they travel in. */
export interface ReportTable {
  /** SHA-256 of the body that came under this id, or undefined. */
  bodyHash(task: TaskId, id: Uint8Array): Uint8Array | undefined;
  /** `hour`: when it came, in whole hours since 1970 and no finer. */
  add(task: TaskId, report: ReportRow, bodyHash: Uint8Array, hour: number): void;
  /** Puts up to `most` waiting reports of `task` into a new job; undefined where none waits. */
  claim(task: TaskId, job: string, most: number): JobRow | undefined;
  /** Jobs begun and not finished, oldest first. */
  unfinished(task: TaskId): readonly JobRow[];
  /** Ends a job: its reports are counted, except those in `rejected`. Their shares are deleted. False if it had ended before. */
  finish(job: JobRow, rejected: readonly Uint8Array[]): boolean;
  /** Ids of counted reports, in byte order. */
  countedIds(task: TaskId): readonly Uint8Array[];
  /** Reports ever accepted for `task`, whatever became of them; one look-up, however many they are. */
  accepted(task: TaskId): number;
  counts(task: TaskId): { readonly waiting: number; readonly counted: number; readonly rejected: number };
  /** Deletes the shares of every report of `task` that still holds some. */
  dropShares(task: TaskId): void;
}

export const REPORT_SCHEMA = `CREATE TABLE IF NOT EXISTS report (
  position INTEGER PRIMARY KEY, task TEXT NOT NULL, id BLOB NOT NULL, body_hash BLOB NOT NULL, hour INTEGER NOT NULL, state TEXT NOT NULL, job TEXT,
  relay BLOB, leader_share BLOB, UNIQUE (task, id));
CREATE TABLE IF NOT EXISTS report_total (task TEXT PRIMARY KEY, accepted INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS report_by_state ON report (task, state);
CREATE INDEX IF NOT EXISTS report_by_job ON report (job) WHERE job IS NOT NULL;
CREATE TABLE IF NOT EXISTS job (position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, task TEXT NOT NULL, finished INTEGER NOT NULL);`;

const NO_SHARES = 'relay = NULL, leader_share = NULL';

function toReport(row: Row): ReportRow {
  return { id: bytesOf(row['id']), relay: bytesOf(row['relay']), leaderShare: bytesOf(row['leader_share']) };
}

export function reportTable(database: Database): ReportTable {
  const jobReports = (job: string): readonly ReportRow[] => database.all(`SELECT * FROM report WHERE job = ? AND state = 'in-job' ORDER BY position`, job).map(toReport);
  return {
    bodyHash(task, id) {
      const row = database.first('SELECT body_hash FROM report WHERE task = ? AND id = ?', task, id);
      return row && bytesOf(row['body_hash']);
    },
    add(task, { id, relay, leaderShare }, bodyHash, hour) {
      database.run(
        `INSERT INTO report (task, id, body_hash, hour, state, relay, leader_share) VALUES (?, ?, ?, ?, 'waiting', ?, ?)`,
        task, id, bodyHash, hour, relay, leaderShare,
      );
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
      for (const id of rejected) database.run(`UPDATE report SET state = 'rejected', ${NO_SHARES} WHERE task = ? AND id = ?`, job.task, id);
      database.run(`UPDATE report SET state = 'counted', ${NO_SHARES} WHERE job = ? AND state = 'in-job'`, job.id);
      return true;
    },
    countedIds: (task) => database.all(`SELECT id FROM report WHERE task = ? AND state = 'counted' ORDER BY id`, task).map((row) => bytesOf(row['id'])),
    counts(task) {
      const byState = new Map(database.all('SELECT state, COUNT(*) AS n FROM report WHERE task = ? GROUP BY state', task).map((row) => [textOf(row['state']), numberOf(row['n'])]));
      return { waiting: (byState.get('waiting') ?? 0) + (byState.get('in-job') ?? 0), counted: byState.get('counted') ?? 0, rejected: byState.get('rejected') ?? 0 };
    },
    dropShares: (task) => void database.run(`UPDATE report SET ${NO_SHARES} WHERE task = ?`, task),
  };
}
