import { expect, test } from 'vitest';
import type { ItemIndex } from '#core/catalogue';
import type { Interaction } from '#core/features';
import { companyVectors } from '../../../../bench/models/vectors.ts';

const history = (items: readonly number[]): readonly Interaction[] =>
  items.map((item, i) => ({ item: item as ItemIndex, type: 'view_item', atMs: i * 60_000, weight: 1, session: 0 }) as Interaction);

function cosine(vectors: Int8Array, a: number, b: number): number {
  const rowOf = (item: number): number[] => [...vectors.subarray(item * 64, (item + 1) * 64)];
  const [x, y] = [rowOf(a), rowOf(b)];
  return x.reduce((sum, value, d) => sum + value * (y[d] ?? 0), 0) / (Math.hypot(...x) * Math.hypot(...y));
}

test('companyVectors() puts what keeps the same company near, the rest apart, and nobody\'s item nowhere', () => {
  // 0 and 1 are never met together but beside 2 and 3; 4 to 7 belong to others; 8 is unheard of.
  const vectors = companyVectors(Array.from({ length: 12 }, (_, i) => history([[0, 2, 3], [1, 3, 2], [4, 5, 6, 7]][i % 3] ?? [])), 9);
  expect(cosine(vectors, 0, 1)).toBeGreaterThan(0.5);
  expect(Math.abs(cosine(vectors, 0, 4))).toBeLessThan(0.05);
  expect([...vectors.subarray(8 * 64)].every((x) => x === 0)).toBe(true);
});
