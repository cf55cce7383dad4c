import fc from 'fast-check';
import { expect, test } from 'vitest';
import { categoryTiesOfCounts, categoryTiesOfTable, countPairs, MAX_PAIR_CELLS, newPairCounts, PAIR_UNIT, pairLayout, pairStatistic } from '#core/cooccurrence';
import { FLOORS } from '#core/privacy';
import { aRange, histories, viewsOf, type Step } from '#support/pairs';

const ITEMS = 200;
const range = aRange(ITEMS, 1, 12);
const layout = pairLayout(range);

function cellsCarried(devices: readonly (readonly Step[])[], maxNorm: number): Float64Array {
  const cells = new Float64Array(layout.cells);
  for (const device of devices) {
    for (let block = 0, at = 0; block < layout.blocks; block++) for (const units of pairStatistic(layout, block, device, maxNorm)) cells[at] = (cells[at++] ?? 0) + units;
  }
  return cells;
}

test('ties carried within the bound equal those of a server that sees every pair, exactly', () => {
  fc.assert(fc.property(fc.array(histories(ITEMS, 20), { minLength: 1, maxLength: 6 }), (devices) => {
    const counts = newPairCounts(ITEMS);
    for (const device of devices) countPairs(counts, device);
    const central = categoryTiesOfCounts(range, counts, MAX_PAIR_CELLS);
    expect(categoryTiesOfTable(layout, cellsCarried(devices, 1e6))).toEqual(central);
  }), { numRuns: 40 });
});

test('category cells stand behind all cells of items, one for each ordered pair of different categories', () => {
  const [items, categories] = [new Set<number>(), new Map<number, string>()];
  layout.forEach((cell) => items.add(cell));
  for (let from = 0; from < ITEMS; from++) {
    for (let to = 0; to < ITEMS; to++) {
      const [a, b] = [range.categoryByIndex[from], range.categoryByIndex[to]];
      const cell = layout.categoryCellOf(from, to);
      if (a === b) expect(cell).toBe(-1);
      else expect([undefined, `${a} ${b}`]).toContain(categories.get(cell));
      if (a !== b) categories.set(cell, `${a} ${b}`);
    }
  }
  expect(categories.size).toBe(12 * 11);
  expect(Math.min(...categories.keys())).toBeGreaterThan(Math.max(...items));
  expect(Math.max(...categories.keys())).toBeLessThan(layout.cells);
});

test('a small table keeps three quarters for items; the largest categories have the places', () => {
  const many = aRange(2000, 3, 900);
  const small = pairLayout(many, 1);
  expect(small.categories.count ** 2).toBeLessThanOrEqual(4000);
  const sizes = new Float64Array(900);
  for (let item = 0; item < 2000; item++) sizes[many.categoryByIndex[item] ?? 0] = (sizes[many.categoryByIndex[item] ?? 0] ?? 0) + 1 + (many.popularity[item] ?? 0);
  const placed = [...small.categories.byCategory.keys()].filter((category) => (small.categories.byCategory[category] ?? -1) >= 0);
  const left = [...small.categories.byCategory.keys()].filter((category) => small.categories.byCategory[category] === -1);
  expect(Math.min(...placed.map((category) => sizes[category] ?? 0))).toBeGreaterThanOrEqual(Math.max(...left.map((category) => sizes[category] ?? 0)));
  expect(pairLayout(many).categories.count).toBe(200);
  expect(pairLayout(aRange(50, 1, 1)).categories.count).toBe(0);
});

test('pairs of categories take at most half of a block, so that those of items fit beside them', () => {
  const small = pairLayout(aRange(100, 1, 4), 1); // one block
  const across = viewsOf(...Array.from({ length: 100 }, (_, item) => item));
  const units = pairStatistic(small, 0, across, FLOORS.integerNorm);
  const squares = [0, 0];
  const first = small.cells - small.categories.count ** 2;
  units.forEach((x, cell) => { squares[cell < first ? 0 : 1] = (squares[cell < first ? 0 : 1] ?? 0) + x * x; });
  expect(squares[1]).toBeLessThanOrEqual(FLOORS.integerNorm ** 2 / 2);
  expect(squares[1]).toBeGreaterThan(0);
  expect(squares[0]).toBeGreaterThanOrEqual(FLOORS.integerNorm ** 2 / 2 - PAIR_UNIT ** 2);
});

test('ties by hand: two categories that go together above all, cells at or below the cut left out', () => {
  const three = { items: 3, popularity: new Float32Array(3), vectors: new Int8Array(3 * 64), categories: ['a', 'b', 'c'], categoryByIndex: Uint16Array.of(0, 1, 2) };
  const counts = newPairCounts(3);
  for (let shopper = 0; shopper < 60; shopper++) countPairs(counts, viewsOf(0, 1));
  countPairs(counts, viewsOf(1, 2));
  const { count, byCategory, ties } = categoryTiesOfCounts(three, counts, MAX_PAIR_CELLS);
  expect([count, ...byCategory]).toEqual([3, 0, 1, 2]);
  expect(ties[1]).toBeCloseTo(60 / Math.sqrt((60 + 20) * (61 + 20)), 6);
  expect(ties[3]).toBe(ties[1]);
  expect(ties[7]).toBeCloseTo(1 / Math.sqrt((1 + 20) * (61 + 20)), 6);
  expect([ties[0], ties[4], ties[8]]).toEqual([0, 0, 0]);
  const table = pairLayout(three);
  const cells = new Float64Array(table.cells);
  counts.forEach((from, to, units) => { cells[table.categoryCellOf(from, to)] = units; });
  const cut = categoryTiesOfTable(table, cells, 64);
  expect(cut.ties[7]).toBe(0);
  expect(cut.ties[1]).toBeCloseTo(60 / 80, 6);
});
