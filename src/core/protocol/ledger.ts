import type { Subject } from '#core/measurement';
import type { Result } from '#core/units';
import type { ReportFault } from './fault.ts';
import type { ModelKind, TaskId } from './task.ts';

/** DRAFT: budget spent, not sealed. SEALED: bytes fixed. SENT: handed to the network. ACKED: durable at the leader. */
export type LedgerState = 'draft' | 'sealed' | 'sent' | 'acked' | 'refused';

interface EntryBase {
  readonly taskId: TaskId;
  readonly atMs: number;
  /** zCDP ρ that this report spends. */
  readonly rho: number;
  readonly state: LedgerState;
  /** 32 hex digits; '' while a draft. */
  readonly reportId: string;
  /** Whole body of `POST /v1/reports`; never changes once sealed, so a retry cannot count twice. Empty while a draft. */
  readonly body: Uint8Array;
  /** Address of the body's POST. */
  readonly url: string;
  /** When the leader made it durable; absent until then. */
  readonly ackedAtMs?: number;
  /** Whether it was taken over from another device of the shopper's; absent otherwise. */
  readonly isFromElsewhere?: true;
  /** Why it was refused for good, absent otherwise. */
  readonly refusal?: ReportFault['kind'];
}

/** A report to a model's task. */
export interface ModelEntry extends EntryBase {
  /** Left out: ledgers from before there were measurements read on as they are. */
  readonly kind?: 'model';
  readonly model: ModelKind;
  readonly block: number;
  /** Hash of the base model: at most one task per base model, block and day. */
  readonly baseModel: string;
}

/** A report to a measurement: at most one a day, whatever it counts. */
export interface MeasureEntry extends EntryBase {
  readonly kind: 'measure';
  /** What it was about: events until its time are counted, whatever later layouts of the same subject name. */
  readonly subject: Subject;
  /** Hash of the layout: what each entry of the report counts. */
  readonly layout: string;
}

/** One upload as the shopper sees it. Written before anything is sent: a crash may over-report privacy spent, never under-report it. */
export type LedgerEntry = ModelEntry | MeasureEntry;

/** What an entry of the ledger is about. */
export type EntryTopic = Pick<ModelEntry, 'kind' | 'model' | 'block' | 'baseModel'> | Pick<MeasureEntry, 'kind' | 'subject' | 'layout'>;

/** What `entry` is about, without when, what it cost and what became of it. */
export function topicOf(entry: EntryTopic): EntryTopic {
  return entry.kind === 'measure' ? { kind: entry.kind, subject: entry.subject, layout: entry.layout } : { model: entry.model, block: entry.block, baseModel: entry.baseModel };
}

/** The shopper's ledger and outbox in one: entries not yet acknowledged are the outbox. Durable when a promise resolves. */
export interface Ledger {
  /** All entries, oldest first. */
  entries(): Promise<readonly LedgerEntry[]>;
  /**
   * Adds `entry` unless `refuse` objects to the entries already there, in ONE transaction across tabs.
   * `refuse` is called synchronously inside it. Forgets tombstones whose budget window has ended by the entry's time AND by
   * `signedMs`: a clock that jumps ahead must not give budget back.
   *
   * @param signedMs - a time that the leader signed, ms since 1970; without one no tombstone is forgotten
   */
  spend(entry: LedgerEntry, refuse: (entries: readonly LedgerEntry[]) => ReportFault | undefined, signedMs?: number): Promise<Result<void, ReportFault>>;
  /**
   * Puts what `change` gives over the entries of the same tasks, in ONE transaction across tabs; entries it does not give stay.
   * `change` is called synchronously inside it, with all entries, oldest first.
   */
  revise(change: (entries: readonly LedgerEntry[]) => readonly LedgerEntry[]): Promise<void>;
  /** Replaces the entry of the same task. */
  update(entry: LedgerEntry): Promise<void>;
  /** Erasing history keeps task ids, times and ρ (a tombstone) but no bytes, because forgetting them would spend the budget twice. */
  tombstone(): Promise<void>;
}
