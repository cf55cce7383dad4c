/**
 * **Knows** the extendable output functions of the VDAF drafts: a seed, a tag and a binder become bytes or field elements.
 * **Not here** the seeds themselves, which come from the caller's `Randomness`; hashes of files (`#core/units`).
 * **Trust** keeps no secret beyond a stream; not constant time.
 */
export { xofHmacSha256Aes128, type SymmetricCrypto } from './hmac-aes.ts';
export { xofTurboShake128, xofTurboShake128Draft11 } from './turboshake.ts';
export { deriveSeed, domainTag, expandVector, type Xof } from './xof.ts';
