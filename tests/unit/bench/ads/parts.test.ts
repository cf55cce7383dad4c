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

test('partRows() by chance draws again until a lone pair of clicks is parted', async () => {
  const rows = Array.from({ length: 60 }, (_, row) => `u${row % 7},${row < 2 ? 'clicked' : 'no click'},c${row % 3}`);
  const log = await readAdLog(aFile(['shopper,label,campaign', ...rows].join('\n')), { label: 'label', user: 'shopper', time: undefined, without: [], positive: undefined }, () => undefined);
  for (let seed = 1; seed < 9; seed++) {
    const { train, test: asked } = partRows(log, 'random', seed);
    expect([train, asked].map((part) => part.filter((row) => row < 2).length)).toEqual([1, 1]);
  }
});

test.each([
  ['a moment under any name where time is needed', 'seen', (row: number) => `2024-01-${10 + row} 10:00:00`, 'seen'],
  ['an hour of the day is a fact, not a time', 'hour', (row: number) => String((7 * row) % 24), undefined],
  ['a number under a name of time is an order', 'ts', (row: number) => String(1000 * row), 'ts'],
])('readAdLog() finds the time: %s', async (_, name, cell, wanted) => {
  const rows = Array.from({ length: 90 }, (_row, row) => `u${row % 7},${row % 3 === 0 ? 'true' : 'false'},c${row % 5},${cell(row % 18)}`);
  const log = await readAdLog(aFile([`shopper,label,campaign,${name}`, ...rows].join('\n')), { label: 'label', user: 'shopper', time: undefined, needsTime: wanted !== undefined, without: [], positive: undefined }, () => undefined);
  expect(log.timeColumn).toBe(wanted);
  expect(log.columns.map((column) => column.name)).toEqual(wanted ? ['campaign'] : ['campaign', name]);
});
