import { fail, fromBase64, ok, toBase64, type Result } from '#core/units';
import { HASH_BYTES, type TreeHead } from './merkle.ts';
import type { NoteFault } from './note.ts';

/** A tree head with the log it belongs to. */
export interface Checkpoint extends TreeHead {
  /** First line: the log's name, without a scheme. */
  readonly origin: string;
}

/** Text of a checkpoint: origin, size, base64 root (C2SP tlog-checkpoint). */
export function encodeCheckpoint(checkpoint: Checkpoint): string {
  return `${checkpoint.origin}\n${checkpoint.size}\n${toBase64(checkpoint.root)}\n`;
}

/** Reads the text of an opened checkpoint note; extension lines are allowed, none empty, and ignored. */
export function decodeCheckpoint(text: string): Result<Checkpoint, NoteFault> {
  const [origin = '', size = '', root = '', ...rest] = text.split('\n');
  const malformed = (why: string): Result<never, NoteFault> => fail('malformed-note', `Cannot read the checkpoint: ${why}`);
  if (origin === '') return malformed('it has no origin');
  if (!/^(0|[1-9]\d{0,14})$/.test(size)) return malformed(`its size "${size.slice(0, 20)}" is no number`);
  if (rest.pop() !== '') return malformed('it has fewer than three lines');
  if (rest.includes('')) return malformed('it has an empty line');
  const bytes = fromBase64(root);
  if (!bytes) return malformed('its root is no base64');
  return bytes.length === HASH_BYTES ? ok({ origin, size: Number(size), root: bytes }) : malformed(`its root has ${bytes.length} bytes, wanted ${HASH_BYTES}`);
}
