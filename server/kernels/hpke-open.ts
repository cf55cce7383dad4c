import { createDecipheriv, createECDH, createHmac, type ECDH } from 'node:crypto';
import { concatBytes, fail, ok, utf8Encode, type Result } from '#core/units';
import type { HpkeFault, HpkeKeys } from '#page/crypto';

/** KEM, KDF and AEAD of RFC 9180 that we seal with: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM. */
const [KEM_ID, KDF_ID, AEAD_ID] = [0x0010, 0x0001, 0x0001] as const;
const HASH_BYTES = 32;
const [KEY_BYTES, NONCE_BYTES, TAG_BYTES] = [16, 12, 16] as const;
const NO_BYTES = new Uint8Array(0);
/** An uncompressed point of P-256. */
const POINT_BYTES = 65;

const u16 = (value: number): Uint8Array => Uint8Array.of(value >> 8, value & 255);
const KEM_SUITE = concatBytes(utf8Encode('KEM'), u16(KEM_ID));
const HPKE_SUITE = concatBytes(utf8Encode('HPKE'), u16(KEM_ID), u16(KDF_ID), u16(AEAD_ID));
const VERSION = utf8Encode('HPKE-v1');

/** RFC 9180 §4, LabeledExtract. */
function extract(suite: Uint8Array, salt: Uint8Array, label: string, input: Uint8Array): Uint8Array {
  return createHmac('sha256', salt).update(VERSION).update(suite).update(label).update(input).digest();
}

/** RFC 9180 §4, LabeledExpand, for up to one block of HMAC-SHA256. */
function expand(suite: Uint8Array, secret: Uint8Array, { label, info, length }: { readonly label: string; readonly info: Uint8Array; readonly length: number }): Uint8Array {
  return createHmac('sha256', secret).update(u16(length)).update(VERSION).update(suite).update(label).update(info).update(Uint8Array.of(1)).digest().subarray(0, length);
}

// Setting a key costs as much as a product of points: kept by identity, so that a server pays once.
const ecdhByKeys = new WeakMap<HpkeKeys, ECDH>();

function ecdhOf(keys: HpkeKeys): ECDH {
  const known = ecdhByKeys.get(keys);
  if (known) return known;
  const ecdh = createECDH('prime256v1');
  ecdh.setPrivateKey(keys.secretKey);
  ecdhByKeys.set(keys, ecdh);
  return ecdh;
}

/** A seal that came, and what it must have been made with. */
interface SealToOpen {
  /** Encapsulated key. */
  readonly enc: Uint8Array;
  /** Ciphertext and tag. */
  readonly payload: Uint8Array;
  readonly keys: HpkeKeys;
  readonly info: Uint8Array;
  readonly aad: Uint8Array;
}

/**
 * `hpkeOpen` of `#page/crypto` at once and in a sixth of its time: a seal of RFC 9180 base mode, opened by `node:crypto`. Any
 * changed byte of key, ciphertext, info or associated data is the same fault.
 */
export function hpkeOpen({ keys, enc, payload, info, aad }: SealToOpen): Result<Uint8Array<ArrayBuffer>, HpkeFault> {
  try {
    if (enc.length !== POINT_BYTES || enc[0] !== 4 || payload.length < TAG_BYTES) return refused();
    const shared = ecdhOf(keys).computeSecret(enc); // throws where `enc` is no point of the curve
    const secret = expand(KEM_SUITE, extract(KEM_SUITE, NO_BYTES, 'eae_prk', shared), { label: 'shared_secret', info: concatBytes(enc, keys.publicKey), length: HASH_BYTES });
    const schedule = concatBytes(Uint8Array.of(0), extract(HPKE_SUITE, NO_BYTES, 'psk_id_hash', NO_BYTES), extract(HPKE_SUITE, NO_BYTES, 'info_hash', info));
    const prk = extract(HPKE_SUITE, secret, 'secret', NO_BYTES);
    const key = expand(HPKE_SUITE, prk, { label: 'key', info: schedule, length: KEY_BYTES });
    const nonce = expand(HPKE_SUITE, prk, { label: 'base_nonce', info: schedule, length: NONCE_BYTES });
    const decipher = createDecipheriv('aes-128-gcm', key, nonce).setAAD(aad).setAuthTag(payload.subarray(-TAG_BYTES));
    const plaintext = decipher.update(payload.subarray(0, -TAG_BYTES));
    decipher.final(); // throws where the tag is another one
    return ok(new Uint8Array(plaintext.buffer as ArrayBuffer, plaintext.byteOffset, plaintext.length));
  } catch {
    return refused();
  }
}

const refused = () => fail('hpke', 'Cannot open the seal: its key, bytes, info or associated data are not the ones it was made with');
