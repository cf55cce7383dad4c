import { fail, fromBase64, ok, toBase64, type Fault, type Result } from '#core/units';

/** A log asks for a cosignature: the size its cosigner saw last, the proof from there, and the new checkpoint (C2SP tlog-witness). */
export interface AddCheckpoint {
  readonly oldSize: number;
  readonly proof: readonly Uint8Array[];
  /** Signed note. */
  readonly note: string;
}

/** Hashes of a consistency proof; 63 is what the format allows. */
const MAX_PROOF_LINES = 63;
const HASH_BYTES = 32;
/** Largest request: 63 lines of 45 bytes and a note of at most 98,304 characters, nearly all of them ASCII. */
export const MAX_ADD_CHECKPOINT_BYTES = 102_400;

/** Body of `POST /add-checkpoint`. */
export function encodeAddCheckpoint({ oldSize, proof, note }: AddCheckpoint): string {
  return `old ${oldSize}\n${proof.map((hash) => `${toBase64(hash)}\n`).join('')}\n${note}`;
}

/** Reads the body of `POST /add-checkpoint` from hostile text. */
export function decodeAddCheckpoint(text: string): Result<AddCheckpoint, Fault<'malformed'>> {
  const end = text.indexOf('\n\n');
  if (end < 0) return fail('malformed', 'Cannot read the request: it has no empty line');
  const [first = '', ...lines] = text.slice(0, end).split('\n');
  const old = /^old (0|[1-9]\d{0,14})$/.exec(first)?.[1];
  if (old === undefined) return fail('malformed', 'Cannot read the request: its first line is not "old <size>"');
  if (lines.length > MAX_PROOF_LINES) return fail('malformed', `Cannot read the request: ${lines.length} hashes, wanted at most ${MAX_PROOF_LINES}`);
  const proof: Uint8Array[] = [];
  for (const line of lines) {
    const hash = fromBase64(line);
    if (hash?.length !== HASH_BYTES) return fail('malformed', `Cannot read the request: proof line ${proof.length + 1} is no hash in base64`);
    proof.push(hash);
  }
  return ok({ oldSize: Number(old), proof, note: text.slice(end + 2) });
}
