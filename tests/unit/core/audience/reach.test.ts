import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countReach, isTargeted, REACH_BOUND, reachLayout, reachOf, taxonomyOf, type Reach } from '#core/audience';
import { LIFE_CYCLES, type Audience } from '#core/campaigns';
import { decodeLayout, encodeLayout, MAX_CELLS, type Totals } from '#core/measurement';
import { seededChance } from '#core/units';
import { aCatalogue } from '#support/a-shop';
import { totalsOfSteps } from '#support/measure';

const taxonomy = taxonomyOf(aCatalogue({ items: 100 }));
const layout = reachLayout(taxonomy, 12);
const everybody: Audience = { tags: [], categories: [], clusters: [], lifeCycles: [] };
const K = 50;
/** Reach without noise. */
const known = (devices: Readonly<Record<string, number>>): Reach => reachOf([totalsOfSteps(layout, layout.cells.map((cell) => Object.entries(devices).find(([name]) => cell.includes(name))?.[1] ?? 0))]);

test('reachLayout() is a layout that its codec reads, also of a shop with one tag, or none, and of one with too many', () => {
  const many = { tags: Array.from({ length: 300 }, (_, i) => ({ kind: 'category' as const, name: `灯 ${i}`, items: 9 })) };
  for (const made of [layout, reachLayout({ tags: [] }, 0), reachLayout(many, 64)]) expect(decodeLayout(encodeLayout(made))).toEqual({ ok: true, value: made });
  expect(reachLayout(many, 64).cells).toHaveLength(MAX_CELLS);
});

test('reachLayout() keeps two names apart that spell alike, and a category from a brand of its name', () => {
  const { cells } = reachLayout({ tags: [{ kind: 'category', name: 'Lamps', items: 9 }, { kind: 'category', name: 'lamps!', items: 9 }, { kind: 'brand', name: 'Lamps', items: 9 }] }, 0);
  expect(cells.filter((cell) => cell.includes('/lamps.'))).toHaveLength(3);
});

test('countReach() counts a device once in its five strongest held tags, its portrait and its life cycle', () => {
  const tags = ['boots', 'tents', 'lamps', 'chairs', 'pans', 'shirts'].map((name, i) => ({ kind: 'category' as const, name, strength: 0.9 - i / 100 }));
  const counted = countReach({ tags: [...tags, { kind: 'category', name: 'games', strength: 0.44 }], cluster: 7, lifeCycle: 'loyal' }, layout);
  expect(layout.cells.filter((_, i) => counted[i] === 1).map((cell) => cell.replace(/\.[0-9a-f]+$/, '')).sort()).toEqual(['category/boots', 'category/chairs', 'category/lamps', 'category/pans', 'category/tents', 'life-cycle/loyal', 'portrait/7']);
});

test('countReach() never exceeds its bound', () => {
  const tag = fc.record({ kind: fc.constantFrom('category' as const, 'brand' as const), name: fc.constantFrom(...taxonomy.tags.map(({ name }) => name)), strength: fc.double({ min: 0, max: 1, noNaN: true }) });
  fc.assert(fc.property(fc.array(tag, { maxLength: 40 }), fc.option(fc.integer({ min: 0, max: 63 }), { nil: undefined }), fc.constantFrom(...LIFE_CYCLES), (tags, cluster, lifeCycle) => {
    const counted = countReach({ tags, cluster, lifeCycle }, layout);
    return counted.every((count) => count === 0 || count === 1) && counted.reduce((sum, count) => sum + count, 0) <= REACH_BOUND;
  }));
});

const round = (first: number, second: number, noiseVariance: number): Totals => totalsOfSteps(layout, layout.cells.map((_, i) => (i === 0 ? first : i === 1 ? second : 0)), noiseVariance);

test('reachOf() is what a cell holds beyond doubt: four deviations below the mean of its rounds, never under none', () => {
  const of = (rounds: readonly Totals[]): readonly (number | undefined)[] => layout.cells.slice(0, 2).map((cell) => reachOf(rounds).get(cell));
  expect(of([round(100, 30, 100)])).toEqual([60, 0]);
  expect(of([round(100, 30, 100), round(90, 26, 21)])).toEqual([73, 6]); // 95 and 28 less 4 · 11 / 2
  expect(of(Array.from({ length: 16 }, () => round(100, 30, 100)))).toEqual([90, 20]);
  expect(reachOf([]).size).toBe(0);
  const other = { ...layout, cells: layout.cells.slice(1), units: layout.units.slice(1) };
  expect(reachOf([round(100, 30, 0), totalsOfSteps(other, other.cells.map(() => 10))]).get(layout.cells[0] ?? '')).toBe(100); // the mean of rounds that count it
});

test('reachOf() never says more, without noise, than the round that had most, so that no device passes for two', () => {
  fc.assert(fc.property(fc.array(fc.nat(500), { minLength: 1, maxLength: 30 }), (counts) => (reachOf(counts.map((count) => round(count, 0, 0))).get(layout.cells[0] ?? '') ?? 0) <= Math.max(...counts)));
});

test('reachOf() lets a cell of fewer than k pass in fewer than one of a thousand months, whatever the number of rounds', () => {
  const chance = seededChance(6);
  const passes = (rounds: number): number => Array.from({ length: 2_000 }, () => reachOf(Array.from({ length: rounds }, () => round(K - 1 + 56 * chance.normal(), 0, 56 ** 2))).get(layout.cells[0] ?? '') ?? 0).filter((devices) => devices >= K).length;
  for (const rounds of [1, 4, 9]) expect(passes(rounds)).toBeLessThanOrEqual(1); // 2,000 draws of 3e-5: none of sixteen, two of five hundred
});

test('isTargeted() is false for everybody, and until reach is known', () => {
  expect(isTargeted(everybody, known({ boots: 500 }), K)).toBe(false);
  expect(isTargeted({ ...everybody, tags: ['boots'] }, undefined, K)).toBe(false);
});

test('isTargeted() asks k devices of the largest part of its list, and aims by no more than one list', () => {
  const reach = known({ boots: 50, lamps: 49, 'portrait/3': 200, loyal: 60 });
  expect(isTargeted({ ...everybody, tags: ['boots'] }, reach, K)).toBe(true);
  expect(isTargeted({ ...everybody, categories: ['lamps'] }, reach, K)).toBe(false);
  expect(isTargeted({ ...everybody, tags: ['lamps', 'boots'] }, reach, K)).toBe(true); // either is enough: at least as many as boots
  expect(isTargeted({ ...everybody, clusters: [3] }, reach, K)).toBe(true);
  expect(isTargeted({ ...everybody, tags: ['boots'], lifeCycles: ['loyal'] }, reach, K)).toBe(false); // 50 and 60, and both may be one device
  expect(isTargeted({ ...everybody, tags: ['unheard-of'] }, reach, K)).toBe(false);
});

test('isTargeted() never turns true with fewer devices or another list, and never under k', () => {
  const cells = ['boots', 'tents', 'portrait/1', 'loyal'] as const;
  const counts = fc.record(Object.fromEntries(cells.map((cell) => [cell, fc.integer({ min: 0, max: 120 })])) as Record<(typeof cells)[number], fc.Arbitrary<number>>);
  fc.assert(fc.property(counts, fc.integer({ min: 0, max: 120 }), (devices, taken) => {
    const audience: Audience = { ...everybody, lifeCycles: ['loyal'] };
    const fewer = Object.fromEntries(Object.entries(devices).map(([cell, count]) => [cell, count - taken]));
    const isAimed = isTargeted(audience, known(devices), K);
    if (isAimed !== devices.loyal >= K) return false;
    return isAimed || (!isTargeted(audience, known(fewer), K) && !isTargeted({ ...audience, tags: ['boots'] }, known(devices), K));
  }));
});
