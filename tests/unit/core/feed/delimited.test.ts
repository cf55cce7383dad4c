import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readDelimited } from '../../../../src/core/feed/delimited.ts';

const cells = fc.string({ unit: fc.constantFrom('a', 'é', '漢', '"', ',', ';', '\n', '\r\n', ' ', '|', "'"), maxLength: 8 });
const tables = fc.integer({ min: 2, max: 4 }).chain((width) => fc.array(fc.array(cells, { minLength: width, maxLength: width }).map((row) => ['k', ...row]), { minLength: 1, maxLength: 6 }));

function quoted(value: string): string {
  return `"${value.replaceAll('"', '""')}"`;
}

test('readDelimited() reads properly quoted CSV as csv-parse reads it', () => {
  fc.assert(fc.property(tables, fc.constantFrom('\n', '\r\n'), (table, lineBreak) => {
    const header = (table[0] ?? []).map((_, i) => `c${i}`);
    const text = [header.join(','), ...table.map((row) => row.map(quoted).join(','))].join(lineBreak);
    const oracle: string[][] = parse(text, { from_line: 2 });
    const { rows, issues } = readDelimited(text);
    const read = [...rows].map(({ cells: byKey }) => header.map((name) => byKey.get(name)?.values[0] ?? ''));
    expect(read).toEqual(oracle.map((row) => row.map((cell) => cell.trim())));
    expect(issues).toEqual([]);
  }), { numRuns: 500 });
});

test.each([
  ['a quote inside a cell', 'id,size\na,5" pipe\n', '5" pipe'],
  ['words after a closing quote', 'id,size\na,"5 inch" pipe\n', '5 inch pipe'],
  ['missing last cells', 'id,size,colour\na,5\n', '5'],
  ['empty cells beyond the header', 'id,size\na,5,,\n', '5'],
])('readDelimited() forgives %s', (_what, text, wanted) => {
  const { rows, issues } = readDelimited(text);
  expect([...rows][0]?.cells.get('size')?.values).toEqual([wanted]);
  expect(issues).toEqual([]);
});

test('readDelimited() goes on with the next line after a quote that never closes', () => {
  const { rows, issues } = readDelimited('id,size\na,"5\nb,6\nc,7\n');
  expect([...rows].map((row) => row.cells.get('id')?.values[0])).toEqual(['b', 'c']);
  expect(issues.map((issue) => issue.line)).toEqual([2]);
});

test('readDelimited() takes the delimiter that the header has most of', () => {
  expect(['a,b;c,d', 'a;b,c;d', 'a\tb', 'a|b|c', '"x;y;z",b', 'a'].map((text) => readDelimited(text).delimiter)).toEqual([',', ';', '\t', '|', ',', '\t']);
});
