import { fail, ok, type Fault, type Result } from '#core/units';
import { parseLog, type ConsentLogEntry, type ConsentSpeaker } from './log.ts';
import { OFF_UNDER_GPC, PURPOSES, type Grants, type Purpose, type PurposeStates } from './purpose.ts';
import { isRefusedByHer, isSetByShop, parseSignals, type ToolSignals } from './tool-signal.ts';

/** What a shopper ticked. A purpose left out is not allowed. */
export type Choice = Readonly<Partial<Record<Purpose, boolean>>>;

/**
 * The one thing consent keeps. A refusal is version, time and 'no', nothing else.
 * `purposes` of a yes lists what was allowed; `despiteGpc` what she allowed by its own switch while GPC was on; `heard` what
 * tools of the shop said when this was decided; `log` how it came about, oldest first, at most {@link MAX_LOG}.
 */
export type ConsentRecord = Refusal | Agreement;
interface Refusal {
  readonly version: number;
  readonly timeMs: number;
  readonly choice: 'no';
}
interface Agreement {
  readonly version: number;
  readonly timeMs: number;
  readonly choice: 'yes';
  readonly purposes: readonly Purpose[];
  readonly despiteGpc: readonly Purpose[];
  readonly heard: ToolSignals;
  readonly log: readonly ConsentLogEntry[];
}

/** Entries of the log that are kept, the newest: some 2 kB of Web Storage, and more than a shopper will read. */
export const MAX_LOG = 20;

/** Purposes that not even an explicit switch turns on while GPC is on. */
const NEVER_UNDER_GPC: readonly Purpose[] = ['ads'];

/** What a yes or no is decided from. */
export interface ConsentGrounds {
  readonly record: ConsentRecord | undefined;
  readonly gpc: boolean;
  /** The shop says it has the shopper's yes for `local` on its own ground (`data-consent="granted"`). Never more than `local`. */
  readonly isGrantedByShop: boolean;
  /** What the shop's consent tools say now; those that are silent are left out. */
  readonly signals?: ToolSignals;
  /** Whether a tool is there that has not spoken yet: until it has, the shop's own setting counts for nothing. */
  readonly isWaiting?: boolean;
}

/**
 * Whether a consent tool of the shop refuses `purpose`, whatever its own switch says: as this page heard it, or as the page
 * heard it that decided last. Only of purposes that have a switch of their own; of others the newest signal is all there is.
 */
export function isRefusedByTool({ record, signals = {} }: Pick<ConsentGrounds, 'record' | 'signals'>, purpose: Purpose): boolean {
  return purpose === 'federate' && (isRefusedByHer(signals, purpose) || (record?.choice === 'yes' && isRefusedByHer(record.heard, purpose)));
}

function allowed({ record, gpc, isGrantedByShop, signals = {}, isWaiting = false }: ConsentGrounds): readonly Purpose[] {
  if (!record) return (isGrantedByShop && !isRefusedByHer(signals, 'local')) || (isSetByShop(signals) && !isWaiting) ? ['local'] : [];
  if (record.choice === 'no') return [];
  const { purposes, despiteGpc } = record;
  // Everything else needs what is kept on the device.
  if (!purposes.includes('local')) return [];
  return PURPOSES.filter((purpose) => {
    if (!purposes.includes(purpose)) return false;
    if (isRefusedByTool({ record, signals }, purpose)) return false;
    if (!gpc || !OFF_UNDER_GPC.includes(purpose)) return true;
    return despiteGpc.includes(purpose) && !NEVER_UNDER_GPC.includes(purpose);
  });
}

/** The grants in force. No record and no signal of the shop's: nothing is granted. */
export function grantsOf(grounds: ConsentGrounds): Grants {
  return { version: grounds.record?.version ?? 0, purposes: allowed(grounds), gpc: grounds.gpc };
}

/** What holds for each purpose, as the panel shows it. */
export function statesOf(grounds: ConsentGrounds): PurposeStates {
  const purposes = allowed(grounds);
  const otherwise = grounds.record || isRefusedByHer(grounds.signals ?? {}, 'local') ? 'denied' : 'unasked';
  const state = (purpose: Purpose): 'granted' | 'denied' | 'unasked' => (purposes.includes(purpose) ? 'granted' : otherwise);
  return { local: state('local'), ads: state('ads'), measure: state('measure'), federate: state('federate') };
}

/** What a choice is made into. */
export interface ChoiceContext {
  readonly before: ConsentRecord | undefined;
  /** A version already told to others, where the record that bore it is gone; 0 where there is none. */
  readonly leastVersion?: number;
  readonly timeMs: number;
  readonly gpc: boolean;
  /** Purposes she switched on one by one, seeing each; Accept is no such switch. */
  readonly ownSwitches: readonly Purpose[];
  /** Who made it, for the log. */
  readonly by: ConsentSpeaker;
  /** What the shop's consent tools had said by then. */
  readonly heard: ToolSignals;
}

/** The record of a choice. Its version is one above the one before, so that every grant issued before it fails. */
export function recordOf(choice: Choice, { before, leastVersion = 0, timeMs, gpc, ownSwitches, by, heard }: ChoiceContext): ConsentRecord {
  const version = Math.max(before?.version ?? 0, leastVersion) + 1;
  if (choice.local !== true) return { version, timeMs, choice: 'no' };
  const earlier = before?.choice === 'yes' ? before : undefined;
  const purposes = PURPOSES.filter((purpose) => choice[purpose] === true);
  const despiteGpc = purposes.filter((purpose) => OFF_UNDER_GPC.includes(purpose) && (earlier?.despiteGpc.includes(purpose) === true || (gpc && ownSwitches.includes(purpose))));
  const had = earlier?.purposes ?? [];
  const entry: ConsentLogEntry = { version, timeMs, by, on: purposes.filter((purpose) => !had.includes(purpose)), off: had.filter((purpose) => !purposes.includes(purpose)) };
  return { version, timeMs, choice: 'yes', purposes, despiteGpc, heard, log: [...logOf(before), entry].slice(-MAX_LOG) };
}

/** How consent came to what it is, oldest first. Of a refusal nothing is kept but its version and time, and of what was before it nothing. */
export function logOf(record: ConsentRecord | undefined): readonly ConsentLogEntry[] {
  if (!record) return [];
  return record.choice === 'yes' ? record.log : [{ version: record.version, timeMs: record.timeMs, on: [], off: [...PURPOSES] }];
}

function purposesOf(value: unknown): readonly Purpose[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return PURPOSES.filter((purpose) => value.includes(purpose));
}

/** Reads a stored record. Anything unreadable is a fault, which callers take for "never asked": fail closed. */
export function parseConsentRecord(text: string): Result<ConsentRecord, Fault<'malformed-consent'>> {
  const refuse = (): { readonly ok: false; readonly fault: Fault<'malformed-consent'> } => fail('malformed-consent', 'Cannot read the consent record');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse();
  }
  if (typeof value !== 'object' || value === null) return refuse();
  const { version, timeMs, choice, purposes, despiteGpc, heard, log } = value as Readonly<Record<string, unknown>>;
  if (!Number.isSafeInteger(version) || (version as number) < 1 || !Number.isFinite(timeMs)) return refuse();
  const head = { version: version as number, timeMs: timeMs as number };
  if (choice === 'no') return ok({ ...head, choice });
  const given = purposesOf(purposes);
  if (choice !== 'yes' || !given) return refuse();
  return ok({ ...head, choice, purposes: given, despiteGpc: purposesOf(despiteGpc) ?? [], heard: parseSignals(heard), log: parseLog(log).slice(-MAX_LOG) });
}
