import fc from 'fast-check';
import { expect, test } from 'vitest';
import { field128 } from '#core/field';
import { concatBytes, fromHex, toHex } from '#core/units';
import { deriveSeed, domainTag, expandVector, xofTurboShake128, xofTurboShake128Draft11, type Xof } from '#core/xof';
import { xofFixedKeyAes128 } from '#support/fixed-key-aes';
import { publishedVectors } from '#support/vectors';

interface XofVector {
  readonly seed: string;
  readonly dst: string;
  readonly binder: string;
  readonly length: number;
  readonly derived_seed: string;
  readonly expanded_vec_field128: string;
}

/** By the start of a file's name: other numbers of the same function may follow it. */
const XOFS: readonly (readonly [string, Xof])[] = [['XofTurboShake128', xofTurboShake128], ['XofFixedKeyAes128', xofFixedKeyAes128]];

test.each(publishedVectors<XofVector>('vdaf-20'))('the XOF of $name gives its bytes', async ({ name, content }) => {
  const xof = XOFS.find(([start]) => name.startsWith(start))?.[1];
  if (!xof) throw new Error(`There is no XOF for vectors of "${name}"`);
  const input = { seed: fromHex(content.seed), dst: fromHex(content.dst), binder: fromHex(content.binder) };
  expect(toHex(await deriveSeed(xof, input))).toBe(content.derived_seed);
  expect(toHex(field128.encode(await expandVector(xof, field128, input, content.length)))).toBe(content.expanded_vec_field128);
});

test.each([['draft 20', xofTurboShake128], ['draft 11', xofTurboShake128Draft11]] as const)('the stream of XofTurboShake128 (%s) is the same however it is read', async (_name, xof) => {
  await fc.assert(fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 5 }), fc.uint8Array({ maxLength: 40 }), async (lengths, binder) => {
    const input = { seed: new Uint8Array(xof.seedBytes).fill(3), dst: Uint8Array.of(1, 2), binder };
    const stream = xof.open(input);
    const parts: Uint8Array[] = [];
    for (const length of lengths) parts.push(await stream.next(length));
    expect(concatBytes(...parts)).toEqual(await xof.open(input).next(lengths.reduce((a, b) => a + b)));
  }), { numRuns: 40 });
});

test('an XOF refuses a seed or a tag that its layout cannot hold', () => {
  for (const xof of [xofTurboShake128, xofTurboShake128Draft11]) expect(() => xof.open({ seed: new Uint8Array(xof.seedBytes + 1), dst: new Uint8Array(1), binder: new Uint8Array(0) })).toThrow(RangeError);
  expect(() => xofTurboShake128Draft11.open({ seed: new Uint8Array(16), dst: new Uint8Array(256), binder: new Uint8Array(0) })).toThrow(RangeError);
  expect(() => xofTurboShake128.open({ seed: new Uint8Array(32), dst: new Uint8Array(65_536), binder: new Uint8Array(0) })).toThrow(RangeError);
});

test('domainTag() is version, class 0, algorithm and usage, big-endian, then the context', () => {
  expect([...domainTag(18, 0xffff_1005, 0x0203, Uint8Array.of(9, 8))]).toEqual([18, 0, 0xff, 0xff, 0x10, 0x05, 2, 3, 9, 8]);
});
