import { Aes128Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';
import { fail, ok, type Fault, type Result } from '#core/units';

/** Raw keys of DHKEM(P-256): public 65 bytes uncompressed, secret 32 bytes. */
export interface HpkeKeys {
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly secretKey: Uint8Array<ArrayBuffer>;
}

/** Bytes that only the holder of one key opens. */
interface HpkeSealed {
  /** Encapsulated key, 65 bytes. */
  readonly enc: Uint8Array<ArrayBuffer>;
  /** Ciphertext and its 16-byte tag. */
  readonly payload: Uint8Array<ArrayBuffer>;
}

/** Why a seal could not be made or opened. Says nothing about which part was wrong. */
export type HpkeFault = Fault<'hpke'>;

const suite = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes128Gcm() });

/** A fresh key pair. */
export async function generateHpkeKeys(): Promise<HpkeKeys> {
  const pair = await suite.kem.generateKeyPair();
  return {
    publicKey: new Uint8Array(await suite.kem.serializePublicKey(pair.publicKey)),
    secretKey: new Uint8Array(await suite.kem.serializePrivateKey(pair.privateKey)),
  };
}

/** Seals `plaintext` to one recipient (RFC 9180 base mode, single shot). A key that is no point of the curve is a fault. */
export async function hpkeSeal(input: { readonly publicKey: Uint8Array; readonly info: Uint8Array; readonly aad: Uint8Array; readonly plaintext: Uint8Array }): Promise<Result<HpkeSealed, HpkeFault>> {
  try {
    const recipientPublicKey = await suite.kem.deserializePublicKey(ownBuffer(input.publicKey));
    const { ct, enc } = await suite.seal({ recipientPublicKey, info: ownBuffer(input.info) }, ownBuffer(input.plaintext), ownBuffer(input.aad));
    return ok({ enc: new Uint8Array(enc), payload: new Uint8Array(ct) });
  } catch (error) {
    return fail('hpke', `Cannot seal: ${error instanceof Error ? error.message.slice(0, 200) : 'the key was refused'}`);
  }
}

/** Opens a seal; any changed byte of key, ciphertext, info or associated data is the same fault. */
export async function hpkeOpen(input: HpkeSealed & { readonly keys: HpkeKeys; readonly info: Uint8Array; readonly aad: Uint8Array }): Promise<Result<Uint8Array<ArrayBuffer>, HpkeFault>> {
  try {
    const recipientKey = await importedKeys(input.keys);
    return ok(new Uint8Array(await suite.open({ recipientKey, info: ownBuffer(input.info), enc: ownBuffer(input.enc) }, ownBuffer(input.payload), ownBuffer(input.aad))));
  } catch {
    return fail('hpke', 'Cannot open the seal: its key, bytes, info or associated data are not the ones it was made with');
  }
}

interface ImportedKeys {
  readonly publicKey: Awaited<ReturnType<typeof suite.kem.deserializePublicKey>>;
  readonly privateKey: Awaited<ReturnType<typeof suite.kem.deserializePrivateKey>>;
}

// Importing costs as much as opening: kept by identity, so that a server pays once.
const importedByKeys = new WeakMap<HpkeKeys, Promise<ImportedKeys>>();

function importedKeys(keys: HpkeKeys): Promise<ImportedKeys> {
  const known = importedByKeys.get(keys);
  if (known) return known;
  const imported = (async () => ({
    publicKey: await suite.kem.deserializePublicKey(ownBuffer(keys.publicKey)),
    privateKey: await suite.kem.deserializePrivateKey(ownBuffer(keys.secretKey)),
  }))();
  importedByKeys.set(keys, imported);
  return imported;
}

const ownBuffer = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;
