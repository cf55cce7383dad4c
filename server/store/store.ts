import type { BatchTable } from './batches.ts';
import type { CampaignTable, LinkTable, PersonTable, SessionTable } from './console.ts';
import type { HelperJobTable, HelperTaskTable } from './helper-tables.ts';
import type { LogTable, RoundTable } from './logs.ts';
import type { ReportTable } from './reports.ts';
import type { FileTable, RejectTable, SettingTable } from './settings.ts';
import type { TaskTable } from './tasks.ts';
import type { WitnessedTable } from './witnessed.ts';

/**
 * What survives a crash, whatever keeps it. Everything above knows stores by this alone.
 *
 * **Transactions.** {@link transact} is all or nothing, durable once it resolves, and serialisable: its work sees the tables
 * as if no other transaction of any process ran at the same time. Many may share one flush to disk (group commit), and each
 * still stands or falls alone.
 * **Uniqueness** is the store's to keep and not the caller's: a report id once per task, one released share per task and
 * owner, one round per number, one leaf per position, one open task per base model and block, one campaign per id. A write against it throws,
 * which undoes its transaction.
 * **Leases.** A store is held by one process, or by several that it keeps apart: what is claimed (a job of reports) is handed
 * out to one of them at a time, and comes back when that one dies, at once or after its lease. Callers stay exact even where
 * a lease fails: a second run of a job, of a release or of a round looks first and changes nothing.
 * **Calls** answer before they return, inside `transact` and out: an embedded store from its page cache, a store over a
 * network by waiting. Work of a transaction therefore never waits for anything else, and no transaction stays open across a turn.
 */
export interface Store<Tables> {
  /** For reading only: what it writes is durable only by luck. Sees everything committed and nothing else. A read that fails throws. */
  readonly tables: Tables;
  /**
   * Runs `work` in one transaction; resolves with its value once the change is DURABLE: `kill -9` and power loss keep it.
   * `work` is synchronous and may run more than once: it changes nothing but the tables. A throw of it undoes its own changes
   * and rejects. After any other rejection the change may or may not be there, so `work` must look before it writes; every
   * caller can then simply ask again. Calls may overlap; their works run one after the other, in the order asked for.
   */
  transact<Value>(work: (tables: Tables) => Value): Promise<Value>;
  /** Bytes that everything kept takes on disk, what was deleted not counted; for bounds, so a few pages more or less are none. */
  usedBytes(): number;
  /** Waits for what was asked for, then lets go of the store, for another process to take. */
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
  readonly campaigns: CampaignTable;
  readonly people: PersonTable;
  readonly sessions: SessionTable;
  readonly links: LinkTable;
}

/** What a helper keeps: nothing that names or locates a device. */
export interface HelperTables {
  readonly settings: SettingTable;
  readonly tasks: HelperTaskTable;
  readonly jobs: HelperJobTable;
  readonly batches: BatchTable;
  readonly rejects: RejectTable;
  readonly witnessed: WitnessedTable;
  /** Its own copy of the leader's log, every entry verified against a checkpoint that it cosigned. */
  readonly log: LogTable;
}

/** What a witness keeps that is nothing else. */
export interface WitnessTables {
  readonly settings: SettingTable;
  readonly witnessed: WitnessedTable;
}

/** The leader's. */
export type LeaderStore = Store<LeaderTables>;
/** The helper's. */
export type HelperStore = Store<HelperTables>;
/** That of a witness which is nothing else. */
export type WitnessStore = Store<WitnessTables>;
