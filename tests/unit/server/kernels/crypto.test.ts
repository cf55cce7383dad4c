import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toHex } from '#core/units';
import { generateHpkeKeys, hpkeOpen as webOpen, hpkeSeal, webSymmetric } from '#page/crypto';
import { hpkeOpen, nodeSymmetric } from '#server/kernels';
import { valueOf } from '#support/result';

const bytes = (maxLength: number) => fc.uint8Array({ minLength: 0, maxLength });

test('nodeSymmetric gives the bytes of webSymmetric', async () => {
  await fc.assert(fc.asyncProperty(fc.uint8Array({ minLength: 32, maxLength: 32 }), bytes(300), fc.integer({ min: 1, max: 2_000 }), async (key, message, length) => {
    expect(toHex(await nodeSymmetric.hmacSha256(key, message))).toBe(toHex(await webSymmetric.hmacSha256(key, message)));
    const [aesKey, counter] = [key.subarray(0, 16), key.subarray(16)];
    expect(toHex(await nodeSymmetric.keystream(aesKey, counter, length))).toBe(toHex(await webSymmetric.keystream(aesKey, counter, length)));
  }), { numRuns: 30 });
  const long = await nodeSymmetric.keystream(new Uint8Array(16), new Uint8Array(16).fill(255), 2 ** 18 + 5);
  expect(toHex(long)).toBe(toHex(await webSymmetric.keystream(new Uint8Array(16), new Uint8Array(16).fill(255), 2 ** 18 + 5)));
});

test('hpkeOpen() of the server opens what a device sealed, as the library does', async () => {
  const keys = await generateHpkeKeys();
  await fc.assert(fc.asyncProperty(bytes(50), bytes(200), bytes(3_000), async (info, aad, plaintext) => {
    const sealed = valueOf(await hpkeSeal({ publicKey: keys.publicKey, info, aad, plaintext }));
    expect(hpkeOpen({ ...sealed, keys, info, aad })).toEqual({ ok: true, value: plaintext });
    expect(await webOpen({ ...sealed, keys, info, aad })).toEqual({ ok: true, value: plaintext });
  }), { numRuns: 20 });
});

test('hpkeOpen() of the server refuses any changed byte, a key that is no point, and another\'s seal', async () => {
  const [keys, others] = [await generateHpkeKeys(), await generateHpkeKeys()];
  const [info, aad] = [Uint8Array.of(1, 2), Uint8Array.of(3, 4)];
  const sealed = valueOf(await hpkeSeal({ publicKey: keys.publicKey, info, aad, plaintext: new Uint8Array(40) }));
  const whole = { ...sealed, info, aad };
  const refused = { ok: false, fault: { kind: 'hpke' } };
  fc.assert(fc.property(fc.constantFrom('enc', 'payload', 'info', 'aad'), fc.nat(1_000), fc.integer({ min: 1, max: 255 }), (part, at, mask) => {
    const value = new Uint8Array(whole[part]);
    value[at % value.length] = (value[at % value.length] ?? 0) ^ mask;
    expect(hpkeOpen({ ...whole, keys, [part]: value })).toMatchObject(refused);
  }), { numRuns: 100 });
  const compressed = Uint8Array.of(2 + ((sealed.enc[64] ?? 0) & 1), ...sealed.enc.subarray(1, 33)); // the same point, spelt otherwise
  for (const enc of [compressed, new Uint8Array(0), new Uint8Array(65), sealed.enc.subarray(1), new Uint8Array(1)]) expect(hpkeOpen({ ...whole, keys, enc: new Uint8Array(enc) })).toMatchObject(refused);
  for (const payload of [new Uint8Array(0), new Uint8Array(15), sealed.payload.subarray(1)]) expect(hpkeOpen({ ...whole, keys, payload: new Uint8Array(payload) })).toMatchObject(refused);
  expect(hpkeOpen({ ...whole, keys: others })).toMatchObject(refused);
});
