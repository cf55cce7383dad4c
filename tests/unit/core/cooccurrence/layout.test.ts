import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blockLength, PAIR_BLOCK_CELLS, pairLayout, type PairLayout } from '#core/cooccurrence';
import { aRange } from '#support/pairs';

const ranges = fc.record({ items: fc.integer({ min: 1, max: 400 }), seed: fc.nat(1000), maxBlocks: fc.integer({ min: 1, max: 3 }) });

/** Cell by pair, as `forEach` tells it. */
function cellsOf(layout: PairLayout): Map<string, number> {
  const cellByPair = new Map<string, number>();
  layout.forEach((cell, from, to) => {
    if (cellByPair.has(`${from} ${to}`)) throw new Error(`${from} before ${to} comes twice`);
    cellByPair.set(`${from} ${to}`, cell);
  });
  return cellByPair;
}

test('pairLayout(): each cell has one pair and each pair at most one cell, by cellOf() and forEach() alike', () => {
  fc.assert(fc.property(ranges, ({ items, seed, maxBlocks }) => {
    const layout = pairLayout(aRange(items, seed), maxBlocks);
    const cellByPair = cellsOf(layout);
    expect(new Set(cellByPair.values()).size).toBe(cellByPair.size);
    for (let from = 0; from < items; from++) {
      for (let to = 0; to < items; to++) {
        const cell = layout.cellOf(from, to);
        if (cell !== (cellByPair.get(`${from} ${to}`) ?? -1)) throw new Error(`${from} before ${to}: cellOf gives ${cell}, forEach ${cellByPair.get(`${from} ${to}`)}`);
        if (cell >= layout.cells) throw new Error(`cell ${cell} is beyond the table of ${layout.cells}`);
      }
    }
  }), { numRuns: 8 });
});

test('pairLayout(): blocks partition the table', () => {
  fc.assert(fc.property(ranges, ({ items, seed, maxBlocks }) => {
    const layout = pairLayout(aRange(items, seed), maxBlocks);
    const lengths = Array.from({ length: layout.blocks }, (_, block) => blockLength(layout, block));
    expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(layout.cells);
    expect(lengths.slice(0, -1).every((length) => length === PAIR_BLOCK_CELLS)).toBe(true);
    expect(layout.blocks).toBeLessThanOrEqual(maxBlocks);
    for (const bad of [-1, layout.blocks, 0.5]) expect(() => blockLength(layout, bad)).toThrow(RangeError);
  }), { numRuns: 25 });
});

test('pairLayout() of a small shop has every pair', () => {
  const layout = pairLayout(aRange(114), 1); // 114² = 12,996
  expect(layout.cells).toBe(114 * 114);
  expect(cellsOf(layout).size).toBe(114 * 114);
});

test('pairLayout() of a larger shop has all pairs of its most popular items and each item with itself', () => {
  const range = aRange(400);
  const layout = pairLayout(range, 2);
  const byPopularity = Array.from({ length: 400 }, (_, item) => item).sort((a, b) => (range.popularity[b] ?? 0) - (range.popularity[a] ?? 0) || a - b);
  const popular = byPopularity.slice(0, 120); // at least half of 32,000 cells
  expect(popular.every((from) => popular.every((to) => layout.cellOf(from, to) >= 0))).toBe(true);
  for (let item = 0; item < 400; item++) expect(layout.cellOf(item, item)).toBeGreaterThanOrEqual(0);
});

test('pairLayout() is the same wherever popularity is equal: a tie goes to the earlier item', () => {
  const range = aRange(300);
  const same = { ...range, popularity: new Float32Array(300) };
  const other = { ...range, popularity: new Float32Array(300).fill(7) };
  expect([...cellsOf(pairLayout(same, 1))]).toEqual([...cellsOf(pairLayout(other, 1))]);
  expect(pairLayout(same, 1).cellOf(0, 1)).toBe(1); // the first items stand first
});

test('limitation: a catalogue with more items than cells gets the pairs of its most popular items only', () => {
  const layout = pairLayout(aRange(16_500), 1);
  expect(layout.blocks).toBe(1);
  expect(layout.cells).toBe(114 * 114);
  expect(cellsOf(layout).size).toBe(layout.cells);
});

test('pairLayout() refuses another number of blocks than 1 to 37', () => {
  for (const bad of [0, 38, 1.5, Number.NaN]) expect(() => pairLayout(aRange(3), bad)).toThrow(RangeError);
});
