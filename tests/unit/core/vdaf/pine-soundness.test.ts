import { createCipheriv, createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { field32 } from '#core/field';
import { arraySignedDots } from '#core/flp';
import { pineParameters } from '#core/vdaf';
import { enginePine } from '#support/pine';
import { shardGradient } from '../../../../src/core/vdaf/pine-shard.ts';

const P = Number(field32.modulus);
const B = 256;
const W = 4_096;
const HALF = (P - 1) / 2; // −1/2
const THIRD = (P - 1) / 3; // −1/3
/** √−1: (x, √−1·x) has the squared norm 0 modulo p. */
const IMAGINARY = Math.abs(field32.toIntegers(field32.root(2))[0] ?? 0);

const repeated = (value: number, times: number): number[] => Array.from({ length: times }, () => value);

/** The part of `draws` random checks that the vector passes, from a stream that is the same in every run. */
function passRate(vector: readonly number[], draws: number): number {
  const elements = field32.fromIntegers(vector);
  const rowBytes = Math.ceil(vector.length / 4);
  const key = createHash('sha256').update(vector.join()).digest();
  const stream = createCipheriv('aes-256-ctr', key, new Uint8Array(16)).update(new Uint8Array(rowBytes * draws));
  const dots = arraySignedDots(field32, elements, stream, draws);
  let passed = 0;
  for (const dot of dots) if ((dot + W - 1) % P < 2 * W) passed += 1;
  return passed / draws;
}

function squaredNorm(vector: readonly number[]): bigint {
  return vector.reduce((sum, x) => sum + BigInt(x) * BigInt(x), 0n);
}

describe('one wraparound check', () => {
  const DRAWS = 20_000;
  /** Four deviations of a fair coin over so many draws. */
  const SLACK = 4 * 0.5 / Math.sqrt(DRAWS);

  // What a device would choose: too long over the integers, a squared norm that is small modulo p or can be made so, and dot
  // products that stay in the window as often as can be.
  test.each<readonly [string, readonly number[]]>([
    ['one entry', [113_498]],
    ['one entry and small ones beside it', [113_498, ...repeated(1, 50)]],
    ['one entry of √p and what is missing to p', [65_527, 361, 25, 6, 3, 1]],
    ['a pair of squared norm 0', [1, IMAGINARY]],
    ['a small multiple of such a pair', [7, Number((7n * BigInt(IMAGINARY)) % BigInt(P))]],
    ['four halves', repeated(HALF, 4)],
    ['four halves of both signs', [HALF, HALF, P - HALF, P - HALF]],
    ['four hundred halves', repeated(HALF, 400)],
    ['nine thirds', repeated(THIRD, 9)],
    ['sixteen quarters', repeated((P - 1) / 4, 16)],
    ['halves and thirds', [...repeated(HALF, 4), ...repeated(THIRD, 9)]],
    ['entries that are each a few windows', [...repeated(16_382, 16), 150, 38]],
    ['eleven thousand small ones', [...repeated(624, 11_000), 7_000, 7_000]],
  ])('is passed by %s with a probability of 1/2 at most', (_what, vector) => {
    expect(squaredNorm(vector.map((x) => (x > P / 2 ? x - P : x))) > BigInt(B * B)).toBe(true);
    expect(passRate(vector, vector.length > 1_000 ? 2_000 : DRAWS)).toBeLessThanOrEqual(0.5 + SLACK * (vector.length > 1_000 ? Math.sqrt(10) : 1));
  });

  test('is passed by every vector within the bound', () => {
    for (const vector of [[256], repeated(16, 256), [...repeated(1, 60_000)], [181, 181], [-256]]) {
      expect(squaredNorm(vector) <= BigInt(B * B)).toBe(true);
      expect(passRate(vector, vector.length > 1_000 ? 500 : DRAWS)).toBe(1);
    }
  });
});

// Both kinds of joint randomness of the draft come from the shares alone, and the proofs' does not see the checks'. So whoever searches
// for a lie may draw either anew while the other stays: docs/PROTOCOL.md says what that is worth.
test('limitation: a device may draw the checks anew under the same randomness of the proofs', async () => {
  const { engine, vdaf } = enginePine(pineParameters(16, B));
  const gradient = field32.fromIntegers([113_498, ...repeated(0, 15)]);
  const nonce = new Uint8Array(16);
  const lies = { claimsAllChecks: true, changeBits: (bits: Uint32Array) => void bits.fill(1) } as const;
  const rand = new Uint8Array(vdaf.randBytes).fill(5);
  const other = rand.slice().fill(6, 4 * 32, 5 * 32); // the leader's blind of the checks: after the helper's four seeds
  const [first, second] = [await shardGradient(engine, gradient, { nonce, rand, lies }), await shardGradient(engine, gradient, { nonce, rand: other, lies })];
  expect(second.publicShare.subarray(0, 32)).not.toEqual(first.publicShare.subarray(0, 32));
  expect(second.publicShare.subarray(64)).toEqual(first.publicShare.subarray(64));
});
