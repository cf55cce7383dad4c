import { expect, test } from 'vitest';
import { formatCountOf, formatMoments, formatMoney, formatShort, formatSpan, formatTiny } from '../../../src/frame/format.ts';

test.each([[1250, 'GBP', '£12.50'], [89_900, 'INR', '₹899'], [120_000, 'EUR', '€1,200'], [1999, 'USD', '$19.99']])('formatMoney() writes %i of %s as %s', (cents, currency, wanted) => {
  expect(formatMoney(cents, currency)).toBe(wanted);
});

test('formatMoney() shows the number alone where a feed names no real currency', () => {
  expect(formatMoney(1250, 'coins')).toBe('12.50');
});

test.each([[0, '0 s'], [59_400, '59 s'], [80_000, '1 min 20 s'], [3_600_000, '1 h'], [5_400_000, '1 h 30 min'], [200_000_000, '2 days']])('formatSpan() writes %i ms as %s', (ms, wanted) => {
  expect(formatSpan(ms)).toBe(wanted);
});

test('formatCountOf() has one form for one, another for none and many', () => {
  expect([0, 1, 2, 1204].map((count) => formatCountOf(count, 'rating', 'ratings'))).toEqual(['0 ratings', '1 rating', '2 ratings', '1,204 ratings']);
});

test('formatMoments() writes a day that both moments are of once', () => {
  const noon = new Date(2026, 0, 1, 12).getTime(); // of this machine's own day, wherever it is
  expect(formatMoments(noon, noon + 60_000).match(/Jan/g)).toHaveLength(1);
  expect(formatMoments(noon, noon + 86_400_000).match(/Jan/g)).toHaveLength(2);
});

test.each([[1e-6, '10⁻⁶'], [2e-5, '2·10⁻⁵']])('formatTiny() writes %d as %s', (value, wanted) => {
  expect(formatTiny(value)).toBe(wanted);
});

test('formatShort() has a dash for what is no number', () => {
  expect([formatShort(1.1429), formatShort(Number.NaN), formatShort(Infinity)]).toEqual(['1.14', '–', '–']);
});
