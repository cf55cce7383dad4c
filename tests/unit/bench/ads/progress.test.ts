import { expect, test } from 'vitest';
import { evaluateAds, within } from '#bench/ads';
import { aClickLog, aFile } from './a-log.ts';

test.each(['central', 'local'] as const)('evaluateAds() says of the %s lane how far it is, never less than before', async (lane) => {
  const shares: number[] = [];
  const train = aFile(aClickLog({ rows: 240, users: 30, seed: 1 }));
  await evaluateAds({ label: 'clicked', user: 'shopper', time: undefined, without: [], positive: undefined, train, split: 'random', lane, seed: 1, epsilon: undefined, delta: 1e-6 }, { say: () => undefined, progress: (_, share) => { if (share !== undefined) shares.push(share); } });
  expect(shares.length).toBeGreaterThan(10);
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  expect(shares[0]).toBeGreaterThanOrEqual(0);
  expect(shares.at(-1)).toBeGreaterThan(0.8);
  expect(shares.at(-1)).toBeLessThanOrEqual(1);
});

test('within() puts the share of a part into that of the whole', () => {
  const told: (readonly [string, number | undefined])[] = [];
  const progress = within((line, share) => { told.push([line, share]); }, 0.5, 0.7);
  progress('a');
  progress('b', 0.5);
  expect(told).toEqual([['a', 0.5], ['b', 0.6]]);
});
