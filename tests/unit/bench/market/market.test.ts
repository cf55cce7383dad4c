import { expect, test } from 'vitest';
import { figuresOf, pacingSvg, runMarket, runSessionHead } from '#bench/market';

const OPTIONS = { devices: 1_500, warmUpDays: 3, days: 2, seed: 4 } as const;

test('runMarket() is the same for the same seed, and every kind of pacing judges the same budgets', () => {
  const [a, b] = [runMarket({ ...OPTIONS, pacing: 'private', tasks: 4 }), runMarket({ ...OPTIONS, pacing: 'private', tasks: 4 })];
  expect(a).toEqual(b);
  const none = runMarket({ ...OPTIONS, pacing: 'none', tasks: 4 });
  expect(none.days.map(({ budgetCents }) => budgetCents)).toEqual(a.days.map(({ budgetCents }) => budgetCents));
  expect(a.reports).toBeGreaterThan(500);
});

test('runMarket() with a server that sees every ad spends views within 2 %, without pacing it spends too early and too much', () => {
  const [exact, none] = [runMarket({ ...OPTIONS, pacing: 'exact', tasks: 24 }), runMarket({ ...OPTIONS, pacing: 'none', tasks: 24 })];
  expect(figuresOf(exact, 'view').error).toBeLessThan(0.02);
  expect(figuresOf(none, 'view').overspend).toBeGreaterThan(figuresOf(exact, 'view').overspend);
  const byNoon = (result: typeof exact): number => result.days.reduce((sum, { spentCents, budgetCents }) => sum + (spentCents[17] ?? 0) / budgetCents, 0) / result.days.length;
  expect(byNoon(none)).toBeGreaterThan(byNoon(exact));
});

test('pacingSvg() draws every campaign', () => {
  const svg = pacingSvg([runMarket({ ...OPTIONS, pacing: 'exact', tasks: 24 })], 'A day');
  for (const name of ['boots', 'tents', 'lamps', 'coats', 'maps', 'stoves']) expect(svg).toContain(name);
});

test('runSessionHead() earns more than looking at one page, and goes out only where the gate can tell', () => {
  const { parameters, head, myopic, fromEven } = runSessionHead(1);
  expect(parameters).toBeLessThanOrEqual(2_000);
  expect(head).toBeGreaterThan(myopic);
  expect(fromEven.verdict).toBe('publish');
  expect(fromEven.low).toBeLessThan(head);
  expect(fromEven.high).toBeGreaterThan(head);
});
