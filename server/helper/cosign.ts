import { cosignNote, decodeCheckpoint, openNote, parseKeyLine, verifyConsistency, type Checkpoint, type NoteKey } from '#core/tlog';
import { fail, ok, utf8Decode, utf8Encode, type Fault, type Result } from '#core/units';
import { decodeAddCheckpoint } from '#server/pair';
import type { HelperTables } from '#server/store';
import type { Helper } from './helper.ts';

/** Why a checkpoint was not cosigned. `stale` carries the size this helper cosigned last, so that the log can prove from there. */
export type CosignFault = Fault<'malformed' | 'unknown-log' | 'bad-signature' | 'inconsistent'> | (Fault<'stale'> & { readonly size: number });

const LOG_KEY = 'log-key';
const LAST_NOTE = 'last-cosigned';

/**
 * Remembers the verifier key of the log this helper cosigns: the first one it is told, for good.
 *
 * @returns false if another one is already pinned
 */
export function pinLogKey({ store }: Helper, line: string): Promise<boolean> {
  return store.transact(({ settings }) => {
    const pinned = settings.get(LOG_KEY);
    if (pinned) return utf8Decode(pinned) === line;
    settings.set(LOG_KEY, utf8Encode(line));
    return true;
  });
}

/** The tree this helper cosigned last; the empty tree before the first time. */
function lastSeen({ settings }: HelperTables): { readonly size: number; readonly checkpoint: Checkpoint | undefined } {
  const kept = settings.get(LAST_NOTE);
  const checkpoint = kept && decodeCheckpoint(utf8Decode(kept));
  return checkpoint?.ok ? { size: checkpoint.value.size, checkpoint: checkpoint.value } : { size: 0, checkpoint: undefined };
}

function follows(last: ReturnType<typeof lastSeen>, next: Checkpoint, proof: readonly Uint8Array[]): boolean {
  if (next.size < last.size) return false;
  return last.checkpoint ? verifyConsistency(last.checkpoint, next, proof) : true;
}

function pinnedKey({ settings }: HelperTables): Result<NoteKey, Fault> {
  const line = settings.get(LOG_KEY);
  return line ? parseKeyLine(utf8Decode(line)) : fail('unknown-log', 'This helper has been told no log to cosign');
}

/**
 * Cosigns a checkpoint of the pinned log if it extends the one cosigned before (C2SP tlog-witness `add-checkpoint`).
 * What it cosigned is durable before the signature leaves, so that a restart cannot make it sign two histories.
 *
 * @returns the cosignature line
 */
export async function cosignCheckpoint(helper: Helper, body: string): Promise<Result<string, CosignFault>> {
  const request = decodeAddCheckpoint(body);
  if (!request.ok) return request;
  const key = pinnedKey(helper.store.tables);
  if (!key.ok) return fail('unknown-log', key.fault.message);
  const { note, proof, oldSize } = request.value;
  const text = await openNote(note, key.value, helper.ed25519);
  if (!text.ok) return fail('bad-signature', text.fault.message);
  const next = decodeCheckpoint(text.value);
  if (!next.ok || next.value.origin !== key.value.name) return fail('malformed', 'The checkpoint is not one of the pinned log');
  const cosigned = await cosignNote(note, helper.identity.signer, Math.floor(helper.clock.nowMs() / 1000), helper.ed25519);
  if (!cosigned.ok) return fail('malformed', cosigned.fault.message);
  return helper.store.transact((tables): Result<string, CosignFault> => {
    const last = lastSeen(tables);
    if (oldSize !== last.size) return { ok: false, fault: { kind: 'stale', message: `This helper cosigned size ${last.size} last`, size: last.size } };
    if (!follows(last, next.value, proof)) return fail('inconsistent', 'The checkpoint does not extend the one cosigned before');
    tables.settings.set(LAST_NOTE, utf8Encode(text.value));
    return ok(cosigned.value.slice(note.length));
  });
}
