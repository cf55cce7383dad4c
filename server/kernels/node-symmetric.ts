import { createCipheriv, createHmac } from 'node:crypto';
import type { SymmetricCrypto } from '#core/xof';

/** What is encrypted to read a keystream; as long as the longest one was. */
let zeros = new Uint8Array(2 ** 18);

/** HMAC-SHA256 and AES-128-CTR of `node:crypto`, at once: WebCrypto takes .1 ms a call to reach another thread and back. */
export const nodeSymmetric: SymmetricCrypto = {
  hmacSha256: (key, message) => createHmac('sha256', key).update(message).digest(),
  keystream(key, counter, length) {
    if (zeros.length < length) zeros = new Uint8Array(length);
    return createCipheriv('aes-128-ctr', key, counter).update(zeros.subarray(0, length));
  },
};
