import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeAddCheckpoint, encodeAddCheckpoint } from '#server/witness';
import { valueOf } from '#support/result';

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
