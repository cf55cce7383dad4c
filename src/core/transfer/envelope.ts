import { concatBytes, equalBytes, fail, ok, sha256Bytes, utf8Encode, type Fault, type Result } from '#core/units';

/**
 * Layout of a sealed file, integers big-endian. All before the ciphertext is its associated data.
 *
 * | offset | bytes | what |
 * |---|---|---|
 * | 0 | 8 | `homebird` in ASCII |
 * | 8 | 1 | version, 1 |
 * | 9 | 1 | 1 where the text was compressed (raw DEFLATE), else 0 |
 * | 10 | 16 | shop: first bytes of SHA-256 of `homebird move ` and `data-shop` |
 * | 26 | 8 | when it was packed, ms since 1970 |
 * | 34 | 4 | rounds of PBKDF2-HMAC-SHA-256 |
 * | 38 | 16 | salt of PBKDF2 |
 * | 54 | 12 | nonce of AES-256-GCM |
 * | 66 | 4 | bytes of ciphertext, tag included |
 * | 70 | n | ciphertext and its 16-byte tag |
 * | 70 + n | 8 | first bytes of SHA-256 of all before: tells a damaged file from a wrong passphrase |
 */
const MAGIC = utf8Encode('homebird');
const VERSION = 1;
const HEADER_BYTES = 70;
/** Bytes that AES-GCM adds. */
export const TAG_BYTES = 16;
const CHECK_BYTES = 8;
/** Rounds a new file is sealed with: what OWASP asks of PBKDF2-HMAC-SHA-256 (2023), a third of a second on a laptop. */
export const PASSPHRASE_ROUNDS = 600_000;
/** Most rounds a file may ask for: ten times as long; beyond it a stranger's file would freeze a phone. */
const MAX_ROUNDS = 6_000_000;
/** Largest file opened: 5,000 of the longest events are a tenth of it. */
export const MAX_ENVELOPE_BYTES = 64 * 1024 * 1024;

/** What stands before the ciphertext. */
export interface EnvelopeHeader {
  readonly isCompressed: boolean;
  /** 16 bytes, as {@link shopTag} gives them. */
  readonly shop: Uint8Array;
  readonly packedAtMs: number;
  readonly rounds: number;
  /** 16 bytes. */
  readonly salt: Uint8Array;
  /** 12 bytes. */
  readonly nonce: Uint8Array;
}

/** A sealed file taken apart; nothing in it is believed before it is opened. */
export interface Envelope extends EnvelopeHeader {
  /** The associated data: all bytes before the ciphertext. */
  readonly header: Uint8Array;
  readonly ciphertext: Uint8Array;
}

/** Why a file cannot be taken in; each is said to the shopper in its own words. */
export type EnvelopeFault = Fault<'not-ours' | 'newer-version' | 'cut-off' | 'damaged' | 'other-shop'>;

/** What a file says of its shop: enough to tell another shop's file, and no name to read. */
export function shopTag(shop: string): Uint8Array {
  return sha256Bytes(utf8Encode(`homebird move ${shop}`)).slice(0, 16);
}

/** The header of a file that will hold `ciphertextBytes`, which the cipher takes as associated data. */
export function headerBytes({ isCompressed, shop, packedAtMs, rounds, salt, nonce }: EnvelopeHeader, ciphertextBytes: number): Uint8Array {
  const out = new Uint8Array(HEADER_BYTES);
  const view = new DataView(out.buffer);
  out.set(MAGIC);
  out[8] = VERSION;
  out[9] = isCompressed ? 1 : 0;
  out.set(shop, 10);
  view.setUint32(26, Math.floor(packedAtMs / 2 ** 32));
  view.setUint32(30, packedAtMs % 2 ** 32);
  view.setUint32(34, rounds);
  out.set(salt, 38);
  out.set(nonce, 54);
  view.setUint32(66, ciphertextBytes);
  return out;
}

/** The whole file. */
export function sealedFile(header: Uint8Array, ciphertext: Uint8Array): Uint8Array {
  const body = concatBytes(header, ciphertext);
  return concatBytes(body, checkOf(body));
}

function checkOf(body: Uint8Array): Uint8Array {
  return sha256Bytes(body).slice(0, CHECK_BYTES);
}

/** Takes a file apart, before any passphrase: what can be wrong with it without one is said here. */
export function readEnvelope(file: Uint8Array, shop: string): Result<Envelope, EnvelopeFault> {
  if (file.length < MAGIC.length || !equalBytes(file.subarray(0, MAGIC.length), MAGIC)) return fail('not-ours', 'Cannot read this file: it does not begin as a file of ours');
  if (file[8] !== undefined && file[8] > VERSION) return fail('newer-version', `Cannot read version ${file[8]} of this file: this is version ${VERSION}`);
  if (file.length < HEADER_BYTES) return fail('cut-off', `Cannot read this file: it ends after ${file.length} bytes`);
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const ciphertextBytes = view.getUint32(66);
  const wholeBytes = HEADER_BYTES + ciphertextBytes + CHECK_BYTES;
  if (file.length < wholeBytes) return fail('cut-off', `Cannot read this file: ${wholeBytes - file.length} of its ${wholeBytes} bytes are missing`);
  const body = file.subarray(0, wholeBytes - CHECK_BYTES);
  const rounds = view.getUint32(34);
  const isSound = file.length === wholeBytes && ciphertextBytes >= TAG_BYTES && file[8] === VERSION && (file[9] ?? 2) <= 1 && rounds >= PASSPHRASE_ROUNDS && rounds <= MAX_ROUNDS;
  if (!isSound || !equalBytes(file.subarray(wholeBytes - CHECK_BYTES), checkOf(body))) return fail('damaged', 'Cannot read this file: its bytes were changed');
  const ofShop = file.slice(10, 26);
  if (!equalBytes(ofShop, shopTag(shop))) return fail('other-shop', 'Cannot read this file: it belongs to another shop');
  return ok({
    isCompressed: file[9] === 1, shop: ofShop, packedAtMs: view.getUint32(26) * 2 ** 32 + view.getUint32(30), rounds, salt: file.slice(38, 54), nonce: file.slice(54, 66),
    header: file.slice(0, HEADER_BYTES), ciphertext: body.slice(HEADER_BYTES),
  });
}
