import { ok, type Result } from '#core/units';
import { BATCH_SCHEMA, batchTable, type BatchTable } from './batches.ts';
import { groupCommit } from './commit.ts';
import { openDatabase, type Database, type OpenFault } from './database.ts';
import { HELPER_SCHEMA, helperJobTable, helperTaskTable, type HelperJobTable, type HelperTaskTable } from './helper-tables.ts';
import { LOG_SCHEMA, logTable, ROUND_SCHEMA, roundTable, type LogTable, type RoundTable } from './logs.ts';
import { REPORT_SCHEMA, reportTable, type ReportTable } from './reports.ts';
import { FILE_SCHEMA, fileTable, REJECT_SCHEMA, rejectTable, SETTING_SCHEMA, settingTable, type FileTable, type RejectTable, type SettingTable } from './settings.ts';
import { TASK_SCHEMA, taskTable, type TaskTable } from './tasks.ts';

/** A store over one file. Reads see everything committed; writes go through `transact`. */
export interface Store<Tables> {
  /** For reading only: what it writes is durable only by luck. */
  readonly tables: Tables;
  /**
   * Runs `work` in one transaction shared with whatever else was asked for; resolves once it is DURABLE.
   * `work` is synchronous and all or nothing: a throw undoes it. After a rejection the change may or may not be there,
   * so `work` must look before it writes; every caller can then simply ask again.
   */
  transact<Value>(work: (tables: Tables) => Value): Promise<Value>;
  /** Waits for what was asked for, then closes the file. */
  close(): Promise<void>;
}

/** What a leader keeps. */
export interface LeaderTables {
  readonly settings: SettingTable;
  readonly files: FileTable;
  readonly tasks: TaskTable;
  readonly reports: ReportTable;
  readonly batches: BatchTable;
  readonly log: LogTable;
  readonly rounds: RoundTable;
  readonly rejects: RejectTable;
}

/** What a helper keeps: nothing that names or locates a device. */
export interface HelperTables {
  readonly settings: SettingTable;
  readonly tasks: HelperTaskTable;
  readonly jobs: HelperJobTable;
  readonly batches: BatchTable;
  readonly rejects: RejectTable;
}

export type LeaderStore = Store<LeaderTables>;
export type HelperStore = Store<HelperTables>;

function storeOver<Tables>(database: Database, tables: Tables): Store<Tables> {
  const commits = groupCommit(database);
  return {
    tables,
    transact: (work) => commits.write(() => work(tables)),
    async close() {
      await commits.settled();
      database.close();
    },
  };
}

/** A leader's store over an open database; tests give one whose commits fail. */
export function leaderStoreOver(database: Database): LeaderStore {
  return storeOver(database, {
    settings: settingTable(database), files: fileTable(database), tasks: taskTable(database), reports: reportTable(database),
    batches: batchTable(database), log: logTable(database), rounds: roundTable(database), rejects: rejectTable(database),
  });
}

/** A helper's store over an open database. */
function helperStoreOver(database: Database): HelperStore {
  return storeOver(database, {
    settings: settingTable(database), tasks: helperTaskTable(database), jobs: helperJobTable(database),
    batches: batchTable(database), rejects: rejectTable(database),
  });
}

export const LEADER_SCHEMA = [SETTING_SCHEMA, FILE_SCHEMA, TASK_SCHEMA, REPORT_SCHEMA, BATCH_SCHEMA, LOG_SCHEMA, ROUND_SCHEMA, REJECT_SCHEMA].join('\n');
const HELPER_FILE_SCHEMA = [SETTING_SCHEMA, HELPER_SCHEMA, BATCH_SCHEMA, REJECT_SCHEMA].join('\n');

/** Opens the leader's file for this process alone. */
export function openLeaderStore(path: string): Result<LeaderStore, OpenFault> {
  const opened = openDatabase(path, LEADER_SCHEMA);
  return opened.ok ? ok(leaderStoreOver(opened.value)) : opened;
}

/** Opens the helper's file for this process alone. */
export function openHelperStore(path: string): Result<HelperStore, OpenFault> {
  const opened = openDatabase(path, HELPER_FILE_SCHEMA);
  return opened.ok ? ok(helperStoreOver(opened.value)) : opened;
}
