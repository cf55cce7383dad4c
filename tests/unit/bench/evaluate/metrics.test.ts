import { expect, test } from 'vitest';
import { emptyCaseScores, giniOf, judge, metricsOf, onlyTargets } from '../../../../bench/evaluate/metrics.ts';
import { pairedDifference, popularityBins, slicesOf } from '../../../../bench/evaluate/report.ts';
import { noisedCounts, trainCounts } from '../../../../bench/lanes/popularity.ts';
import { seededRandomness } from '../../../../bench/lanes/chance.ts';
import type { DataUser, Split, TestCase } from '#bench/data';

const anEvent = (item: number) => ({ item, type: 'view_item', atMs: 0, basket: 0 }) as const;
const aCase = (user: number, history: number, targets: readonly number[] = [1]): TestCase => ({ user, history: Array.from({ length: history }, () => anEvent(0)), targets, atMs: 1 });

test('judge() gives the figures computed by hand', () => {
  const scores = emptyCaseScores(3, 50);
  judge(scores, 0, [1]); // first
  judge(scores, 1, [15.5]); // among the first 20 only
  judge(scores, 2, [3, 40]); // one of two targets of a basket
  const metrics = metricsOf(scores, 50);
  expect(metrics['hr@10']).toBeCloseTo((1 + 0 + 0.5) / 3, 6);
  expect(metrics['hr@20']).toBeCloseTo((1 + 1 + 0.5) / 3, 6);
  expect(metrics['ndcg@10']).toBeCloseTo((1 + 0 + 0.5 / 2) / 3, 6); // 1/log2(1 + 3) = .5
  expect(metrics['mrr@20']).toBeCloseTo((1 + 1 / 15.5 + 0.5 / 3) / 3, 6);
});

test('recall@20 is out of what 20 places can hold, hr@20 out of the basket', () => {
  const scores = emptyCaseScores(1, 50);
  judge(scores, 0, Array.from({ length: 40 }, (_, rank) => rank + 1)); // 40 targets, the first 20 of them found
  expect(metricsOf(scores, 50)).toMatchObject({ 'hr@20': expect.closeTo(0.5, 6) as number, 'recall@20': 1 });
});

test('giniOf() is 0 where all are shown alike, (N − 1) / N where one is, and between as computed by hand', () => {
  expect(giniOf(Uint32Array.from([3, 3, 3, 3]), 4)).toBeCloseTo(0, 9);
  expect(giniOf(Uint32Array.from([0, 8, 0, 0]), 4)).toBeCloseTo(3 / 4, 9);
  expect(giniOf(Uint32Array.from([1, 3]), 2)).toBeCloseTo(1 / 4, 9); // Σ|a − b| / (2 N² mean) = 4 / (2 · 4 · 2)
  expect(giniOf(new Uint32Array(3), 3)).toBe(0);
});

test('onlyTargets() judges a case by some of its targets, and leaves out cases without one', () => {
  const scores = emptyCaseScores(2, 50);
  judge(scores, 0, [1, 30]);
  judge(scores, 1, [30, 30]);
  const only = onlyTargets(scores, (index, target) => index === 0 && target === 0);
  expect(metricsOf(only.scores, 50, only.isCounted)).toMatchObject({ 'hr@10': 1, 'mrr@20': 1 });
  expect([0, 1].map(only.isCounted)).toEqual([true, false]);
});

test('popularityBins(): the head holds the first fifth of interactions, the middle the next three tenths, new items none', () => {
  const events = [0, 0, 0, 0, 1, 1, 1, 2, 2, 3].map(anEvent); // 4 + 3 + 2 + 1 = 10
  expect(popularityBins({ train: [{ id: 'u', events }], known: Uint8Array.from([1, 1, 1, 1, 0]) })).toEqual(['head', 'middle', 'tail', 'tail', 'new']);
});

test('slicesOf() sorts cases by history, coldness and repeats, and leaves out empty slices', () => {
  const cases = [aCase(0, 1), aCase(1, 4, [0]), aCase(2, 30)];
  const split = { candidates: new Uint8Array(2).fill(1), known: Uint8Array.from([1, 0]), coldUsers: new Set([2]), train: [{ id: 'u', events: [anEvent(0)] }] } as unknown as Split;
  const results = emptyCaseScores(3, 2);
  cases.forEach((_, index) => { judge(results, index, [1]); });
  const slices = slicesOf(new Map([['x', results]]), cases, split);
  expect(Object.entries(slices).map(([name, slice]) => [name, slice.cases])).toEqual([
    ['history 1-2', 1], ['history 3-5', 1], ['history 21+', 1], ['with a history', 3], ['cold users', 1], ['repeated targets', 1], ['first-time targets', 2], ['items new since train', 2],
    ['head items', 1], ['new items', 2], ['repeated items', 1], ['first-time items', 2],
  ]);
});

test('pairedDifference() covers the mean, and is wider when cases of one user go together', () => {
  const a = Float32Array.from({ length: 200 }, (_, i) => (i < 120 ? 1 : 0));
  const b = new Float32Array(200);
  const apart = pairedDifference(a, b, Array.from({ length: 200 }, (_, i) => aCase(i, 1)), 1);
  const together = pairedDifference(a, b, Array.from({ length: 200 }, (_, i) => aCase(Math.floor(i / 20), 1)), 1);
  for (const { difference, low95, high95 } of [apart, together]) {
    expect(difference).toBeCloseTo(0.6, 6);
    expect(low95).toBeLessThan(0.6);
    expect(high95).toBeGreaterThan(0.6);
  }
  expect(together.high95 - together.low95).toBeGreaterThan(2 * (apart.high95 - apart.low95));
});

test('noisedCounts() orders items as exact counts do where many users stand behind them', () => {
  const users: DataUser[] = Array.from({ length: 20_000 }, (_, i) => ({ id: `u${i}`, events: [anEvent(i % 4 === 0 ? 1 : 0)] }));
  const noised = noisedCounts(users, 3, 4, seededRandomness(1));
  expect([...trainCounts(users, 3)]).toEqual([15_000, 5_000, 0]);
  for (const [item, exact] of [15_000, 5_000, 0].entries()) expect(Math.abs((noised[item] ?? 0) - exact)).toBeLessThan(5 * 4 * Math.SQRT2); // z·√2 users a cell, five deviations
});
