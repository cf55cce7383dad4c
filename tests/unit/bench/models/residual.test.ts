import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededChance } from '#core/units';
import { itemRows, residualRowsOf } from '../../../../bench/models/residual.ts';
import { constant, newTape } from '../../../../bench/models/tape.ts';
import { RESIDUAL_BOUND } from '../../../../bench/models/tiers.ts';
import { inDouble } from './a-model.ts';

test('itemRows() never leaves content by more than the bound, whatever the table holds', () => {
  fc.assert(fc.property(fc.integer(), fc.double({ min: 0, max: 1e6, noNaN: true }), (seed, size) => {
    const chance = seededChance(seed);
    const content = constant(3, 64, new Float64Array(3 * 64));
    const table = constant(16, 64, Float64Array.from({ length: 16 * 64 }, () => size * chance.normal()));
    const rows = itemRows(newTape(inDouble), content, { table, hashed: residualRowsOf(['a', 'b', 'c'], 16) }, Int32Array.of(0, 1, 2));
    return [0, 1, 2].every((item) => Math.hypot(...rows.data.subarray(item * 64, (item + 1) * 64)) <= RESIDUAL_BOUND);
  }));
});

test('residualRowsOf() gives an id the same rows in any list, and spreads ids over the table', () => {
  const ids = Array.from({ length: 2000 }, (_, i) => String(214_500_000 + i)); // numbers in sequence, as shops give them
  const rows = residualRowsOf(ids, 64);
  expect([...residualRowsOf([ids[7] ?? ''], 64)]).toEqual([rows[14], rows[15]]);
  const counts = new Float64Array(64);
  for (const row of rows) counts[row] = (counts[row] ?? 0) + 1;
  // 4,000 throws into 64 rows: 62.5 expected, deviation 7.8; five of these either way.
  expect(Math.min(...counts)).toBeGreaterThan(23);
  expect(Math.max(...counts)).toBeLessThan(102);
  expect(new Set(ids.map((_, i) => `${rows[2 * i]}/${rows[2 * i + 1]}`)).size).toBeGreaterThan(1200); // most items are told apart
});
