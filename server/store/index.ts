/**
 * **Knows** the storage port: what leader and helper keep, and what any store of theirs promises. Types only; it names no database.
 * **Not here** a store (`#server/libsql`; the promises as tests: `tests/support/server-store-contract.ts`), what the bytes mean
 * (`#core/protocol`), when a task moves on (`#server/leader`), whether a report is sound (`#server/helper`).
 * **Trust** callers check input first; a store bounds nothing but keeps each write all or nothing. A thief of one store reads
 * keys, unreadable shares and public files; of both, also the reports of batches not yet opened.
 */
export type { BatchTable, ReleasedShare } from './batches.ts';
export type { CampaignRow, CampaignTable, LinkTable, PersonRole, PersonRow, PersonTable, SessionTable } from './console.ts';
export type { HelperJobTable, HelperTask, HelperTaskTable } from './helper-tables.ts';
export type { LogTable, RoundTable } from './logs.ts';
export type { JobRow, ReportRow, ReportTable } from './reports.ts';
export type { FileKind, FileTable, RejectTable, SettingTable } from './settings.ts';
export type { HelperStore, HelperTables, LeaderStore, LeaderTables, Store, WitnessStore } from './store.ts';
export type { TaskPhase, TaskRow, TaskTable } from './tasks.ts';
export type { WitnessedRow, WitnessedTable } from './witnessed.ts';
