import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countRanks, hitCells, rankCells, rankPairOf } from '#core/ranking';

const LAST = [1, 3, 10, 20, 50, 100];
const ranks = fc.integer({ min: 1, max: 500 });
const bounds = fc.subarray(LAST, { minLength: 1 });

test('rankCells() names every pair of ranges once', () => {
  expect(rankCells([10])).toEqual(['served-1-10/popularity-1-10', 'served-1-10/popularity-11-on', 'served-11-on/popularity-1-10', 'served-11-on/popularity-11-on']);
  expect(new Set(rankCells(LAST)).size).toBe(49);
});

test('countRanks() adds one to the one cell whose ranges hold both ranks, however coarse they are', () => {
  fc.assert(fc.property(fc.array(fc.tuple(ranks, ranks), { maxLength: 20 }), bounds, (pairs, lastRanks) => {
    const cells = rankCells(lastRanks);
    const counts = countRanks(pairs.map(([served, popularity]) => rankPairOf(served, popularity)), cells);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(pairs.length);
    const range = (rank: number): number => lastRanks.filter((last) => rank > last).length;
    const byHand = cells.map((_, i) => pairs.filter(([served, popularity]) => range(served) * (lastRanks.length + 1) + range(popularity) === i).length);
    expect(counts).toEqual(byHand);
  }));
});

test('hitCells() are those within the first ten, of either', () => {
  const [both = '', served10 = '', popularity10 = '', neither = ''] = rankCells([10]);
  expect(hitCells([both, served10, popularity10, neither, 'spare-1'])).toEqual({ served: [both, served10], popularity: [both, popularity10], all: [both, served10, popularity10, neither] });
  const { served, all } = hitCells(rankCells(LAST));
  expect([served.length, all.length]).toEqual([21, 49]);
});

test('countRanks() leaves out what is no pair and cells of other names', () => {
  expect(countRanks([-1, 49, 0.5, NaN], rankCells([10]))).toEqual([0, 0, 0, 0]);
  expect(countRanks([0], ['spare-1'])).toEqual([0]);
});
