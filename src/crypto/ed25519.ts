import type { Ed25519 } from '#core/tlog';

/** PKCS #8 wrapping of a 32-byte Ed25519 seed (RFC 8410 §7). */
const PKCS8_PREFIX = Uint8Array.of(0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20);
const KEY_BYTES = 32;

/** Ed25519 of this platform: WebCrypto where it knows the curve, else `@noble/ed25519`, loaded only then. */
export const ed25519: Ed25519 & { generate(): Promise<{ readonly secretKey: Uint8Array; readonly publicKey: Uint8Array }> } = {
  async sign(secretKey, message) {
    return (await implementation()).sign(secretKey, message);
  },
  async verify(publicKey, message, signature) {
    return publicKey.length === KEY_BYTES && signature.length === 64 && (await implementation()).verify(publicKey, message, signature);
  },
  async generate() {
    const noble = await import('@noble/ed25519');
    const secretKey = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
    return { secretKey, publicKey: new Uint8Array(await noble.getPublicKeyAsync(secretKey)) };
  },
};

let chosen: Promise<Ed25519> | undefined;

function implementation(): Promise<Ed25519> {
  chosen ??= hasWebCryptoEd25519().then((has) => (has ? webEd25519 : nobleEd25519()));
  return chosen;
}

async function hasWebCryptoEd25519(): Promise<boolean> {
  try {
    // The base point's encoding: any valid key will do.
    await crypto.subtle.importKey('raw', new Uint8Array(KEY_BYTES).fill(0x66).with(0, 0x58), 'Ed25519', false, ['verify']);
    return true;
  } catch {
    return false;
  }
}

/** WebCrypto's implementation; exported for tests, which compare both. */
export const webEd25519: Ed25519 = {
  async sign(secretKey, message) {
    const pkcs8 = new Uint8Array(PKCS8_PREFIX.length + KEY_BYTES);
    pkcs8.set(PKCS8_PREFIX);
    pkcs8.set(secretKey, PKCS8_PREFIX.length);
    const key = await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', false, ['sign']);
    return new Uint8Array(await crypto.subtle.sign('Ed25519', key, new Uint8Array(message)));
  },
  async verify(publicKey, message, signature) {
    try {
      const key = await crypto.subtle.importKey('raw', new Uint8Array(publicKey), 'Ed25519', false, ['verify']);
      return await crypto.subtle.verify('Ed25519', key, new Uint8Array(signature), new Uint8Array(message));
    } catch {
      return false; // no point of the curve
    }
  },
};

/** The library's implementation; exported for tests, which compare both. */
export async function nobleEd25519(): Promise<Ed25519> {
  const noble = await import('@noble/ed25519');
  return {
    sign: async (secretKey, message) => new Uint8Array(await noble.signAsync(message, secretKey)),
    async verify(publicKey, message, signature) {
      try {
        return await noble.verifyAsync(signature, message, publicKey);
      } catch {
        return false; // no point of the curve
      }
    },
  };
}
