/** What makes a key of a passphrase, and a seal of the key. */
export interface PassphraseSeal {
  /** As she typed it; the same letters in another Unicode form are the same passphrase. */
  readonly passphrase: string;
  /** Of PBKDF2-HMAC-SHA-256. */
  readonly rounds: number;
  /** 16 bytes, new for each seal. */
  readonly salt: Uint8Array;
  /** 12 bytes, new for each seal. */
  readonly nonce: Uint8Array;
}

/** Whether this page can: without https browsers have no `crypto.subtle`. */
export function canSeal(): boolean {
  return (crypto as { readonly subtle?: unknown }).subtle !== undefined;
}

async function keyOf({ passphrase, rounds, salt }: PassphraseSeal) {
  const secret = new TextEncoder().encode(passphrase.normalize('NFKC').trim());
  const imported = await crypto.subtle.importKey('raw', secret, 'PBKDF2', false, ['deriveKey']);
  return crypto.subtle.deriveKey({ name: 'PBKDF2', hash: 'SHA-256', salt: new Uint8Array(salt), iterations: rounds }, imported, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

function cipherOf({ nonce }: PassphraseSeal, associated: Uint8Array) {
  return { name: 'AES-GCM', iv: new Uint8Array(nonce), additionalData: new Uint8Array(associated), tagLength: 128 };
}

/** `plain` under AES-256-GCM, 16 bytes longer; `associated` must be the same to open it. */
export async function passphraseSeal(how: PassphraseSeal, associated: Uint8Array, plain: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.encrypt(cipherOf(how, associated), await keyOf(how), new Uint8Array(plain)));
}

/** What {@link passphraseSeal} sealed; undefined where passphrase, associated data or bytes are others. */
export async function passphraseOpen(how: PassphraseSeal, associated: Uint8Array, sealed: Uint8Array): Promise<Uint8Array | undefined> {
  const key = await keyOf(how);
  try {
    return new Uint8Array(await crypto.subtle.decrypt(cipherOf(how, associated), key, new Uint8Array(sealed)));
  } catch {
    return undefined; // the platform says no more than that it does not fit
  }
}

async function through(bytes: Uint8Array, stream: CompressionStream | DecompressionStream, mostBytes: number): Promise<Uint8Array | undefined> {
  const reader = (new Blob([new Uint8Array(bytes)]).stream().pipeThrough(stream) as ReadableStream<Uint8Array>).getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return new Uint8Array(await new Blob(parts).arrayBuffer());
      length += value.length;
      if (length > mostBytes) {
        await reader.cancel();
        return undefined;
      }
      parts.push(new Uint8Array(value));
    }
  } catch {
    return undefined; // no such data
  }
}

/** `bytes` as raw DEFLATE; undefined where the browser cannot. */
export async function deflate(bytes: Uint8Array): Promise<Uint8Array | undefined> {
  return 'CompressionStream' in globalThis ? through(bytes, new CompressionStream('deflate-raw'), Infinity) : undefined;
}

/** What was deflated; undefined where it is no DEFLATE, becomes longer than `mostBytes`, or the browser cannot. */
export async function inflate(bytes: Uint8Array, mostBytes: number): Promise<Uint8Array | undefined> {
  return 'DecompressionStream' in globalThis ? through(bytes, new DecompressionStream('deflate-raw'), mostBytes) : undefined;
}
