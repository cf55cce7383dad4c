import { createHmac, timingSafeEqual } from 'node:crypto';
import type { TaskId } from '#core/protocol';
import { fail, fromHex, ok, toHex, utf8Encode, type Brand, type Fault, type Result } from '#core/units';

/** What leader and helper know and nobody else does: it authorises calls and seeds the verify keys. 32 bytes. */
export type PairSecret = Brand<Uint8Array<ArrayBuffer>, 'PairSecret'>;

/** Bytes of a pair secret: the width of the HMAC behind it. */
export const PAIR_SECRET_BYTES = 32;

/** Reads a secret from the text of its file: 64 hex digits, white space around them ignored. */
export function parsePairSecret(text: string): Result<PairSecret, Fault<'malformed'>> {
  const hex = text.trim();
  if (!/^[0-9a-f]{64}$/.test(hex)) return fail('malformed', 'The pair secret must be 64 lower-case hex digits');
  return ok(fromHex(hex) as PairSecret);
}

/** Each use of the secret has its own key, so that what one use shows helps with no other. */
function derive(secret: PairSecret, use: string, bytes: Uint8Array): Uint8Array {
  return createHmac('sha256', secret).update(utf8Encode(`homebird pair ${use}\n`)).update(bytes).digest();
}

/** Header that proves a call comes from the other aggregator (DAP-18 §3.3). */
export const AUTH_HEADER = 'dap-auth-token';

/** Value of {@link AUTH_HEADER}. */
export function authToken(secret: PairSecret): string {
  return toHex(derive(secret, 'calls', new Uint8Array(0)));
}

/** Whether `token` is the pair's; takes the same time whatever it holds. */
export function isAuthorised(secret: PairSecret, token: string | undefined): boolean {
  const wanted = Buffer.from(authToken(secret));
  const given = Buffer.from(token ?? '');
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** VDAF verify key of one task: secret, the same at both aggregators, and fresh for every task. @param length - at most 32 */
export function verifyKeyOf(secret: PairSecret, task: TaskId, length: number): Uint8Array {
  if (length > PAIR_SECRET_BYTES) throw new RangeError(`Cannot derive a verify key of ${length} bytes: wanted at most ${PAIR_SECRET_BYTES}`);
  return Uint8Array.from(derive(secret, 'verify key', fromHex(task)).subarray(0, length));
}
