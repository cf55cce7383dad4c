import { describe, expect, test } from 'vitest';
import { seededChance } from '#core/units';
import { rowsByUser } from '../../../../bench/ads/by-user.ts';
import { mixHeads, type Mixed } from '../../../../bench/ads/mix.ts';
import { plainSums, type Summation } from '../../../../bench/ads/sums.ts';
import type { AdLog } from '../../../../bench/ads/table.ts';

const [ROWS, USERS] = [6000, 300];
const range = (from: number, to: number): Int32Array => Int32Array.from({ length: to - from }, (_, i) => from + i);
/** By time: what heads learnt, what their mix is fitted on and judged on, what is asked. */
const [learnt, fitted, checked, asked] = [range(0, 3000), range(3000, 4000), range(4000, 5000), range(5000, ROWS)];

/** Three heads that say the same, more or less loudly, and are right by `sign(row)`: 1 as they should, −1 the wrong way round. */
function mixed(sign: (row: number) => number): Mixed {
  const chance = seededChance(4);
  const logits = Float64Array.from({ length: ROWS }, () => 1.5 * chance.normal());
  const labels = Uint8Array.from(logits, (logit, row) => (chance.next() < 1 / (1 + Math.exp(-sign(row) * logit)) ? 1 : 0));
  const log: AdLog = { name: 'made up', rows: ROWS, labels, users: Int32Array.from({ length: ROWS }, (_, row) => row % USERS), userCount: USERS, columns: [], timeColumn: 'ts', times: Float64Array.from({ length: ROWS }, (_, row) => row), hasClock: false, skipped: {}, notes: [] };
  const over = (rows: Int32Array): Summation => plainSums(rowsByUser(rows, log.users, USERS), { count: 0, ofRow: new Int8Array() });
  const clean = range(3000, 5000);
  const heads = [{ name: 'lr', logits }, { name: 'fm', logits: logits.map((x) => x / 2) }, { name: 'dnn', logits: logits.map((x) => 2 * x) }] as const;
  return mixHeads({ log, train: range(0, 5000), test: asked, heads: { heads, clean, record: {} }, sums: over(clean), followed: [], trial: { before: learnt, fit: over(fitted), check: over(checked) }, tastes: undefined, progress: () => undefined });
}

describe('mixHeads() with a trial by time', () => {
  test('serves the mix where what held before still holds', () => {
    const { served, predicted, weights } = mixed(() => 1);
    expect(served).toBe('mix');
    expect(new Set(predicted.mix).size).toBeGreaterThan(100);
    expect((weights.lr ?? 0) + (weights.fm ?? 0) + (weights.dnn ?? 0)).toBeCloseTo(1, 0); // calibrated, each says the truth
  });

  test('serves the base rate where what held before is the wrong way round later', () => {
    const { served, predicted } = mixed((row) => (row < 4000 ? 1 : -1));
    expect(served).toBe('base');
    expect(new Set(predicted.mix).size).toBe(1);
  });

  test('stays with the mix where the later part says little against it', () => {
    expect(mixed((row) => (row >= 4000 && row % 2 === 0 ? 0.6 : 1)).served).toBe('mix');
  });
});
