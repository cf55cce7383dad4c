import { expect, test } from 'vitest';
import { fadingRows, memoryRows, portraitRows, priceRow, randIndex, type Crowd } from '#bench/audience';
import { seededChance } from '#core/units';
import { aCatalogue, aHistory } from '#support/a-shop';

const catalogue = aCatalogue({ items: 200 });
/** 1,000 shoppers of one category each, in which they look at eight products. */
const crowd: Crowd = {
  name: 'aisles', catalogue, isMadeUp: true,
  users: Array.from({ length: 1_000 }, (_, user) => {
    const chance = seededChance(user);
    return aHistory(Array.from({ length: 8 }, () => (user % 10) + 10 * chance.below(20))).interactions;
  }),
};

test('portraitRows() finds groups that are there from sums as from profiles, and noise costs some of it', () => {
  const rows = portraitRows(crowd).filter(({ kind }) => kind === 'kmeans');
  const of = (fit: string): number => rows.find((row) => row.fit.startsWith(fit))?.value ?? NaN;
  expect(rows[0]).toMatchObject({ fit: 'start, no device', clusters: 5 }); // 800 devices fill five portraits of a few times 50
  expect(of('central')).toBeGreaterThan(0.3);
  expect(of('federated, no noise')).toBeGreaterThan(0.7 * of('central')); // another start, another optimum
  expect(of('federated, ε 2')).toBeLessThanOrEqual(of('federated, no noise') + 0.02);
});

test('rows of tags want enough shoppers, and say nothing of fewer', () => {
  const few: Crowd = { ...crowd, users: crowd.users.slice(0, 20) };
  expect([...fadingRows(few), ...priceRow(few)]).toEqual([]);
});

test('randIndex() by hand: the same groups under other names are 1, others what they share beyond chance', () => {
  expect(randIndex([0, 0, 1, 1], [5, 5, 3, 3])).toBe(1);
  expect(randIndex([0, 0, 0], [1, 1, 1])).toBe(1);
  // Of 15 pairs two are together in each, one of them in both; by chance it were 2 · 2 / 15.
  expect(randIndex([0, 0, 1, 1, 2, 3], [0, 0, 1, 2, 3, 3])).toBeCloseTo((1 - 4 / 15) / (2 - 4 / 15), 12);
});

test('memoryRows() says nothing of a crowd too small for a round, and after one round memory changes nothing', () => {
  expect(memoryRows({ ...crowd, users: crowd.users.slice(0, 900) })).toEqual([]);
  const first = memoryRows(crowd).filter(({ rounds }) => rounds === 1);
  expect(first).toHaveLength(1);
  for (const { remembered, forgotten } of first) expect(remembered).toBe(forgotten);
});
