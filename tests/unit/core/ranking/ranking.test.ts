import fc from 'fast-check';
import { expect, test } from 'vitest';
import { measureScale, rankOf, standardised, topDiverse, topK } from '#core/ranking';
import { diversify } from '../../../../src/core/ranking/diversify.ts';

const scores = fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 60 }).map((values) => Float32Array.from(values));

test('topK() equals a full sort, equal scores in index order', () => {
  fc.assert(fc.property(scores, fc.nat(70), fc.nat(4), (values, k, step) => {
    const isExcluded = (i: number) => step > 0 && i % (step + 1) === 0;
    const sorted = [...values.keys()].filter((i) => !isExcluded(i)).sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0) || a - b);
    expect(topK(values, k, isExcluded)).toEqual(sorted.slice(0, k));
  }));
});

test('topK() of many scores equals a full sort, also where a sample of them misleads', () => {
  const many = fc.record({ n: fc.integer({ min: 200, max: 900 }), period: fc.integer({ min: 1, max: 30 }), k: fc.integer({ min: 1, max: 6 }), seed: fc.nat(1000) });
  fc.assert(fc.property(many, ({ n, period, k, seed }) => {
    const values = Float32Array.from({ length: n }, (_, i) => (i % period === 0 ? 9 : 0) + ((i * 7919 + seed) % 101) / 100);
    for (const isExcluded of [() => false, (i: number) => i % period === 0, (i: number) => i > 3]) {
      const sorted = [...values.keys()].filter((i) => !isExcluded(i)).sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0) || a - b);
      expect(topK(values, k, isExcluded)).toEqual(sorted.slice(0, k));
    }
  }));
});

test('topK() never ranks NaN and refuses a k that is no count', () => {
  expect(topK(Float32Array.of(NaN, 1, NaN, 2), 4)).toEqual([3, 1]);
  expect(() => topK(Float32Array.of(1), -1)).toThrow(RangeError);
  expect(() => topK(Float32Array.of(1), 1.5)).toThrow(RangeError);
});

test('rankOf() gives the mean rank over all orders of equal scores', () => {
  expect(rankOf(Float32Array.of(3, 1, 2), 0)).toBe(1);
  expect(rankOf(Float32Array.of(3, 1, 2), 1)).toBe(3);
  expect(rankOf(new Float32Array(11), 4)).toBe(6); // everything level: the middle, never the top
  expect(rankOf(Float32Array.of(3, 1, 2), 1, (i) => i === 0)).toBe(2);
  expect(rankOf(Float32Array.of(NaN, 1), 1)).toBe(1.5);
  expect(() => rankOf(Float32Array.of(1), 1)).toThrow(RangeError);
});

test('rankOf() of all items sums to that of a permutation', () => {
  fc.assert(fc.property(scores, (values) => {
    const n = values.length;
    const total = [...values.keys()].reduce((sum, i) => sum + rankOf(values, i), 0);
    expect(total).toBeCloseTo((n * (n + 1)) / 2, 6);
  }));
});

test('standardised() has mean 0, deviation 1 and keeps the order', () => {
  fc.assert(fc.property(fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 2, maxLength: 15 }), (values) => {
    const given = Float32Array.from(values);
    const out = standardised(given);
    const scale = measureScale(out);
    expect(scale.mean).toBeCloseTo(0, 4);
    if (measureScale(given).inverse > 0) expect(scale.inverse).toBeCloseTo(1, 3);
    for (let i = 1; i < given.length; i++) expect(Math.sign((out[i] ?? 0) - (out[i - 1] ?? 0)) * Math.sign((given[i] ?? 0) - (given[i - 1] ?? 0))).toBeGreaterThanOrEqual(0);
  }));
});

test('standardised() maps equal values to 0 and keeps how far out a freak is', () => {
  expect([...standardised(new Float32Array(5).fill(3))]).toEqual([0, 0, 0, 0, 0]);
  const freak = new Float32Array(1000);
  freak[7] = 1;
  expect(standardised(freak)[7]).toBeCloseTo(Math.sqrt(999), 3); // one of a thousand
});

test('diversify() keeps within the caps while it can, and fills every seat', () => {
  const ordered = [0, 1, 2, 3, 4, 5, 6, 7];
  expect(diversify(ordered, 4, [{ keyOf: (item) => (item < 5 ? 'a' : 'b'), most: 2 }])).toEqual([0, 1, 5, 6]);
  expect(diversify(ordered, 4, [{ keyOf: () => 'a', most: 1 }])).toEqual([0, 1, 2, 3]);
  expect(diversify(ordered, 3, [{ keyOf: (item) => (item === 0 ? 'seen' : undefined), most: 0 }])).toEqual([1, 2, 3]);
});

test('topDiverse() looks past the candidates where they are all of one kind', () => {
  const scores = Float32Array.from({ length: 200 }, (_, i) => -i);
  const list = topDiverse(scores, { count: 8, candidates: 24, caps: [{ keyOf: (item) => (item < 100 ? 'a' : `b${item % 3}`), most: 4 }], isExcluded: (item) => item === 101 });
  expect(list).toEqual([0, 1, 2, 3, 100, 102, 103, 104]);
  expect(topDiverse(scores, { count: 8, candidates: 24, caps: [{ keyOf: () => 'a', most: 4 }], isExcluded: () => false })).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});

test('diversify() gives min(count, items) of the items in their order', () => {
  fc.assert(fc.property(fc.nat(20), fc.nat(20), fc.integer({ min: 1, max: 4 }), (items, count, most) => {
    const ordered = [...Array(items).keys()];
    const out = diversify(ordered, count, [{ keyOf: (item) => item % 3, most }]);
    expect(out).toHaveLength(Math.min(count, items));
    expect(out).toEqual([...out].sort((a, b) => a - b));
  }));
});
