import { expect, test } from 'vitest';
import { fadingRows, portraitRows, priceRow, type Crowd } from '#bench/audience';
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
