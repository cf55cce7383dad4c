import { expect, test } from 'vitest';
import { localPredictions } from '../../../../bench/ads/local-lane.ts';
import { partRows } from '../../../../bench/ads/parts.ts';
import { readAdLog } from '../../../../bench/ads/table.ts';
import { aClickLog, aFile } from './a-log.ts';

test('localPredictions() looks at nobody else: other shoppers’ labels change nothing', async () => {
  const log = await readAdLog(aFile(aClickLog({ rows: 600, users: 12, seed: 1 })), { label: 'clicked', user: 'shopper', time: undefined, without: [], positive: undefined }, () => undefined);
  const { train, test: asked } = partRows(log, 'random', 1);
  const flipped = { ...log, labels: log.labels.map((label, row) => (log.users[row] === 7 ? label : 1 - label)) };
  const [before, after] = [localPredictions(log, train, asked, 1), localPredictions(flipped, train, asked, 1)];
  const [hers, others] = [[...asked.keys()].filter((i) => log.users[asked[i] ?? -1] === 7), [...asked.keys()].filter((i) => log.users[asked[i] ?? -1] !== 7)];
  expect(hers.length).toBeGreaterThan(3);
  for (const name of ['lr', 'fm', 'dnn', 'mix']) {
    expect(hers.map((i) => before[name]?.[i]), name).toEqual(hers.map((i) => after[name]?.[i]));
    expect(others.map((i) => before[name]?.[i]), name).not.toEqual(others.map((i) => after[name]?.[i]));
  }
});
