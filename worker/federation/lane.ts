import type { LedgerEntry, ReportFault, Task } from '#core/protocol';
import type { SealedReport } from '#core/sealing';
import type { Result } from '#core/units';

/** Distributes over the kinds of entries, which `Omit` alone does not. */
type Without<Entry, Keys extends PropertyKey> = Entry extends unknown ? Omit<Entry, Keys> : never;

/** What an entry of the ledger says of its task, before when and what becomes of it. */
export type EntryBasis = Without<LedgerEntry, 'atMs' | 'state' | 'reportId' | 'body' | 'url' | 'ackedAtMs' | 'isFromElsewhere' | 'refusal'>;

/** How a report to one task comes about: what differs between models and measurements. */
export interface Lane {
  readonly task: Task;
  /** Why this device may not report now; asked before its data is looked at. */
  refusal(ledger: readonly LedgerEntry[]): ReportFault | undefined;
  /** Looks at the data: trains, or counts. */
  measure(): Promise<Result<Measured, ReportFault>>;
  seal(measurement: Int32Array): Promise<Result<SealedReport, ReportFault>>;
}

/** The integers of a report, and what its entry will say. */
export interface Measured {
  readonly measurement: Int32Array;
  readonly basis: EntryBasis;
}
