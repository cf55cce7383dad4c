import { sha256 } from '@noble/hashes/sha2.js';
import type { Brand } from './brand.ts';
import { toHex } from './bytes.ts';

/** SHA-256 of a file's bytes as 64 lower-case hex digits: the name of an immutable file. */
export type ContentHash = Brand<string, 'ContentHash'>;

/** SHA-256 digest, 32 bytes. */
export function sha256Bytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(sha256(bytes));
}

/** The content address of `bytes`. */
export function contentHash(bytes: Uint8Array): ContentHash {
  return toHex(sha256Bytes(bytes)) as ContentHash;
}

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
