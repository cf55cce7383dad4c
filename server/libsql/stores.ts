import { ok, type Result } from '#core/units';
import type { HelperStore, LeaderStore, Store, WitnessStore } from '#server/store';
import { BATCH_SCHEMA, batchTable } from './batches.ts';
import { campaignTable, CONSOLE_SCHEMA, linkTable, personTable, sessionTable } from './console.ts';
import { groupCommit, type GroupCommit } from './commit.ts';
import { openDatabase, usedBytes, type Database, type OpenFault } from './database.ts';
import { HELPER_SCHEMA, helperJobTable, helperTaskTable } from './helper-tables.ts';
import { LOG_SCHEMA, logTable, ROUND_SCHEMA, roundTable } from './logs.ts';
import { moveShares, REPORT_SCHEMA, reportTable } from './reports.ts';
import { FILE_SCHEMA, fileTable, REJECT_SCHEMA, rejectTable, SETTING_SCHEMA, settingTable } from './settings.ts';
import { TASK_SCHEMA, taskTable } from './tasks.ts';
import { WITNESSED_FROM_SETTINGS, WITNESSED_SCHEMA, witnessedTable } from './witnessed.ts';

function storeOver<Tables>(database: Database, tablesOf: (commits: GroupCommit) => Tables): Store<Tables> {
  const commits = groupCommit(database);
  const tables = tablesOf(commits);
  return {
    tables,
    transact: (work) => commits.write(() => work(tables)),
    usedBytes: () => usedBytes(database),
    async close() {
      await commits.settled();
      database.close();
    },
  };
}

/** A leader's store over an open database; tests give one whose commits fail. */
export function leaderStoreOver(database: Database): LeaderStore {
  return storeOver(database, ({ emptyLog }) => ({
    settings: settingTable(database), files: fileTable(database), tasks: taskTable(database), reports: reportTable(database),
    batches: batchTable(database, emptyLog), log: logTable(database), rounds: roundTable(database), rejects: rejectTable(database),
    campaigns: campaignTable(database), people: personTable(database), sessions: sessionTable(database), links: linkTable(database),
  }));
}

/** A helper's store over an open database; tests give one in another thread. */
export function helperStoreOver(database: Database): HelperStore {
  return storeOver(database, ({ emptyLog }) => ({
    settings: settingTable(database), tasks: helperTaskTable(database), jobs: helperJobTable(database),
    batches: batchTable(database, emptyLog), rejects: rejectTable(database), witnessed: witnessedTable(database), log: logTable(database),
  }));
}

/** All tables of a leader's file. */
export const LEADER_SCHEMA = [SETTING_SCHEMA, FILE_SCHEMA, TASK_SCHEMA, REPORT_SCHEMA, BATCH_SCHEMA, LOG_SCHEMA, ROUND_SCHEMA, REJECT_SCHEMA, CONSOLE_SCHEMA].join('\n');
/** All tables of a helper's file. */
export const HELPER_FILE_SCHEMA = [SETTING_SCHEMA, HELPER_SCHEMA, BATCH_SCHEMA, REJECT_SCHEMA, WITNESSED_SCHEMA, LOG_SCHEMA, WITNESSED_FROM_SETTINGS].join('\n');
const WITNESS_SCHEMA = [SETTING_SCHEMA, WITNESSED_SCHEMA].join('\n');

/** Opens the leader's file for this process alone. */
export function openLeaderStore(path: string): Result<LeaderStore, OpenFault> {
  const opened = openDatabase(path, LEADER_SCHEMA);
  if (!opened.ok) return opened;
  moveShares(opened.value);
  return ok(leaderStoreOver(opened.value));
}

/** Opens the helper's file for this process alone. */
export function openHelperStore(path: string): Result<HelperStore, OpenFault> {
  const opened = openDatabase(path, HELPER_FILE_SCHEMA);
  return opened.ok ? ok(helperStoreOver(opened.value)) : opened;
}

/** Opens a witness's file for this process alone. */
export function openWitnessStore(path: string): Result<WitnessStore, OpenFault> {
  const opened = openDatabase(path, WITNESS_SCHEMA);
  return opened.ok ? ok(storeOver(opened.value, () => ({ settings: settingTable(opened.value), witnessed: witnessedTable(opened.value) }))) : opened;
}
