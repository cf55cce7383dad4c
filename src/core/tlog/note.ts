import { concatBytes, equalBytes, fail, fromBase64, fromHex, ok, sha256Bytes, toBase64, toHex, utf8Encode, type Fault, type Result } from '#core/units';

/** Verifies Ed25519 (RFC 8032). Public keys are raw, 32 bytes. */
export interface Ed25519Verifier {
  /** False for a wrong signature and for bytes that are no key or signature; never throws on hostile bytes. */
  verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): Promise<boolean>;
}

/** Ed25519 (RFC 8032). Secret keys are raw 32-byte seeds. */
export interface Ed25519 extends Ed25519Verifier {
  sign(secretKey: Uint8Array, message: Uint8Array): Promise<Uint8Array>;
}

/** Who signs, and what others verify by. */
export interface NoteSigner {
  /** Without spaces and plus signs. */
  readonly name: string;
  readonly secretKey: Uint8Array;
  readonly publicKey: Uint8Array;
}

/** A verifier key line, taken apart. */
export interface NoteKey {
  readonly name: string;
  /** First four bytes of SHA-256(name ‖ newline ‖ algorithm ‖ key). */
  readonly hash: Uint8Array;
  readonly algorithm: number;
  readonly publicKey: Uint8Array;
}

/** Why a note was not accepted. */
export type NoteFault = Fault<'malformed-note' | 'unsigned-note' | 'bad-signature'>;

/** Signature type of plain Ed25519 (C2SP signed-note). */
const ED25519_NOTE = 0x01;
/** Signature type of timestamped Ed25519 cosignatures (C2SP signed-note, tlog-cosignature). */
export const COSIGNATURE_V1 = 0x04;
/** Signature lines of one note: what every verifier must take (C2SP signed-note); more would let a stranger make us work. */
const MAX_SIGNATURES = 16;
/** Longest note read, in UTF-16 units: 16 post-quantum signature lines of under 5 kB each, and a text of a few lines. */
const MAX_NOTE_LENGTH = 98_304;
const SIGNATURE_BYTES = 64;
/** A key's name: no Unicode space, no plus sign. \s would let U+0085 pass and refuse U+FEFF, which is no space. */
const NAME = '[^\\p{White_Space}+]+';
const NAME_PATTERN = new RegExp(`^${NAME}$`, 'u');
const KEY_LINE_PATTERN = new RegExp(`^(${NAME})\\+([0-9a-f]{8})\\+([A-Za-z0-9+/]+={0,2})$`, 'u');
const SIGNATURE_LINE_PATTERN = new RegExp(`^— (${NAME}) ([A-Za-z0-9+/]+={0,2})$`, 'u');

/** `name+hash+base64`, the line a verifier pins (C2SP signed-note). */
export function keyLine(name: string, publicKey: Uint8Array, algorithm: number = ED25519_NOTE): string {
  if (!NAME_PATTERN.test(name)) throw new RangeError(`Cannot name a key "${name}": wanted no spaces or plus signs`);
  return `${name}+${toHex(keyHash(name, publicKey, algorithm))}+${toBase64(concatBytes(Uint8Array.of(algorithm), publicKey))}`;
}

/** Takes a verifier key line apart; a hash that does not match its key is a fault. */
export function parseKeyLine(line: string): Result<NoteKey, NoteFault> {
  const match = KEY_LINE_PATTERN.exec(line);
  const bytes = fromBase64(match?.[3] ?? '');
  if (!match || !bytes || bytes.length !== 33) return fail('malformed-note', `Cannot read the key line "${line.slice(0, 80)}": wanted name+hash+base64`);
  const [, name = '', hash = ''] = match;
  const key: NoteKey = { name, hash: fromHex(hash), algorithm: bytes[0] ?? 0, publicKey: bytes.slice(1) };
  if (!equalBytes(keyHash(name, key.publicKey, key.algorithm), key.hash)) return fail('malformed-note', `Cannot use the key line of ${name}: its hash is not that of its key`);
  return ok(key);
}

/** `text` (whole lines, each ended by a newline) and the signer's signature, as a C2SP signed note. */
export async function signNote(text: string, signer: NoteSigner, ed25519: Ed25519): Promise<string> {
  if (!isNoteText(text)) throw new RangeError('Cannot sign the note: wanted text that ends in a newline and has no control characters');
  const signature = await ed25519.sign(signer.secretKey, utf8Encode(text));
  return `${text}\n${signatureLine(signer.name, keyHash(signer.name, signer.publicKey, ED25519_NOTE), signature)}`;
}

/**
 * The text of a note that `key` signed. Signatures of other keys are ignored; every one of this key must hold, because a
 * note with a false signature of a known key was made by nobody honest (C2SP signed-note).
 */
export async function openNote(note: string, key: NoteKey, ed25519: Ed25519Verifier): Promise<Result<string, NoteFault>> {
  const parts = splitNote(note);
  if (!parts.ok) return parts;
  const { text, signatures } = parts.value;
  const own = signatures.filter((line) => isBy(line, key));
  if (own.length === 0) return fail('unsigned-note', `Cannot open the note: ${key.name} has not signed it`);
  for (const { bytes } of own) {
    const valid = key.algorithm === ED25519_NOTE && bytes.length === SIGNATURE_BYTES && (await ed25519.verify(key.publicKey, utf8Encode(text), bytes));
    if (!valid) return fail('bad-signature', `Cannot open the note: the signature of ${key.name} does not hold`);
  }
  return ok(text);
}

/** The text of a note nobody has verified: good only for finding the keys that it must be judged by. */
export function unverifiedText(note: string): Result<string, NoteFault> {
  const parts = splitNote(note);
  return parts.ok ? ok(parts.value.text) : parts;
}

/** The signature lines of `keys` in `note`, as they stand there, unverified; those of everybody else are left out. */
export function signaturesBy(note: string, keys: readonly NoteKey[]): Result<string, NoteFault> {
  const parts = splitNote(note);
  return parts.ok ? ok(parts.value.signatures.filter((line) => keys.some((key) => isBy(line, key))).map(({ line }) => `${line}\n`).join('')) : parts;
}

/** `note` with a cosignature/v1 line of `cosigner` added (C2SP tlog-cosignature): "I saw this tree at this time". */
export async function cosignNote(note: string, cosigner: NoteSigner, timeSeconds: number, ed25519: Ed25519): Promise<Result<string, NoteFault>> {
  const parts = splitNote(note);
  if (!parts.ok) return parts;
  const signature = await ed25519.sign(cosigner.secretKey, cosignedMessage(parts.value.text, timeSeconds));
  const hash = keyHash(cosigner.name, cosigner.publicKey, COSIGNATURE_V1);
  return ok(note + signatureLine(cosigner.name, hash, concatBytes(timeBytes(timeSeconds), signature)));
}

/** When `key` cosigned `note` last, in seconds since 1970; a note without its cosignature, or with a false one of it, is a fault. */
export async function cosignedAt(note: string, key: NoteKey, ed25519: Ed25519Verifier): Promise<Result<number, NoteFault>> {
  const parts = splitNote(note);
  if (!parts.ok) return parts;
  const { text, signatures } = parts.value;
  const own = signatures.filter((line) => isBy(line, key));
  if (own.length === 0) return fail('unsigned-note', `Cannot verify the cosignature: ${key.name} has not signed the note`);
  let newest = 0;
  for (const { bytes } of own) {
    if (key.algorithm !== COSIGNATURE_V1 || bytes.length !== 8 + SIGNATURE_BYTES) return fail('bad-signature', `The signature of ${key.name} is no cosignature`);
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const timeSeconds = view.getUint32(0) * 4294967296 + view.getUint32(4);
    // A time of zero makes no claim about the newest tree (C2SP tlog-cosignature).
    if (!Number.isSafeInteger(timeSeconds) || timeSeconds === 0) return fail('bad-signature', `The cosignature of ${key.name} has an impossible time`);
    const valid = await ed25519.verify(key.publicKey, cosignedMessage(text, timeSeconds), bytes.subarray(8));
    if (!valid) return fail('bad-signature', `The cosignature of ${key.name} does not hold`);
    newest = Math.max(newest, timeSeconds);
  }
  return ok(newest);
}

interface SignatureLine {
  /** As it stands in the note, without its newline. */
  readonly line: string;
  readonly name: string;
  readonly hash: Uint8Array;
  readonly bytes: Uint8Array;
}

function splitNote(note: string): Result<{ readonly text: string; readonly signatures: readonly SignatureLine[] }, NoteFault> {
  if (note.length > MAX_NOTE_LENGTH) return fail('malformed-note', `Cannot read a note of ${note.length} characters: wanted at most ${MAX_NOTE_LENGTH}`);
  if (!isNoteText(note)) return fail('malformed-note', 'Cannot read the note: it does not end in a newline, or holds control characters');
  const split = note.lastIndexOf('\n\n');
  if (split < 0) return fail('malformed-note', 'Cannot read the note: wanted text, an empty line and signature lines');
  const lines = note.slice(split + 2, -1).split('\n');
  if (lines.length > MAX_SIGNATURES) return fail('malformed-note', `Cannot read the note: ${lines.length} signatures, wanted at most ${MAX_SIGNATURES}`);
  const signatures: SignatureLine[] = [];
  for (const line of lines) {
    const match = SIGNATURE_LINE_PATTERN.exec(line);
    const bytes = fromBase64(match?.[2] ?? '');
    if (!match || !bytes || bytes.length < 5) return fail('malformed-note', `Cannot read the signature line "${line.slice(0, 80)}"`);
    signatures.push({ line, name: match[1] ?? '', hash: bytes.subarray(0, 4), bytes: bytes.slice(4) });
  }
  return ok({ text: note.slice(0, split + 1), signatures });
}

const isBy = (line: SignatureLine, key: NoteKey): boolean => line.name === key.name && equalBytes(line.hash, key.hash);

const signatureLine = (name: string, hash: Uint8Array, signature: Uint8Array): string => `— ${name} ${toBase64(concatBytes(hash, signature))}\n`;

const keyHash = (name: string, publicKey: Uint8Array, algorithm: number): Uint8Array =>
  sha256Bytes(concatBytes(utf8Encode(`${name}\n`), Uint8Array.of(algorithm), publicKey)).slice(0, 4);

const cosignedMessage = (text: string, timeSeconds: number): Uint8Array => utf8Encode(`cosignature/v1\ntime ${timeSeconds}\n${text}`);

function timeBytes(timeSeconds: number): Uint8Array {
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, Math.floor(timeSeconds / 4294967296));
  view.setUint32(4, timeSeconds % 4294967296);
  return bytes;
}

/** Well-formed Unicode without control characters below U+0020 but newlines, the last of which ends it. */
function isNoteText(text: string): boolean {
  return text.endsWith('\n') && !/[\u0000-\u0009\u000b-\u001f]|\p{Surrogate}/u.test(text);
}
