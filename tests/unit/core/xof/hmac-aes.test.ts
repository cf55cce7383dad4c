import { createCipheriv, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { field128 } from '#core/field';
import { concatBytes, fromHex, toHex } from '#core/units';
import { deriveSeed, expandVector, xofHmacSha256Aes128 } from '#core/xof';
import { webSymmetric } from '#page/crypto';
import { publishedVectors } from '#support/vectors';

const xof = xofHmacSha256Aes128(webSymmetric);

for (const { name, content } of publishedVectors<Record<'seed' | 'dst' | 'binder' | 'derived_seed' | 'expanded_vec_field128', string> & { readonly length: number }>('libprio')) {
  test(`xofHmacSha256Aes128() gives the bytes of ${name}`, async () => {
    expect(name).toMatch(/^XofHmacSha256Aes128/); // a vector of anything else fails under its name
    const input = { seed: fromHex(content.seed), dst: fromHex(content.dst), binder: fromHex(content.binder) };
    expect(toHex(await deriveSeed(xof, input))).toBe(content.derived_seed);
    expect(toHex(field128.encode(await expandVector(xof, field128, input, content.length)))).toBe(content.expanded_vec_field128);
  });
}

test('xofHmacSha256Aes128() is AES-128-CTR of HMAC-SHA256, however its stream is read', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 6 }), fc.uint8Array({ minLength: 32, maxLength: 32 }), async (lengths, seed) => {
    const [dst, binder] = [Uint8Array.of(1, 2, 3), Uint8Array.of(4)];
    const stream = xof.open({ seed, dst, binder });
    const read: Uint8Array[] = [];
    for (const length of lengths) read.push(await stream.next(length));
    const tag = createHmac('sha256', seed).update(Uint8Array.of(3, 1, 2, 3, 4)).digest();
    const whole = createCipheriv('aes-128-ctr', tag.subarray(0, 16), tag.subarray(16)).update(new Uint8Array(lengths.reduce((a, b) => a + b)));
    expect(toHex(concatBytes(...read))).toBe(whole.toString('hex'));
  }), { numRuns: 30 });
});

test('xofHmacSha256Aes128() reads on where the low word of its counter wraps', async () => {
  const counter = fromHex('0123456789abcdef0123456789fffffe');
  const key = new Uint8Array(16).fill(9);
  const fixed = xofHmacSha256Aes128({ ...webSymmetric, hmacSha256: () => concatBytes(key, counter) });
  const stream = fixed.open({ seed: new Uint8Array(32), dst: new Uint8Array(0), binder: new Uint8Array(0) });
  const read = concatBytes(await stream.next(8), await stream.next(2_000), await stream.next(2_000));
  expect(toHex(read)).toBe(createCipheriv('aes-128-ctr', key, counter).update(new Uint8Array(4_008)).toString('hex'));
});

test('xofHmacSha256Aes128() refuses a seed or tag of another length', () => {
  const [seed, none] = [new Uint8Array(32), new Uint8Array(0)];
  expect(() => xof.open({ seed: new Uint8Array(16), dst: none, binder: none })).toThrow(RangeError);
  expect(() => xof.open({ seed, dst: new Uint8Array(256), binder: none })).toThrow(RangeError);
});
