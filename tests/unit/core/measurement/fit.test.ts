import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitToBound } from '#core/measurement';

const vectors = fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 64 });
const bounds = fc.integer({ min: 1, max: 5_000 });
const sumOf = (counts: ArrayLike<number>): number => Array.from(counts).reduce((sum, count) => sum + count, 0);

test('fitToBound() leaves what fits, and scales the rest to exactly the bound', () => {
  fc.assert(fc.property(vectors, bounds, (counts, bound) => {
    const fitted = fitToBound(counts, bound);
    if (sumOf(counts) <= bound) expect([...fitted]).toEqual(counts);
    else expect(sumOf(fitted)).toBe(bound);
    expect([...fitted].every((count) => count >= 0)).toBe(true);
  }));
});

test('fitToBound() keeps every entry within one of its share', () => {
  fc.assert(fc.property(vectors, bounds, (counts, bound) => {
    const sum = sumOf(counts);
    fc.pre(sum > bound);
    for (const [i, count] of fitToBound(counts, bound).entries()) expect(Math.abs(count - ((counts[i] ?? 0) / sum) * bound)).toBeLessThan(1 + 1e-9);
  }));
});

test('fitToBound() gives what is left over to those that lost most, by hand', () => {
  expect([...fitToBound([3, 3, 3], 4)]).toEqual([2, 1, 1]); // 4/3 each: all lost a third alike, the first is first
  expect([...fitToBound([10, 0, 5], 4)]).toEqual([3, 0, 1]); // 2.67 and 1.33
});

test('fitToBound() refuses what is no count and no bound', () => {
  for (const counts of [[-1], [0.5], [NaN], [Infinity]]) expect(() => fitToBound(counts, 4)).toThrow(RangeError);
  for (const bound of [0, -1, 1.5, NaN]) expect(() => fitToBound([1], bound)).toThrow(RangeError);
});
