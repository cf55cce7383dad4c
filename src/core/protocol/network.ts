import type { Grant } from '#core/consent';
import type { Result } from '#core/units';
import type { ReportFault } from './fault.ts';
import type { LedgerEntry } from './ledger.ts';

/** Consent to what a report is for: `federate` to a model's task, `measure` to a measurement. */
export type ReportGrant = Grant<'federate' | 'measure'>;

/** What the worker rooms may ask of the network; `#page/network` implements it, simulation gives a Node version. */
export interface Network {
  /** GET of a public file that is the same for everyone: no credentials, no query made from data, no ledger entry. */
  load(url: string): Promise<Result<Uint8Array, ReportFault>>;
  /**
   * POSTs the sealed body of `entry` once, after writing state `sent` to the ledger. Needs a grant in force NOW, for what the entry is.
   * Never retries; `server-error`, `busy` and `offline` may be tried again with the same bytes.
   */
  send(grant: ReportGrant, entry: LedgerEntry): Promise<Result<{ readonly status: 'accepted' | 'duplicate' }, ReportFault>>;
}
