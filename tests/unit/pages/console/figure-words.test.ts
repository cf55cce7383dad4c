import fc from 'fast-check';
import { expect, test } from 'vitest';
import { intervalText, spellings } from '../../../../src/pages/console/figure-words.ts';

const euros = { least: 0, text: (value: number): string => `€${value}` };

test('intervalText() gives both ends where both are possible', () => {
  expect(intervalText({ low: 2, high: 5 }, euros)).toBe('€2 to €5');
  expect(intervalText({ low: 0, high: 5 }, euros)).toBe('€0 to €5');
  expect(intervalText({ low: -2, high: 5 }, { text: euros.text })).toBe('€-2 to €5');
});

test('intervalText() calls an end below the least noise instead of writing it as the least', () => {
  expect(intervalText({ low: -2, high: 5 }, euros)).toBe('at most €5');
  expect(intervalText({ low: -5, high: -2 }, euros)).toBe('below €0, which is noise');
  expect(intervalText({ low: -5, high: 0 }, euros)).toBe('at most €0');
});

test('intervalText() says nothing of an interval without ends or of one point', () => {
  expect(intervalText({ low: 0, high: 0 }, euros)).toBe('');
  expect(intervalText({ low: -Infinity, high: Infinity }, euros)).toBe('');
  expect(intervalText({ low: Number.NaN, high: 5 }, euros)).toBe('');
});

test('intervalText() writes no ROI below -100 %: nothing loses more than was spent', () => {
  const { returned } = spellings('EUR');
  expect(intervalText({ low: -0.4, high: 1.5 }, returned)).toBe(`at most ${returned.text(1.5)}`);
  expect(intervalText({ low: -0.4, high: -0.1 }, returned)).toBe(`below ${returned.text(0)}, which is noise`);
});

test('intervalText() never writes a number below the least', () => {
  const written: number[] = [];
  const range = { least: 0, text: (value: number): string => `${written.push(value)}` };
  fc.assert(fc.property(fc.double(), fc.double(), (low, high) => {
    written.length = 0;
    intervalText({ low, high }, range);
    return written.every((value) => value >= 0);
  }));
});
