import { createCipheriv, createDecipheriv, createHmac, createPrivateKey, createPublicKey, diffieHellman } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concatBytes, fromHex, toHex, utf8Encode } from '#core/units';
import { ed25519, generateHpkeKeys, hpkeOpen, hpkeSeal, webSymmetric, webRandomness } from '#page/crypto';
import { nobleEd25519, webEd25519 } from '../../../src/crypto/ed25519.ts';

test('webRandomness.fill() fills any length, in pieces the platform takes, and never twice alike', () => {
  for (const length of [0, 1, 65_536, 65_537, 200_000]) {
    const bytes = new Uint8Array(length);
    webRandomness.fill(bytes);
    if (length > 100) expect(bytes.slice(-100).every((byte) => byte === 0)).toBe(false);
  }
  const [a, b] = [new Uint8Array(16), new Uint8Array(16)];
  webRandomness.fill(a);
  webRandomness.fill(b);
  expect(toHex(a)).not.toBe(toHex(b));
});

test('webSymmetric gives HMAC-SHA256', async () => {
  // RFC 4231, test case 2.
  expect(toHex(await webSymmetric.hmacSha256(utf8Encode('Jefe'), utf8Encode('what do ya want for nothing?')))).toBe('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843');
});

test('webSymmetric gives AES-128-CTR with the whole block as counter, wrap-around included', async () => {
  // NIST SP 800-38A, F.5.1: the keystream under which the first block encrypts.
  const stream = await webSymmetric.keystream(fromHex('2b7e151628aed2a6abf7158809cf4f3c'), fromHex('f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff'), 16);
  expect(toHex(stream)).toBe('ec8cdf7398607cb0f2d21675ea9ea1e4');
  await fc.assert(fc.asyncProperty(fc.uint8Array({ minLength: 16, maxLength: 16 }), fc.constantFrom('00'.repeat(16), 'ff'.repeat(16)), fc.integer({ min: 0, max: 100 }), async (key, counter, length) => {
    const node = createCipheriv('aes-128-ctr', key, fromHex(counter)).update(new Uint8Array(length));
    expect(toHex(await webSymmetric.keystream(key, fromHex(counter), length))).toBe(toHex(node));
  }));
});

const info = utf8Encode('info');
const aad = utf8Encode('aad');

test('hpkeOpen() opens what hpkeSeal() sealed, and refuses any change to it', async () => {
  const keys = await generateHpkeKeys();
  expect([keys.publicKey.length, keys.publicKey[0], keys.secretKey.length]).toEqual([65, 4, 32]);
  const plaintext = utf8Encode('a share');
  const sealed = await hpkeSeal({ publicKey: keys.publicKey, info, aad, plaintext });
  if (!sealed.ok) throw new Error(sealed.fault.message);
  const { enc, payload } = sealed.value;
  expect(await hpkeOpen({ keys, enc, payload, info, aad })).toEqual({ ok: true, value: plaintext });
  const other = await generateHpkeKeys();
  for (const change of [{ aad: info }, { info: aad }, { keys: other }, { payload: payload.with(0, (payload[0] ?? 0) ^ 1) }, { enc: enc.with(64, (enc[64] ?? 0) ^ 1) }, { enc: new Uint8Array(0) }, { payload: new Uint8Array(3) }]) {
    expect(await hpkeOpen({ keys, enc, payload, info, aad, ...change })).toMatchObject({ ok: false, fault: { kind: 'hpke' } });
  }
});

test('hpkeSeal() refuses a key that is no point of the curve', async () => {
  for (const publicKey of [new Uint8Array(0), new Uint8Array(65), new Uint8Array(65).fill(9).with(0, 4)]) expect((await hpkeSeal({ publicKey, info, aad, plaintext: info })).ok).toBe(false);
});

/** RFC 9180 §4 to §5.1 in Node's own primitives: a second implementation of DHKEM(P-256), HKDF-SHA256, AES-128-GCM, base mode. */
function openInNode(keys: { readonly publicKey: Uint8Array; readonly secretKey: Uint8Array }, enc: Uint8Array, payload: Uint8Array): Uint8Array {
  const jwk = (point: Uint8Array): { kty: string; crv: string; x: string; y: string } => ({ kty: 'EC', crv: 'P-256', x: Buffer.from(point.subarray(1, 33)).toString('base64url'), y: Buffer.from(point.subarray(33)).toString('base64url') });
  const hmac = (key: Uint8Array, data: Uint8Array): Uint8Array => createHmac('sha256', key).update(data).digest();
  const kem = concatBytes(utf8Encode('KEM'), Uint8Array.of(0, 0x10));
  const hpke = concatBytes(utf8Encode('HPKE'), Uint8Array.of(0, 0x10, 0, 1, 0, 1));
  const extract = (suite: Uint8Array, salt: Uint8Array, label: string, ikm: Uint8Array): Uint8Array => hmac(salt, concatBytes(utf8Encode('HPKE-v1'), suite, utf8Encode(label), ikm));
  const expand = (key: { suite: Uint8Array; prk: Uint8Array }, label: string, context: Uint8Array, length: number): Uint8Array =>
    hmac(key.prk, concatBytes(Uint8Array.of(0, length), utf8Encode('HPKE-v1'), key.suite, utf8Encode(label), context, Uint8Array.of(1))).subarray(0, length);
  const none = new Uint8Array(0);
  const shared = diffieHellman({
    privateKey: createPrivateKey({ key: { ...jwk(keys.publicKey), d: Buffer.from(keys.secretKey).toString('base64url') }, format: 'jwk' }),
    publicKey: createPublicKey({ key: jwk(enc), format: 'jwk' }),
  });
  const secret = expand({ suite: kem, prk: extract(kem, none, 'eae_prk', shared) }, 'shared_secret', concatBytes(enc, keys.publicKey), 32);
  const context = concatBytes(Uint8Array.of(0), extract(hpke, none, 'psk_id_hash', none), extract(hpke, none, 'info_hash', info));
  const prk = extract(hpke, secret, 'secret', none);
  const cipher = createDecipheriv('aes-128-gcm', expand({ suite: hpke, prk }, 'key', context, 16), expand({ suite: hpke, prk }, 'base_nonce', context, 12));
  cipher.setAAD(aad).setAuthTag(payload.subarray(-16));
  return new Uint8Array(Buffer.concat([cipher.update(payload.subarray(0, -16)), cipher.final()]));
}

test('hpkeSeal() is RFC 9180: another implementation of it, on Node\'s primitives, opens the seal', async () => {
  const keys = await generateHpkeKeys();
  const plaintext = utf8Encode('a share');
  const sealed = await hpkeSeal({ publicKey: keys.publicKey, info, aad, plaintext });
  if (!sealed.ok) throw new Error(sealed.fault.message);
  expect(openInNode(keys, sealed.value.enc, sealed.value.payload)).toEqual(plaintext);
});

test('hpkeOpen() opens the RFC 9180 test vector A.3.1 (P-256, base mode, first message)', async () => {
  const keys = {
    publicKey: fromHex('04fe8c19ce0905191ebc298a9245792531f26f0cece2460639e8bc39cb7f706a826a779b4cf969b8a0e539c7f62fb3d30ad6aa8f80e30f1d128aafd68a2ce72ea0'),
    secretKey: fromHex('f3ce7fdae57e1a310d87f1ebbde6f328be0a99cdbcadf4d6589cf29de4b8ffd2'),
  };
  const opened = await hpkeOpen({
    keys,
    enc: fromHex('04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b325ac98536d7b61a1af4b78e5b7f951c0900be863c403ce65c9bfcb9382657222d18c4'),
    payload: fromHex('5ad590bb8baa577f8619db35a36311226a896e7342a6d836d8b7bcd2f20b6c7f9076ac232e3ab2523f39513434'),
    info: fromHex('4f6465206f6e2061204772656369616e2055726e'),
    aad: fromHex('436f756e742d30'),
  });
  expect(opened.ok && toHex(opened.value)).toBe('4265617574792069732074727574682c20747275746820626561757479');
});

test('Ed25519 of WebCrypto and of the library sign alike and accept each other (RFC 8032, test 2)', async () => {
  const secretKey = fromHex('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb');
  const publicKey = fromHex('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c');
  const wanted = '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00';
  for (const implementation of [webEd25519, await nobleEd25519(), ed25519]) {
    expect(toHex(await implementation.sign(secretKey, Uint8Array.of(0x72)))).toBe(wanted);
    expect(await implementation.verify(publicKey, Uint8Array.of(0x72), fromHex(wanted))).toBe(true);
    expect(await implementation.verify(publicKey, Uint8Array.of(0x73), fromHex(wanted))).toBe(false);
  }
});

test('Ed25519 verify() answers hostile keys and signatures with false', async () => {
  await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 70 }), fc.uint8Array({ maxLength: 70 }), async (key, signature) => {
    expect(await ed25519.verify(key, Uint8Array.of(1), signature)).toBe(false);
  }), { numRuns: 50 });
  const library = await nobleEd25519();
  for (const key of [new Uint8Array(32).fill(0xff), new Uint8Array(32)]) for (const implementation of [webEd25519, library]) expect(typeof (await implementation.verify(key, Uint8Array.of(1), new Uint8Array(64)))).toBe('boolean');
});

test('ed25519.generate() makes a pair that signs and verifies', async () => {
  const { secretKey, publicKey } = await ed25519.generate();
  const message = utf8Encode('hello');
  expect(await ed25519.verify(publicKey, message, await ed25519.sign(secretKey, message))).toBe(true);
});
