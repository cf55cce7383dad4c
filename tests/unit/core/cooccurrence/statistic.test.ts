import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blockLength, countPairs, countsOfTable, meetingsOfTable, newPairCounts, PAIR_UNIT, pairLayout, pairStatistic } from '#core/cooccurrence';
import { encodeUpdate } from '#core/fedavg';
import { FLOORS } from '#core/privacy';
import { seededChance } from '#core/units';
import { countingRandomness, repeatable } from '#support/federation';
import { aRange, histories, viewsOf, type Step } from '#support/pairs';
import { aVdaf, sumByShares } from '#support/vdaf';

const B = FLOORS.integerNorm;
/** C at which one integer of a report is one unit. */
const C = B / PAIR_UNIT;
const ITEMS = 200;
const layout = pairLayout(aRange(ITEMS), 2);

function sumOfBlocks(interactions: readonly Step[], maxNorm = B): Float64Array {
  const cells = new Float64Array(layout.cells);
  let at = 0;
  for (let block = 0; block < layout.blocks; block++) for (const units of pairStatistic(layout, block, interactions, maxNorm)) cells[at++] = units;
  return cells;
}

test('many devices, carried: encodeUpdate → shard → aggregate → unshard equals the central sum in every cell, exactly', async () => {
  await fc.assert(fc.asyncProperty(fc.array(histories(ITEMS), { minLength: 1, maxLength: 6 }), fc.string(), async (devices, seed) => {
    const central = new Float64Array(layout.cells);
    for (const device of devices) sumOfBlocks(device).forEach((units, cell) => { central[cell] = (central[cell] ?? 0) + units; });
    const randomness = countingRandomness(seed);
    const carried: number[] = [];
    for (let block = 0; block < layout.blocks; block++) {
      const length = blockLength(layout, block);
      const vdaf = aVdaf(length);
      const told: Int32Array[] = [];
      for (const device of devices) {
        const delta = Float32Array.from(pairStatistic(layout, block, device, B), (units) => units / PAIR_UNIT);
        const encoded = encodeUpdate(delta, { clipNorm: C, integerNorm: B }, repeatable(seededChance(block + 1)));
        if (!encoded.ok) throw new Error(encoded.fault.message);
        told.push(encoded.value);
      }
      for (const units of await sumByShares(vdaf, told, randomness)) carried.push(units);
    }
    expect(carried.length).toBe(layout.cells);
    const wrong = carried.findIndex((units, cell) => units !== central[cell]);
    expect(wrong, `cell ${wrong}: carried ${carried[wrong]}, central ${central[wrong]}`).toBe(-1);
  }), { numRuns: 12 });
});

test('a history within the bound is carried whole: every pair that has a cell, and nothing else', () => {
  fc.assert(fc.property(histories(ITEMS, 8), (interactions) => {
    const cells = sumOfBlocks(interactions, 1e6);
    const counts = newPairCounts(ITEMS);
    countPairs(counts, interactions);
    layout.forEach((cell, from, to) => { if (from !== to && cells[cell] !== counts.at(from, to)) throw new Error(`${from} before ${to}: ${cells[cell]} units, counted ${counts.at(from, to)}`); });
    const carried = countsOfTable(layout, cells);
    carried.forEach((from, to, units) => { expect(units).toBe(counts.at(from, to)); });
    const met = meetingsOfTable(layout, cells);
    for (let item = 0; item < ITEMS; item++) expect(met[item]).toBe(interactions.filter((step) => step.item === item && step.weight > 0).length);
  }), { numRuns: 50 });
});

test('pairStatistic() never exceeds the norm and gives whole units', () => {
  fc.assert(fc.property(histories(ITEMS, 120), fc.integer({ min: 0, max: 400 }), fc.nat(layout.blocks - 1), (interactions, maxNorm, block) => {
    const units = pairStatistic(layout, block, interactions, maxNorm);
    expect(units.length).toBe(blockLength(layout, block));
    expect(units.reduce((sum, x) => sum + x * x, 0)).toBeLessThanOrEqual(maxNorm * maxNorm);
  }), { numRuns: 60 });
});

test('pairStatistic() leaves the oldest pairs out first', () => {
  const small = pairLayout(aRange(100), 1);
  const twenty = Array.from({ length: 20 }, (_, i) => 10 + i);
  const units = pairStatistic(small, 0, viewsOf(...twenty), 2 * PAIR_UNIT);
  const at = (from: number, to: number): number => units[small.cellOf(from, to)] ?? 0;
  expect(at(28, 29)).toBe(PAIR_UNIT);
  expect(at(27, 29)).toBe(PAIR_UNIT / 2);
  expect(at(10, 11)).toBe(0);
  const kept = twenty.filter((to) => at(to - 1, to) > 0);
  expect(kept).toEqual(twenty.slice(-kept.length));
});

test('pair units by hand: 1/distance in 64ths, a pause is a step, a basket is one moment, what was taken back is no pair', () => {
  const counts = newPairCounts(10);
  countPairs(counts, viewsOf(1, 2, 3));
  expect([counts.at(1, 2), counts.at(2, 3), counts.at(1, 3), counts.at(2, 1)]).toEqual([64, 64, 32, 0]);

  const paused = newPairCounts(10);
  countPairs(paused, viewsOf(1, 2).map((step, i) => ({ ...step, session: i })));
  expect(paused.at(1, 2)).toBe(32);

  const basket = newPairCounts(10);
  countPairs(basket, viewsOf(1, 2).map((step) => ({ ...step, atMs: 5 })));
  expect([basket.at(1, 2), basket.at(2, 1)]).toEqual([64, 64]);

  const back = newPairCounts(10);
  countPairs(back, viewsOf(1, 2, 3).map((step) => ({ ...step, weight: step.item === 2 ? -1 : 1 })));
  expect([back.size, back.at(1, 3)]).toEqual([1, 64]);

  const far = newPairCounts(30);
  countPairs(far, viewsOf(...Array.from({ length: 14 }, (_, i) => i)));
  expect([far.at(0, 10), far.at(0, 11)]).toEqual([6, 0]); // 64 ÷ 10 rounds to 6; ten steps are the farthest
});
