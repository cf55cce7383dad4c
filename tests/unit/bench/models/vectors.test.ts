import { expect, test } from 'vitest';
import type { DataUser } from '#bench/data';
import { fusedVectors, pairVectors } from '../../../../bench/models/vectors.ts';

const user = (id: string, items: readonly number[]): DataUser => ({ id, events: items.map((item, i) => ({ item, type: 'view_item', atMs: i, basket: 0 })) });

function cosine(vectors: Int8Array, a: number, b: number): number {
  let sum = 0;
  for (let d = 0; d < 64; d++) sum += ((vectors[a * 64 + d] ?? 0) * (vectors[b * 64 + d] ?? 0)) / 127 / 127;
  return sum;
}

/** Two kinds of shoppers who never meet each other's items; item 6 is unheard of. */
const TWO_KINDS = Array.from({ length: 12 }, (_, i) => user(`u${i}`, i % 2 === 0 ? [0, 1, 2, 0, 2, 1] : [3, 4, 5, 5, 3, 4]));

test('pairVectors() puts what is met together near, and the rest apart', () => {
  const vectors = pairVectors(TWO_KINDS, 7, 1);
  for (const [a, b] of [[0, 1], [1, 2], [3, 4], [4, 5]] as const) expect(cosine(vectors, a, b)).toBeGreaterThan(-0.6); // three items that are each other's only context stand at 120°
  for (const [a, b] of [[0, 3], [1, 4], [2, 5]] as const) expect(Math.abs(cosine(vectors, a, b))).toBeLessThan(0.05);
  expect(cosine(vectors, 0, 0)).toBeCloseTo(1, 1);
});

test('pairVectors() knows nothing of items nobody met, or of pairs that fewer users met than asked', () => {
  expect([...pairVectors(TWO_KINDS, 7, 1).subarray(6 * 64)].every((x) => x === 0)).toBe(true);
  const oneUser = [user('a', [0, 1]), user('b', [2, 3]), user('c', [3, 2])];
  const shared = pairVectors(oneUser, 4, 2);
  expect(cosine(shared, 0, 0)).toBe(0);
  expect(cosine(shared, 2, 2)).toBeCloseTo(1, 1);
});

test('fusedVectors() gives an unheard-of item a place near what its content is like', () => {
  const content = new Int8Array(7 * 64);
  for (let item = 0; item < 7; item++) content[item * 64 + (item === 6 || item < 3 ? 0 : 1)] = 127; // item 6 reads like the first kind
  const vectors = fusedVectors(TWO_KINDS, content);
  expect(cosine(vectors, 6, 0)).toBeGreaterThan(cosine(vectors, 6, 3) + 0.1);
});
