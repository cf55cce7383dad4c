import { expect, test } from 'vitest';
import { budgetOf, FLOORS } from '#core/privacy';
import { DAY_MS } from '#core/units';
import { anEntry } from '#support/store-contract';

test('budgetOf() adds up a week and a year, and nothing spent is ε 0', () => {
  const nowMs = Date.UTC(2026, 10, 20);
  const entries = [2, 30, 400].map((days) => anEntry(days, { atMs: nowMs - days * DAY_MS, rho: 1 / 32 }));
  const budget = budgetOf(entries, nowMs);
  expect(budget).toMatchObject({ weekRho: 1 / 32, yearRho: 2 / 32, weekLimitRho: FLOORS.weekRho });
  expect(budget.weekEpsilon).toBeCloseTo(1.143, 3);
  expect(budgetOf([], nowMs)).toMatchObject({ weekRho: 0, weekEpsilon: 0, yearEpsilon: 0 });
});
