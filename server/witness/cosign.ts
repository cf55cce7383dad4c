import {
  cosignNote, decodeCheckpoint, openNote, signaturesBy, unverifiedText, verifyConsistency, type Checkpoint, type Ed25519, type NoteKey, type NoteSigner, type TreeHead,
} from '#core/tlog';
import { equalBytes, fail, ok, sha256Bytes, type Clock, type Fault, type Result } from '#core/units';
import type { Logger, Metrics } from '#server/http';
import type { Store, WitnessedTable } from '#server/store';
import { decodeAddCheckpoint, type AddCheckpoint } from './add-checkpoint.ts';

/** Everything a cosigner is made of, whoever runs it. */
export interface Witness {
  /** As much of a store as cosigning needs: a helper's has more. */
  readonly store: Pick<Store<{ readonly witnessed: WitnessedTable }>, 'tables' | 'transact'>;
  readonly signer: NoteSigner;
  /** Keys trusted to sign checkpoints of this origin; none where the log is not known. */
  keysOf(origin: string): readonly NoteKey[];
  readonly clock: Clock;
  readonly ed25519: Ed25519;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

/** The tree of a log that was cosigned last, and one that its key signed too. */
export interface TwoTrees {
  readonly last: TreeHead;
  readonly next: Checkpoint;
}

/**
 * Why a checkpoint was not cosigned. `stale` carries the size that was cosigned last, so that the log can prove from there.
 * `fork`: the log has signed two trees of one size, which nobody else can. `inconsistent`: the proof does not hold; checkpoints are
 * public, so that a stranger can send a false proof with an honest one, as he can send a `needless-proof` of no growth.
 */
export type CosignFault = Fault<'malformed' | 'unknown-log' | 'bad-signature' | 'needless-proof'> | (Fault<'stale'> & { readonly size: number }) | (Fault<'fork' | 'inconsistent'> & TwoTrees);

/** RFC 6962 §2.1: the root of no leaves. */
const EMPTY_TREE: TreeHead = { size: 0, root: sha256Bytes(new Uint8Array(0)) };

/** The tree cosigned last of the log; the empty one before the first time. @throws TypeError if what is stored cannot be read: to take it for nothing would allow a rollback */
function lastSeen(witnessed: WitnessedTable, origin: string): TreeHead {
  const row = witnessed.get(origin);
  if (!row) return EMPTY_TREE;
  const checkpoint = decodeCheckpoint(row.text);
  if (!checkpoint.ok) throw new TypeError(`The stored checkpoint of ${origin} cannot be read: ${checkpoint.fault.message}`);
  return checkpoint.value;
}

/** The checkpoint of a note that a known log signed, and its signature lines. */
async function openAsked({ keysOf, ed25519 }: Witness, note: string): Promise<Result<{ readonly text: string; readonly checkpoint: Checkpoint; readonly signatures: string }, CosignFault>> {
  const text = unverifiedText(note);
  if (!text.ok) return fail('malformed', text.fault.message);
  const checkpoint = decodeCheckpoint(text.value);
  if (!checkpoint.ok) return fail('malformed', checkpoint.fault.message);
  const keys = keysOf(checkpoint.value.origin);
  if (keys.length === 0) return fail('unknown-log', `This witness knows no log ${checkpoint.value.origin.slice(0, 80)}`);
  const signed: NoteKey[] = [];
  for (const key of keys) {
    const opened = await openNote(note, key, ed25519);
    if (opened.ok) signed.push(key);
    else if (opened.fault.kind === 'bad-signature') return fail('bad-signature', opened.fault.message);
  }
  const signatures = signaturesBy(note, signed);
  if (signed.length === 0 || !signatures.ok) return fail('bad-signature', 'No key that is trusted for this log has signed the checkpoint');
  return ok({ text: text.value, checkpoint: checkpoint.value, signatures: signatures.value });
}

/** Whether the new tree continues the last one. Looked at inside the transaction that keeps it, so that two requests cannot pass each other. */
function followsWrong(last: TreeHead, next: Checkpoint, { oldSize, proof }: AddCheckpoint): CosignFault | undefined {
  if (oldSize !== last.size) return { kind: 'stale', message: `Size ${last.size} was cosigned last`, size: last.size };
  if (verifyConsistency(last, next, proof)) return undefined;
  if (next.size > last.size) return { kind: 'inconsistent', message: 'The checkpoint does not continue the one cosigned before', last, next };
  return equalBytes(last.root, next.root) ? { kind: 'needless-proof', message: 'The checkpoint is the one cosigned before: it needs no proof' } : { kind: 'fork', message: 'The checkpoint is of another tree than the one cosigned before', last, next };
}

/**
 * Cosigns a checkpoint of a known log if it continues the one cosigned before (C2SP tlog-witness `add-checkpoint`).
 * What was cosigned is durable before the signature leaves, so that neither a restart nor a second request at the same time
 * can make it sign two histories. The same checkpoint again gets a signature of now and writes nothing.
 *
 * @returns the cosignature line, and what was cosigned
 */
export async function addCheckpoint(witness: Witness, body: string): Promise<Result<{ readonly line: string; readonly checkpoint: Checkpoint }, CosignFault>> {
  const request = decodeAddCheckpoint(body);
  if (!request.ok) return request;
  const { note, oldSize } = request.value;
  const asked = await openAsked(witness, note);
  if (!asked.ok) return asked;
  const { text, checkpoint, signatures } = asked.value;
  if (oldSize > checkpoint.size) return fail('malformed', `The old size ${oldSize} is above the checkpoint's ${checkpoint.size}`);
  const early = followsWrong(lastSeen(witness.store.tables.witnessed, checkpoint.origin), checkpoint, request.value);
  if (early) return { ok: false, fault: early }; // anybody may send an old checkpoint again: no signature is made for it
  const cosigned = await cosignNote(note, witness.signer, Math.floor(witness.clock.nowMs() / 1000), witness.ed25519);
  if (!cosigned.ok) return fail('malformed', cosigned.fault.message);
  const line = cosigned.value.slice(note.length);
  return witness.store.transact(({ witnessed }): Result<{ readonly line: string; readonly checkpoint: Checkpoint }, CosignFault> => {
    const wrong = followsWrong(lastSeen(witnessed, checkpoint.origin), checkpoint, request.value);
    if (wrong) return { ok: false, fault: wrong };
    // Checkpoints are public, so that a stranger can repeat the last one as often as he likes: what is on disk is not written again.
    const kept = witnessed.get(checkpoint.origin);
    if (kept?.text === text && kept.signatures !== '') return ok({ line, checkpoint });
    witnessed.set({ origin: checkpoint.origin, text, signatures: signatures + line });
    return ok({ line, checkpoint });
  });
}
