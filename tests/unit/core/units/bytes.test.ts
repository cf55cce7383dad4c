import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contentHash, fromBase64, fromHex, seededChance, toBase64, toHex, utf8Decode, utf8Encode, utf8TextOf } from '#core/units';

test('toHex() and fromHex() are inverse, and agree with Node', () => {
  fc.assert(fc.property(fc.uint8Array(), (bytes) => {
    expect(toHex(bytes)).toBe(Buffer.from(bytes).toString('hex'));
    expect([...fromHex(toHex(bytes))]).toEqual([...bytes]);
  }));
});

test('toBase64() and fromBase64() are inverse, and agree with Node', () => {
  fc.assert(fc.property(fc.uint8Array(), (bytes) => {
    expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
    expect([...(fromBase64(toBase64(bytes)) ?? [])]).toEqual([...bytes]);
  }));
});

test.each(['A', 'AA==A', 'AB==', 'A-==', '===='])('fromBase64() refuses %s', (text) => {
  expect(fromBase64(text)).toBeUndefined();
});

test('utf8Encode() agrees with the platform for every string, lone surrogates included', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
    expect([...utf8Encode(text)]).toEqual([...new TextEncoder().encode(text)]);
  }));
});

test('utf8Decode() and utf8TextOf() read what the platform reads and refuse what it refuses', () => {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  fc.assert(fc.property(fc.oneof(fc.uint8Array({ maxLength: 8 }), fc.string({ unit: 'grapheme' }).map((t) => new TextEncoder().encode(t))), (bytes) => {
    let wanted: string | undefined;
    try {
      wanted = strict.decode(bytes);
    } catch {
      expect(() => utf8Decode(bytes)).toThrow(RangeError);
      expect(utf8TextOf(bytes)).toBeUndefined();
      return;
    }
    expect(utf8Decode(bytes)).toBe(wanted);
    expect(utf8TextOf(bytes)).toBe(wanted);
  }), { numRuns: 2000 });
});

test('contentHash() of "abc" is the FIPS 180-2 example', () => {
  expect(contentHash(utf8Encode('abc'))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

test('seededChance() repeats for a seed, differs between seeds, and is roughly normal', () => {
  const draw = (seed: number): number[] => Array.from({ length: 20_000 }, seededChance(seed).normal);
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)[0]).not.toBe(draw(8)[0]);
  const values = draw(1);
  const mean = values.reduce((a, b) => a + b) / values.length;
  const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length;
  expect(Math.abs(mean)).toBeLessThan(0.03); // 4 standard errors of 20,000 draws
  expect(Math.abs(variance - 1)).toBeLessThan(0.05);
});

test('utf8Decode() reads texts longer than one joined chunk, astral characters on the seam included', () => {
  for (const pad of [4094, 4095, 4096, 4097]) {
    const text = `${'a'.repeat(pad)}😀é漢${'b'.repeat(5000)}`;
    expect(utf8Decode(utf8Encode(text))).toBe(text);
  }
});
