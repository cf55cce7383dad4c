// Apart from hash.ts: who only names or checks an address does not load SHA-256.
import type { Brand } from './brand.ts';

/** SHA-256 of a file's bytes as 64 lower-case hex digits: the name of an immutable file. */
export type ContentHash = Brand<string, 'ContentHash'>;

/** How a SHA-256 digest is spelled in every file, address and message: 64 lower-case hex digits. */
export const HASH_PATTERN = /^[0-9a-f]{64}$/;

/** Whether `text` is spelled as a content address. */
export function isContentHash(text: string): text is ContentHash {
  return HASH_PATTERN.test(text);
}

/**
 * `text` as a content address.
 *
 * @throws RangeError if it is not 64 lower-case hex digits
 */
export function parseContentHash(text: string): ContentHash {
  if (!isContentHash(text)) throw new RangeError(`Cannot use "${text.slice(0, 80)}" as a content hash: wanted 64 lower-case hex digits`);
  return text;
}
