/**
 * **Knows** what survives a crash: one libsql file per process, group commit, and the tables of leader and helper.
 * **Not here** what the bytes mean (`#core/protocol`), when a task moves on (`#server/leader`), whether a report is sound (`#server/helper`).
 * **Trust** callers check input first; the store bounds nothing but keeps each write all or nothing. A thief of the file reads
 * keys, unreadable shares and public files: with both files, also the reports of batches not yet opened.
 */
export type { ReleasedShare } from './batches.ts';
export { openDatabase, type Database } from './database.ts';
export type { HelperTask } from './helper-tables.ts';
export type { LogTable } from './logs.ts';
export type { JobRow, ReportRow } from './reports.ts';
export type { FileKind, SettingTable } from './settings.ts';
export { LEADER_SCHEMA, leaderStoreOver, openHelperStore, openLeaderStore, type HelperStore, type HelperTables, type LeaderStore, type LeaderTables } from './stores.ts';
export type { TaskRow } from './tasks.ts';
