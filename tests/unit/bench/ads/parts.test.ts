import { expect, test } from 'vitest';
import { partRows } from '../../../../bench/ads/parts.ts';
import { readAdLog } from '../../../../bench/ads/table.ts';
import { aClickLog, aFile } from './a-log.ts';

test.each(['random', 'time'] as const)('partRows() by %s puts every row into one part, a fifth of them to test', async (split) => {
  const log = await readAdLog(aFile(aClickLog({ rows: 1000, users: 20, seed: 2 })), { label: 'clicked', user: 'shopper', time: undefined, without: [], positive: undefined }, () => undefined);
  const { train, test: asked } = partRows(log, split, 3);
  expect(asked).toHaveLength(200);
  expect([...train, ...asked].sort((a, b) => a - b)).toEqual([...Array.from({ length: 1000 }).keys()]);
  const latest = (rows: Int32Array): number => Math.max(...[...rows].map((row) => log.times?.[row] ?? 0));
  const isCutByClock = latest(train) <= Math.min(...[...asked].map((row) => log.times?.[row] ?? 0));
  expect(isCutByClock).toBe(split === 'time');
});
