import { sha256 } from '@noble/hashes/sha2.js';
import { toHex } from './bytes.ts';
import type { ContentHash } from './content-hash.ts';

/** SHA-256 digest, 32 bytes. */
export function sha256Bytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(sha256(bytes));
}

/** The content address of `bytes`. */
export function contentHash(bytes: Uint8Array): ContentHash {
  return toHex(sha256Bytes(bytes)) as ContentHash;
}

/** The file of that hash out of a store; undefined where it is gone or harmed, and where the hash, which was kept too, is none. */
export async function keptFile(files: { read(hash: ContentHash): Promise<Uint8Array | undefined> }, hash: ContentHash | undefined): Promise<Uint8Array | undefined> {
  const bytes: unknown = typeof hash === 'string' ? await files.read(hash) : undefined;
  return bytes instanceof Uint8Array && contentHash(bytes) === hash ? bytes : undefined;
}
