import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TaskId } from '#core/protocol';
import { authToken, decodeAddCheckpoint, encodeAddCheckpoint, isAuthorised, parsePairSecret, verifyKeyOf, type PairSecret } from '#server/pair';
import { valueOf } from '#support/pair';

const SECRET = new Uint8Array(32).fill(1) as PairSecret;

test('parsePairSecret() takes 64 hex digits and nothing else', () => {
  expect(parsePairSecret(`${'ab'.repeat(32)}\n`).ok).toBe(true);
  for (const text of ['', 'ab', 'zz'.repeat(32), 'AB'.repeat(32), 'ab'.repeat(33)]) expect(parsePairSecret(text).ok).toBe(false);
});

test('isAuthorised() accepts only the token of the same secret', () => {
  expect(isAuthorised(SECRET, authToken(SECRET))).toBe(true);
  expect(isAuthorised(new Uint8Array(32).fill(2) as PairSecret, authToken(SECRET))).toBe(false);
  expect(isAuthorised(SECRET, undefined)).toBe(false);
  expect(isAuthorised(SECRET, `${authToken(SECRET)}0`)).toBe(false);
});

test('verifyKeyOf() differs for every task and is no part of the token', () => {
  const [a, b] = [verifyKeyOf(SECRET, 'aa'.repeat(32) as TaskId, 16), verifyKeyOf(SECRET, 'bb'.repeat(32) as TaskId, 16)];
  expect(a).not.toEqual(b);
  expect(a.length).toBe(16);
  expect(() => verifyKeyOf(SECRET, 'aa'.repeat(32) as TaskId, 33)).toThrow(RangeError);
});

describe('decodeAddCheckpoint()', () => {
  test('reads what encodeAddCheckpoint() writes', () => {
    fc.assert(fc.property(fc.nat(), fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { maxLength: 20 }), (oldSize, proof) => {
      const note = 'origin\n5\nAAAA\n\n— name AAAAAAAA\n';
      expect(valueOf(decodeAddCheckpoint(encodeAddCheckpoint({ oldSize, proof, note })))).toEqual({ oldSize, proof, note });
    }));
  });

  test('hostile text is a fault, never a throw', () => {
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => typeof decodeAddCheckpoint(text).ok === 'boolean'));
    for (const text of ['', 'old 1', 'old x\n\nnote', 'old -1\n\nnote', 'old 1\n!!!\n\nnote', `old 1\n${'AAAA\n'.repeat(64)}\nnote`]) expect(decodeAddCheckpoint(text).ok).toBe(false);
  });
});
