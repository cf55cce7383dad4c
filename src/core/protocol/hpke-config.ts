import { concatBytes, type Result } from '#core/units';
import type { ProtocolFault } from './fault.ts';
import { decodeWire, opaque16, u16, u8 } from './wire.ts';

/** DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM: the one suite we use (RFC 9180 §7). */
const SUITE = { kem: 0x0010, kdf: 0x0001, aead: 0x0001 } as const;

/** A server's public key, under a number that tells it from others of that server. */
export interface HpkeConfig {
  readonly id: number;
  /** P-256, uncompressed, 65 bytes. */
  readonly publicKey: Uint8Array;
}

/** DAP `HpkeConfig`: u8 id, u16 kem, u16 kdf, u16 aead, public key after its 16-bit length. */
export function encodeHpkeConfig(config: HpkeConfig): Uint8Array<ArrayBuffer> {
  return concatBytes(u8(config.id), u16(SUITE.kem), u16(SUITE.kdf), u16(SUITE.aead), ...opaque16(config.publicKey));
}

/** Reads an HPKE configuration from hostile bytes; another suite or key size is a fault. */
export function decodeHpkeConfig(bytes: Uint8Array): Result<HpkeConfig, ProtocolFault> {
  return decodeWire('HPKE configuration', bytes, (reader) => {
    const id = reader.u8('id');
    if (reader.u16('kem') !== SUITE.kem || reader.u16('kdf') !== SUITE.kdf || reader.u16('aead') !== SUITE.aead) reader.refuse('another cipher suite');
    const publicKey = reader.opaque16('public key');
    if (publicKey.length !== 65) reader.refuse(`the public key has ${publicKey.length} bytes, wanted 65`);
    return { id, publicKey };
  });
}
