import { cosignedAt, signaturesBy, type Ed25519Verifier, type NoteKey } from '#core/tlog';
import { fail, ok, utf8Encode, utf8TextOf, type Fault, type Result } from '#core/units';
import { call } from '#server/http';
import { encodeAddCheckpoint, type AddCheckpoint } from './add-checkpoint.ts';

/** Longest wait for a cosignature, ms: it costs the witness one commit to disk. */
const TIMEOUT_MS = 5_000;
/** Largest answer: a few signature lines, the post-quantum ones of nearly 5 kB. */
const MAX_ANSWER_BYTES = 65_536;

/** Who is asked. */
export interface Asked {
  /** Submission prefix, without a trailing slash. */
  readonly url: string;
  readonly key: NoteKey;
  readonly ed25519: Ed25519Verifier;
}

/** `unreachable`: ask again later. `refused`: it said no, and why. `malformed`: it answered something else. */
export type AskFault = Fault<'unreachable' | 'refused' | 'malformed'>;

/** Asks a witness once for its cosignature: the verified line, or the size it saw last where `oldSize` is another. */
export async function askToCosign({ url, key, ed25519 }: Asked, request: AddCheckpoint): Promise<Result<{ readonly line: string } | { readonly size: number }, AskFault>> {
  const answer = await call(`${url}/add-checkpoint`, { method: 'POST', body: utf8Encode(encodeAddCheckpoint(request)), timeoutMs: TIMEOUT_MS, maxBytes: MAX_ANSWER_BYTES });
  if (!answer.ok) {
    const { status, body = '', kind, message } = answer.fault;
    if (status === 409 && /^(0|[1-9]\d{0,14})\n$/.test(body)) return ok({ size: Number(body) });
    return fail(kind === 'refused' && (status ?? 0) < 500 ? 'refused' : 'unreachable', status === 409 ? `${message}: ${body.slice(0, 40)}` : message);
  }
  const line = await lineOf(request.note, answer.value, { key, ed25519 });
  return line === undefined ? fail('malformed', `${url} answered no cosignature of ${key.name}`) : ok({ line });
}

/** The known key's line of an answer; lines of other keys are ignored (C2SP tlog-witness). */
async function lineOf(note: string, answer: Uint8Array, { key, ed25519 }: Pick<Asked, 'key' | 'ed25519'>): Promise<string | undefined> {
  const text = utf8TextOf(answer);
  if (text === undefined) return undefined;
  const whole = note + text;
  const at = await cosignedAt(whole, key, ed25519);
  const lines = signaturesBy(whole, [key]);
  const [line] = lines.ok ? lines.value.split('\n') : []; // one, although all of them hold: the checkpoint's readers count lines
  return at.ok && line ? `${line}\n` : undefined;
}
