import { expect, test } from 'vitest';
import { seededChance } from '#core/units';
import { localPredictions } from '../../../../bench/ads/local-lane.ts';
import { partRows } from '../../../../bench/ads/parts.ts';
import { readAdLog } from '../../../../bench/ads/table.ts';
import { aClickLog, aFile } from './a-log.ts';

const progress = (): void => undefined;

test('localPredictions() looks at nobody else: other shoppers’ labels change nothing', async () => {
  const log = await readAdLog(aFile(aClickLog({ rows: 200, users: 9, seed: 1 })), { label: 'clicked', user: 'shopper', time: undefined, without: [], positive: undefined }, () => undefined);
  const { train, test: asked } = partRows(log, 'random', 1);
  const flipped = { ...log, labels: log.labels.map((label, row) => (log.users[row] === 7 ? label : 1 - label)) };
  const [before, after] = [localPredictions({ log, train, test: asked, base: 0.3, seed: 1, progress }), localPredictions({ log: flipped, train, test: asked, base: 0.3, seed: 1, progress })];
  const [hers, others] = [[...asked.keys()].filter((i) => log.users[asked[i] ?? -1] === 7), [...asked.keys()].filter((i) => log.users[asked[i] ?? -1] !== 7)];
  expect(hers.length).toBeGreaterThan(2);
  for (const name of ['lr', 'fm', 'dnn', 'mix']) {
    expect(hers.map((i) => before[name]?.[i]), name).toEqual(hers.map((i) => after[name]?.[i]));
    expect(others.map((i) => before[name]?.[i]), name).not.toEqual(others.map((i) => after[name]?.[i]));
  }
});

test('localPredictions() of a shopper without a past is the public rate; of one who always clicks more, mixed in by how well it foretold her', async () => {
  const lines = Array.from({ length: 60 }, (_, row) => `u${row < 50 ? 1 : row},${row < 50 ? 1 : 0},c${row % 3}`);
  const log = await readAdLog(aFile(['shopper,clicked,campaign', ...lines].join('\n')), { label: 'clicked', user: 'shopper', time: undefined, without: [], positive: undefined }, () => undefined);
  const { mix } = localPredictions({ log, train: Int32Array.from({ length: 40 }, (_, row) => row), test: Int32Array.of(45, 55), base: 0.1, seed: 1, progress });
  expect(mix?.[0]).toBeGreaterThan(40 / 46); // her rate alone says 40.5 of 45
  expect(mix?.[1]).toBeCloseTo(0.1, 1);
});

test('localPredictions() of a log of hundreds of columns are chances', async () => {
  const cells = (row: number): string => Array.from({ length: 400 }, (_, column) => `v${(row * column) % (column + 2)}`).join(',');
  const lines = Array.from({ length: 60 }, (_, row) => `u${row % 3},${(row * row) % 5 === 0 ? 1 : 0},${cells(row)}`);
  const header = ['shopper', 'clicked', ...Array.from({ length: 400 }, (_, column) => `c${column}`)];
  const log = await readAdLog(aFile([header.join(','), ...lines].join('\n')), { label: 'clicked', user: 'shopper', time: undefined, without: [], positive: undefined }, () => undefined);
  const { train, test: asked } = partRows(log, 'random', 1);
  for (const [name, chances] of Object.entries(localPredictions({ log, train, test: asked, base: 0.3, seed: 1, progress }))) expect(chances.every((chance) => chance >= 0 && chance <= 1), name).toBe(true);
});

test('localPredictions() trusts no head that only knows by heart: labels that no column tells are left to the rate', async () => {
  const [users, each, columns] = [60, 20, 12];
  const chance = seededChance(5);
  const lines = Array.from({ length: users * each }, (_, row) => [`u${row % users}`, chance.next() < 0.3 ? 1 : 0, ...Array.from({ length: columns }, () => `v${chance.below(20)}`)].join(','));
  const header = ['shopper', 'clicked', ...Array.from({ length: columns }, (_, column) => `c${column}`)].join(',');
  const log = await readAdLog(aFile([header, ...lines].join('\n')), { label: 'clicked', user: 'shopper', time: undefined, without: [], positive: undefined }, () => undefined);
  const { train, test: asked } = partRows(log, 'random', 1);
  const predicted = localPredictions({ log, train, test: asked, base: 0.3, seed: 1, progress });
  const spread = (name: string): number => Math.sqrt((predicted[name] ?? new Float64Array()).reduce((sum, p) => sum + (p - 0.3) ** 2, 0) / asked.length);
  expect(spread('lr')).toBeGreaterThan(0.045); // heads move where nothing is to be known: .051
  expect(spread('mix')).toBeLessThan(0.035); // .019; a plain mean of heads and rate has .047, heads judged on rows that they learnt .078
});
