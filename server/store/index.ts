/**
 * **Knows** what survives a crash: one libsql file per process, group commit, and the tables of leader and helper.
 * **Not here** what the bytes mean (`#core/protocol`), when a task moves on (`#server/leader`), whether a report is sound (`#server/helper`).
 * **Trust** callers check input first; the store bounds nothing but keeps each write all or nothing. A thief of the file reads
 * keys, unreadable shares and public files: with both files, also the reports of batches not yet opened.
 */
export type { BatchTable, ReleasedShare, RunningSum, ShareOwner } from './batches.ts';
export { groupCommit, type GroupCommit } from './commit.ts';
export { openDatabase, type Cell, type Database, type OpenFault, type Row } from './database.ts';
export type { HelperJobTable, HelperTask, HelperTaskTable } from './helper-tables.ts';
export type { LogTable, RoundTable } from './logs.ts';
export type { JobRow, ReportRow, ReportTable } from './reports.ts';
export type { FileKind, FileTable, RejectTable, SettingTable } from './settings.ts';
export { helperStoreOver, LEADER_SCHEMA, leaderStoreOver, openHelperStore, openLeaderStore, type HelperStore, type HelperTables, type LeaderStore, type LeaderTables, type Store } from './stores.ts';
export type { TaskPhase, TaskRow, TaskTable } from './tasks.ts';
