import { concatBytes } from '#core/units';
import type { Xof, XofInput, XofStream } from './xof.ts';

/** What {@link xofHmacSha256Aes128} needs of the platform: WebCrypto in page, worker and Node, `node:crypto` where a server is in a hurry. */
export interface SymmetricCrypto {
  /** HMAC-SHA256 under `key` of a message that comes in parts: 32 bytes. */
  hmacSha256(key: Uint8Array, ...message: readonly Uint8Array[]): Promise<Uint8Array> | Uint8Array;
  /** `length` bytes of the AES-128 keystream under `key` (16 bytes), from the 16-byte block `counter` on, which counts as one big-endian number. */
  keystream(key: Uint8Array, counter: Uint8Array, length: number): Promise<Uint8Array> | Uint8Array;
}

/** The size of the reference code, and of its verify keys. */
const SEED_BYTES = 32;
const BLOCK_BYTES = 16;
/** Keystream made beyond what is asked for: an element in 4,096 of Field32 is rejected, and asking WebCrypto again costs .1 ms. */
const AHEAD_BYTES = 256;
const NO_BYTES = new Uint8Array(0);

/**
 * XofHmacSha256Aes128 of libprio-rs and draft-chen-cfrg-vdaf-pine-02: AES-128-CTR under the first 16 bytes of
 * HMAC-SHA256(seed, length of dst in one byte ‖ dst ‖ binder), its last 16 bytes as the first counter block.
 */
export function xofHmacSha256Aes128(ports: SymmetricCrypto): Xof {
  return {
    seedBytes: SEED_BYTES,
    open(input) {
      if (input.seed.length !== SEED_BYTES) throw new RangeError(`Cannot open a stream with a seed of ${input.seed.length} bytes: wanted ${SEED_BYTES}`);
      if (input.dst.length > 255) throw new RangeError(`Cannot open a stream with a tag of ${input.dst.length} bytes: wanted at most 255`);
      return openStream(ports, input);
    },
  };
}

function openStream(ports: SymmetricCrypto, { seed, dst, binder }: XofInput): XofStream {
  let key: Uint8Array | undefined;
  let counter: Uint8Array = NO_BYTES; // block of the next keystream made
  let ahead: Uint8Array = NO_BYTES;
  return {
    async next(length) {
      if (!key) {
        const tag = await ports.hmacSha256(seed, concatBytes(Uint8Array.of(dst.length), dst), binder);
        key = tag.subarray(0, BLOCK_BYTES);
        counter = tag.slice(BLOCK_BYTES);
      }
      if (ahead.length < length) {
        const missing = BLOCK_BYTES * Math.ceil((length - ahead.length + AHEAD_BYTES) / BLOCK_BYTES);
        const made = await ports.keystream(key, counter, missing);
        counter = counterAfter(counter, missing / BLOCK_BYTES);
        ahead = ahead.length === 0 ? made : concatBytes(ahead, made);
      }
      const out = ahead.subarray(0, length);
      ahead = ahead.subarray(length);
      return out;
    },
  };
}

/** `counter` + `blocks` as a big-endian number of 128 bits. */
function counterAfter(counter: Uint8Array, blocks: number): Uint8Array<ArrayBuffer> {
  const next = new Uint8Array(counter);
  for (let i = BLOCK_BYTES - 1, carry = blocks; i >= 0 && carry > 0; i--) {
    const sum = (next[i] ?? 0) + carry;
    next[i] = sum; // keeps the low byte
    carry = Math.floor(sum / 256);
  }
  return next;
}
