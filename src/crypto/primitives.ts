import { concatBytes, toHex, type ContentHash, type Randomness } from '#core/units';
import type { SymmetricCrypto } from '#core/xof';

/** Most bytes `getRandomValues` gives in one call. */
const MAX_RANDOM_BYTES = 65_536;

/** Secrets from the platform's generator. */
export const webRandomness: Randomness = {
  fill(out) {
    for (let at = 0; at < out.length; at += MAX_RANDOM_BYTES) {
      // A copy, because a view on shared memory is refused.
      const part = crypto.getRandomValues(new Uint8Array(Math.min(MAX_RANDOM_BYTES, out.length - at)));
      out.set(part, at);
    }
  },
};

/**
 * As `contentHash`, by the platform: a third of its time for 13 MB, and off this thread. Pages without https have no
 * `crypto.subtle` and take ours.
 */
export async function webContentHash(bytes: Uint8Array): Promise<ContentHash> {
  const subtle = crypto.subtle as typeof crypto.subtle | undefined;
  if (!subtle) return (await import('./plain-hash.ts')).contentHash(bytes);
  return toHex(new Uint8Array(await subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>))) as ContentHash;
}

/** HMAC-SHA256 and AES-128-CTR of WebCrypto; the whole 16-byte block is the counter. */
export const webSymmetric: SymmetricCrypto = {
  async hmacSha256(key, ...message) {
    const imported = await crypto.subtle.importKey('raw', new Uint8Array(key), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
    return new Uint8Array(await crypto.subtle.sign('HMAC', imported, concatBytes(...message)));
  },
  async keystream(key, counter, length) {
    const imported = await crypto.subtle.importKey('raw', new Uint8Array(key), 'AES-CTR', false, ['encrypt']);
    return new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-CTR', counter: new Uint8Array(counter), length: 128 }, imported, new Uint8Array(length)));
  },
};
