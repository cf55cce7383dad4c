import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CONTENT_DIMS } from '#core/catalogue';
import { behaviourVectors, countPairs, countsOfTable, neighboursOf, newPairCounts, PAIR_UNIT, pairLayout } from '#core/cooccurrence';
import { seededChance } from '#core/units';
import { aRange, viewsOf } from '#support/pairs';

test('newPairCounts() counts as a plain map does, however full it gets', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 100_000 }), fc.array(fc.tuple(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 1000 })), { maxLength: 300 }), (items, added) => {
    const counts = newPairCounts(items);
    const plain = new Map<string, number>();
    for (const [a, b, units] of added) {
      const [from, to] = [a % items, b % items];
      counts.add(from, to, units);
      plain.set(`${from} ${to}`, (plain.get(`${from} ${to}`) ?? 0) + units);
    }
    const seen = new Map<string, number>();
    counts.forEach((from, to, units) => { seen.set(`${from} ${to}`, units); });
    expect(counts.size).toBe(plain.size);
    expect(new Map([...seen].sort())).toEqual(new Map([...plain].sort()));
    for (const [pair, units] of plain) {
      const [from = 0, to = 0] = pair.split(' ').map(Number);
      expect(counts.at(from, to)).toBe(units);
    }
  }), { numRuns: 60 });
  const many = newPairCounts(400);
  for (let from = 0; from < 400; from++) for (let to = 0; to < 100; to++) many.add(from, to, from + to);
  expect(many.size).toBe(40_000);
  for (let from = 0; from < 400; from += 7) for (let to = 0; to < 100; to += 3) expect(many.at(from, to)).toBe(from + to);
});

test('neighboursOf() by hand: three items in a row', () => {
  const counts = newPairCounts(4);
  countPairs(counts, viewsOf(0, 1, 2));
  const { starts, items, follows, together } = neighboursOf(counts);
  // Both ways: 0→1 1, 1→0 .5, 1→2 1, 2→1 .5, 0→2 .5, 2→0 .25. Totals 1.5, 1.5, .75; item 3 has none.
  expect([...starts]).toEqual([0, 2, 4, 6, 6]);
  expect([...items.subarray(0, 2)]).toEqual([1, 2]);
  expect(follows[0]).toBeCloseTo(1 / (Math.sqrt(1.5 + 1) * (1.5 + 10) ** 0.25), 6);
  expect(together[0]).toBeCloseTo(1 / Math.sqrt((1.5 + 5) * (1.5 + 5)), 6);
  expect([...items.subarray(2, 4)]).toEqual([2, 0]);
  expect(follows[2]).toBeCloseTo(1 / (Math.sqrt(1.5 + 1) * (0.75 + 10) ** 0.25), 6);
});

test('neighboursOf() keeps only the strongest of many, strongest first', () => {
  const counts = newPairCounts(201);
  for (let to = 1; to <= 200; to++) counts.add(0, to, PAIR_UNIT * to);
  const { starts, items, follows } = neighboursOf(counts);
  const count = starts[1] ?? 0;
  expect(count).toBeLessThan(200);
  expect([...items.subarray(0, count)]).toEqual(Array.from({ length: count }, (_, place) => 200 - place));
  const kept = [...follows.subarray(0, count)];
  expect(kept).toEqual([...kept].sort((a, b) => b - a));
});

test('countsOfTable() leaves out cells at or below leastUnits, and the diagonal', () => {
  const layout = pairLayout(aRange(20), 1);
  const cells = new Int32Array(layout.cells);
  cells[layout.cellOf(1, 2)] = 10;
  cells[layout.cellOf(2, 1)] = 11;
  cells[layout.cellOf(3, 3)] = 640;
  cells[layout.cellOf(4, 5)] = -7;
  const counts = countsOfTable(layout, cells, 10);
  expect([counts.size, counts.at(2, 1), counts.at(1, 2), counts.at(3, 3)]).toEqual([1, 11, 0, 0]);
});

test('behaviourVectors() puts two items together that share neighbours but never met', () => {
  // Two worlds of 20 items each: items of one world meet each other. 0 and 1 are of the first world and never meet.
  const counts = newPairCounts(40);
  const chance = seededChance(3);
  for (let visit = 0; visit < 4000; visit++) {
    const world = 20 * (visit % 2);
    const [from, to] = [world + chance.below(20), world + chance.below(20)];
    if (from !== to && !(from < 2 && to < 2)) counts.add(from, to, PAIR_UNIT);
  }
  expect(counts.at(0, 1) + counts.at(1, 0)).toBe(0);
  const vectors = behaviourVectors(counts);
  const row = (item: number): number[] => [...vectors.subarray(item * CONTENT_DIMS, (item + 1) * CONTENT_DIMS)];
  const cosine = (a: number, b: number): number => {
    const [x, y] = [row(a), row(b)];
    const dot = (p: number[], q: number[]): number => p.reduce((sum, value, i) => sum + value * (q[i] ?? 0), 0);
    return dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
  };
  expect(cosine(0, 1)).toBeGreaterThan(0.3);
  expect(Math.abs(cosine(0, 25))).toBeLessThan(0.2);
  expect(cosine(0, 1)).toBeGreaterThan(cosine(0, 25) + 0.2);
});

test('behaviourVectors() of items nobody met are zeros, and of an empty table all are', () => {
  const counts = newPairCounts(6);
  counts.add(0, 1, PAIR_UNIT);
  const vectors = behaviourVectors(counts);
  expect(vectors.subarray(5 * CONTENT_DIMS).every((x) => x === 0)).toBe(true);
  expect(behaviourVectors(newPairCounts(3)).every((x) => x === 0)).toBe(true);
});
