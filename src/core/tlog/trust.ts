import { DAY_MS, equalBytes, fail, ok, type Fault, type Result } from '#core/units';
import { decodeCheckpoint, type Checkpoint } from './checkpoint.ts';
import { COSIGNATURE_V1, cosignedAt, openNote, parseKeyLine, type Ed25519Verifier, type NoteFault, type NoteKey } from './note.ts';

/** The part of a policy file that says whose word on the log counts; keys are C2SP verifier key lines. */
export interface LogPins {
  readonly logOrigin: string;
  readonly logKey: string;
  /** Key of cosignatures. */
  readonly helperKey: string;
  /** Independent witnesses, and how many of them must have cosigned beside the helper; absent: the helper alone. */
  readonly witnesses?: { readonly keys: readonly string[]; readonly quorum: number };
}

/** {@link LogPins}, read. */
export interface LogTrust {
  readonly origin: string;
  readonly log: NoteKey;
  readonly helper: NoteKey;
  readonly witnesses: readonly NoteKey[];
  /** 0 without witnesses. */
  readonly quorum: number;
}

/** Why a policy's keys, or a checkpoint under them, are not accepted. */
export type TrustFault = NoteFault | Fault<'bad-keys' | 'other-log' | 'stale-cosignature' | 'too-few-witnesses'>;

/**
 * Reads the keys of a policy. Log, helper and every witness must have a key of their own: a witness that signs with the
 * helper's key would be the helper twice.
 */
export function trustOf({ logOrigin, logKey, helperKey, witnesses }: LogPins): Result<LogTrust, TrustFault> {
  const keys: NoteKey[] = [];
  for (const line of [logKey, helperKey, ...(witnesses?.keys ?? [])]) {
    const key = parseKeyLine(line);
    if (!key.ok) return key;
    if (keys.some(({ publicKey }) => equalBytes(publicKey, key.value.publicKey))) return fail('bad-keys', `Cannot trust ${key.value.name}: its key is that of another party of the policy`);
    keys.push(key.value);
  }
  const [log, helper, ...others] = keys;
  if (!log || !helper) throw new TypeError('Cannot read the keys of a policy, although each of them was read');
  const wrong = [helper, ...others].find(({ algorithm }) => algorithm !== COSIGNATURE_V1);
  if (wrong) return fail('bad-keys', `Cannot trust ${wrong.name}: its key is not one of Ed25519 cosignatures`);
  const quorum = witnesses?.quorum ?? 0;
  const wanted = others.length === 0 ? 0 : 1; // a witness that need not sign would be named for show
  if (!(Number.isSafeInteger(quorum) && quorum >= wanted && quorum <= others.length)) return fail('bad-keys', `Cannot ask ${quorum} of ${others.length} witnesses for their cosignature`);
  return ok({ origin: logOrigin, log, helper, witnesses: others, quorum });
}

/** The checkpoint in a note that the log's own key signed. */
export async function openCheckpoint(note: string, { origin, log }: Pick<LogTrust, 'origin' | 'log'>, ed25519: Ed25519Verifier): Promise<Result<Checkpoint, TrustFault>> {
  const text = await openNote(note, log, ed25519);
  if (!text.ok) return text;
  const checkpoint = decodeCheckpoint(text.value);
  if (!checkpoint.ok) return checkpoint;
  return checkpoint.value.origin === origin ? checkpoint : fail('other-log', `The checkpoint is of another log, ${checkpoint.value.origin.slice(0, 80)}`);
}

/** Span of time in which a cosignature counts, ms since 1970. */
export interface CosignedWithin {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Who has cosigned a checkpoint: when, in seconds since 1970, or why it does not count. */
export interface Cosigned {
  readonly name: string;
  readonly at: Result<number, TrustFault>;
}

async function judge(note: string, key: NoteKey, { fromMs, toMs }: CosignedWithin, ed25519: Ed25519Verifier): Promise<Cosigned> {
  const at = await cosignedAt(note, key, ed25519);
  const { name } = key;
  if (!at.ok) return { name, at };
  if (1000 * at.value < fromMs) return { name, at: fail('stale-cosignature', `The cosignature of ${name} is ${daysText(fromMs - 1000 * at.value)} too old`) };
  if (1000 * at.value > toMs) return { name, at: fail('stale-cosignature', `The cosignature of ${name} is from the future`) };
  return { name, at };
}

const daysText = (ms: number): string => `${Math.ceil(ms / DAY_MS)} ${ms > DAY_MS ? 'days' : 'day'}`;

/** The helper's cosignature. */
export function helperCosigned(note: string, trust: LogTrust, within: CosignedWithin, ed25519: Ed25519Verifier): Promise<Cosigned> {
  return judge(note, trust.helper, within, ed25519);
}

/** The witnesses' cosignatures, in the policy's order, and whether they are as many as the policy asks for. */
export async function witnessesCosigned(note: string, trust: LogTrust, within: CosignedWithin, ed25519: Ed25519Verifier): Promise<{ readonly each: readonly Cosigned[]; readonly fault: TrustFault | undefined }> {
  const each: Cosigned[] = [];
  for (const key of trust.witnesses) each.push(await judge(note, key, within, ed25519));
  // A false signature of a known key is nobody's mistake: the note is refused whole (C2SP signed-note).
  const forged = each.find(({ at }) => !at.ok && at.fault.kind === 'bad-signature');
  if (forged && !forged.at.ok) return { each, fault: forged.at.fault };
  const count = each.filter(({ at }) => at.ok).length;
  const fault: TrustFault | undefined = count >= trust.quorum ? undefined : { kind: 'too-few-witnesses', message: `The checkpoint is cosigned in time by ${count} of the ${trust.quorum} witnesses that the policy asks for` };
  return { each, fault };
}

/** The checkpoint in a note that the whole policy accepts: signed by the log, cosigned in time by the helper and enough witnesses. */
export async function acceptCheckpoint(note: string, trust: LogTrust, within: CosignedWithin, ed25519: Ed25519Verifier): Promise<Result<Checkpoint, TrustFault>> {
  const checkpoint = await openCheckpoint(note, trust, ed25519);
  if (!checkpoint.ok) return checkpoint;
  const helper = await helperCosigned(note, trust, within, ed25519);
  if (!helper.at.ok) return helper.at;
  const { fault } = await witnessesCosigned(note, trust, within, ed25519);
  return fault ? { ok: false, fault } : checkpoint;
}
