import { expect, test } from 'vitest';
import type { TaskId } from '#core/protocol';
import { authToken, isAuthorised, parsePairSecret, verifyKeyOf, type PairSecret } from '#server/pair';

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
