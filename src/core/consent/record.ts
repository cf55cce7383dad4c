import { fail, ok, type Fault, type Result } from '#core/units';
import { PURPOSES, type Grants, type Purpose, type PurposeStates } from './purpose.ts';

/** What a shopper ticked. A purpose left out is not allowed. */
export type Choice = Readonly<Partial<Record<Purpose, boolean>>>;

/**
 * The one thing consent keeps. A refusal is version, time and 'no', nothing else.
 * `purposes` of a yes lists what was allowed; `despiteGpc` what she allowed by its own switch while GPC was on.
 */
export type ConsentRecord =
  | { readonly version: number; readonly timeMs: number; readonly choice: 'no' }
  | { readonly version: number; readonly timeMs: number; readonly choice: 'yes'; readonly purposes: readonly Purpose[]; readonly despiteGpc: readonly Purpose[] };

/** Purposes that Global Privacy Control turns off until she says otherwise by their own switch. */
const OFF_UNDER_GPC: readonly Purpose[] = ['ads', 'measure', 'federate'];
/** Purposes that not even an explicit switch turns on while GPC is on. */
const NEVER_UNDER_GPC: readonly Purpose[] = ['ads'];

/** What a yes or no is decided from. */
export interface ConsentSignals {
  readonly record: ConsentRecord | undefined;
  readonly gpc: boolean;
  /** The shop says it has the shopper's yes for `local` on its own ground (`data-consent="granted"`). Never more than `local`. */
  readonly isGrantedByShop: boolean;
}

function allowed({ record, gpc, isGrantedByShop }: ConsentSignals): readonly Purpose[] {
  if (!record) return isGrantedByShop ? ['local'] : [];
  if (record.choice === 'no') return [];
  const { purposes, despiteGpc } = record;
  // Everything else needs what is kept on the device.
  if (!purposes.includes('local')) return [];
  return PURPOSES.filter((purpose) => {
    if (!purposes.includes(purpose)) return false;
    if (!gpc || !OFF_UNDER_GPC.includes(purpose)) return true;
    return despiteGpc.includes(purpose) && !NEVER_UNDER_GPC.includes(purpose);
  });
}

/** The grants in force. No record and no word of the shop: nothing is granted. */
export function grantsOf(signals: ConsentSignals): Grants {
  return { version: signals.record?.version ?? 0, purposes: allowed(signals), gpc: signals.gpc };
}

/** What holds for each purpose, as the panel shows it. */
export function statesOf(signals: ConsentSignals): PurposeStates {
  const purposes = allowed(signals);
  const otherwise = signals.record ? 'denied' : 'unasked';
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
}

/** The record of a choice. Its version is one above the one before, so that every grant issued before it fails. */
export function recordOf(choice: Choice, { before, leastVersion = 0, timeMs, gpc, ownSwitches }: ChoiceContext): ConsentRecord {
  const version = Math.max(before?.version ?? 0, leastVersion) + 1;
  if (choice.local !== true) return { version, timeMs, choice: 'no' };
  const earlier = before?.choice === 'yes' ? before.despiteGpc : [];
  const purposes = PURPOSES.filter((purpose) => choice[purpose] === true);
  const despiteGpc = purposes.filter((purpose) => OFF_UNDER_GPC.includes(purpose) && (earlier.includes(purpose) || (gpc && ownSwitches.includes(purpose))));
  return { version, timeMs, choice: 'yes', purposes, despiteGpc };
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
  const { version, timeMs, choice, purposes, despiteGpc } = value as Readonly<Record<string, unknown>>;
  if (!Number.isSafeInteger(version) || (version as number) < 1 || !Number.isFinite(timeMs)) return refuse();
  const head = { version: version as number, timeMs: timeMs as number };
  if (choice === 'no') return ok({ ...head, choice });
  const given = purposesOf(purposes);
  if (choice !== 'yes' || !given) return refuse();
  return ok({ ...head, choice, purposes: given, despiteGpc: purposesOf(despiteGpc) ?? [] });
}
