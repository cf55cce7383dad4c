import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hitsInTen, rankHistograms, rankPairOf } from '#core/ranking';

const ranks = fc.integer({ min: 2, max: 400 }).map((twice) => twice / 2); // a mean rank may end in ½

test('rankHistograms() counts each event once, in the bucket of each rank: 1, 2–3, 4–10, 11–20, 21–50, 51–100, beyond', () => {
  const { served, popularity } = rankHistograms([1, 3, 4, 10, 11, 20, 50, 100, 101].map((rank) => rankPairOf(rank, 1000)));
  expect(served).toEqual([1, 1, 2, 2, 1, 1, 1]);
  expect(popularity).toEqual([0, 0, 0, 0, 0, 0, 9]);
  fc.assert(fc.property(fc.array(fc.tuple(ranks, ranks), { maxLength: 60 }), (events) => {
    const { pairs, served: own, popularity: alone } = rankHistograms(events.map(([a, b]) => rankPairOf(a, b)));
    for (const histogram of [pairs, own, alone]) expect(histogram.reduce((sum, count) => sum + count, 0)).toBe(events.length);
    expect(hitsInTen(own)).toBe(events.filter(([rank]) => rank <= 10).length);
    expect(hitsInTen(alone)).toBe(events.filter(([, rank]) => rank <= 10).length);
  }));
});

test('one event is one entry of a histogram that a private histogram carries: 16 to 256 long', () => {
  const { pairs } = rankHistograms([rankPairOf(1, 1)]);
  expect(pairs.length).toBeGreaterThanOrEqual(16);
  expect(pairs.length).toBeLessThanOrEqual(256);
  expect(pairs.filter((count) => count > 0)).toEqual([1]);
});

test('rankHistograms() leaves out what no event gives: a kept list may be of another version or damaged', () => {
  for (const bad of [-1, 49, 0.5, Number.NaN]) expect(rankHistograms([bad]).pairs.every((count) => count === 0)).toBe(true);
});
