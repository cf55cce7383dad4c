import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Roles } from '../../../../bench/ads/header.ts';
import { readAdLog, type AdLog } from '../../../../bench/ads/table.ts';
import { aFile } from './a-log.ts';

const HEADER = ['shopper', 'clicked', 'campaign', 'price', 'ts'];

/** Sixty rows of seven shoppers. */
function aTable(change: (cells: string[], row: number) => readonly string[] = (cells) => cells, header: readonly string[] = HEADER): readonly (readonly string[])[] {
  return [header, ...Array.from({ length: 60 }, (_, row) => change([`u${row % 7}`, String(row % 3 === 0 ? 1 : 0), `c${row % 5}`, String(row / 4), String(1_700_000_000 + row)], row))];
}

const written = (table: readonly (readonly string[])[], delimiter = ',', end = '\n'): string => table.map((cells) => cells.join(delimiter)).join(end);

/** With the cell of one column as `say` has it. */
const told = (column: number, say: (row: number) => string) => (cells: string[], row: number): readonly string[] => cells.with(column, say(row));

function read(file: string | Buffer, roles: Partial<Roles> = {}): Promise<AdLog> {
  const path = aFile('');
  writeFileSync(path, file);
  return readAdLog(path, { label: 'clicked', user: 'shopper', time: undefined, without: [], positive: undefined, ...roles }, () => undefined);
}

const plain = read(written(aTable()));
const quoted = written(aTable(told(2, (row) => `"c${row % 5}, ""big""\nsale"`)));

describe('readAdLog() reads the same log from', () => {
  test.each<[string, string | Buffer]>([
    ['Windows line ends', written(aTable(), ',', '\r\n')],
    ['line ends of old Macs', written(aTable(), ',', '\r')],
    ['tabs', written(aTable(), '\t')],
    ['semicolons', written(aTable(), ';')],
    ['bars', written(aTable(), '|')],
    ['a UTF-8 mark', `\uFEFF${written(aTable())}`],
    ['UTF-16 with its mark', Buffer.from(`\uFEFF${written(aTable())}`, 'utf16le')],
    ['gzip under any name', gzipSync(written(aTable()))],
    ['spaces around names and cells', written(aTable((cells) => cells.map((cell) => ` ${cell} `), HEADER.map((name) => ` ${name} `)))],
    ['names in another case', written(aTable(undefined, ['Shopper', 'CLICKED', 'campaign', 'price', 'ts']))],
    ['rows with an empty cell too many', written(aTable((cells) => [...cells, '']))],
    ['labels of floats', written(aTable(told(1, (row) => (row % 3 === 0 ? '1.0' : '0.0'))))],
    ['labels of true and false', written(aTable(told(1, (row) => (row % 3 === 0 ? 'TRUE' : 'False'))))],
    ['labels of yes and no', written(aTable(told(1, (row) => (row % 3 === 0 ? 'yes' : 'no'))))],
    ['labels of click and noclick', written(aTable(told(1, (row) => (row % 3 === 0 ? 'click' : 'noclick'))))],
    ['labels of 1 and −1', written(aTable(told(1, (row) => (row % 3 === 0 ? '1' : '-1'))))],
    ['milliseconds', written(aTable(told(4, (row) => String(1000 * (1_700_000_000 + row)))))],
    ['written dates', written(aTable(told(4, (row) => new Date(1000 * (1_700_000_000 + row)).toISOString().slice(0, 19).replace('T', ' '))))],
  ])('%s', async (_, file) => {
    const { labels, users, columns, times, hasClock, skipped } = await read(file);
    const wanted = await plain;
    expect({ labels, users, columns, times, hasClock, skipped }).toEqual({ labels: wanted.labels, users: wanted.users, columns: wanted.columns, times: wanted.times, hasClock: true, skipped: {} });
  });
});

test('readAdLog() keeps delimiters, quotes and line ends within quotes', async () => {
  const { rows, columns, skipped } = await read(quoted);
  expect([rows, new Set(columns[0]?.codes).size, skipped]).toEqual([60, 5, {}]);
});

test('readAdLog() makes numbers of columns whose every cell is one or nothing, categories of all others, and says which nearly were numbers', async () => {
  const nothing = ['', 'NA', 'NaN', 'null', 'None', 'n/a', '?'];
  const header = [...HEADER, 'gaps', 'large', 'nearly', 'hex'];
  const { columns, notes } = await read(written(aTable((cells, row) => [...cells, nothing[row] ?? '-2.5e3', row === 3 ? '1e300' : '-1e-300', row === 40 ? 'unknown' : String(row), '0x1f'], header)));
  const kind = (name: string): string => (columns.find((column) => column.name === name)?.numbers ? 'numbers' : 'categories');
  expect(['campaign', 'price', 'gaps', 'large', 'nearly', 'hex'].map(kind)).toEqual(['categories', 'numbers', 'numbers', 'numbers', 'categories', 'categories']);
  expect([...(columns.find(({ name }) => name === 'gaps')?.numbers ?? [])].map(Number.isNaN).filter(Boolean)).toHaveLength(nothing.length);
  expect(notes).toEqual(['column nearly is no number but categories: line 42 says "unknown" after 40 numbers']);
});

test('readAdLog() numbers a name that stands there twice, names a column without one, and leaves out a twin of the label', async () => {
  const { columns, notes } = await read(written(aTable((cells, row) => [...cells, cells[1] ?? '', String(row), 'x'], [...HEADER, 'Clicked', 'price', ''])));
  expect(columns.map(({ name }) => name)).toEqual(['campaign', 'price', 'price (2)', 'column 8']);
  expect(notes).toEqual(['column Clicked is called as the label is, and left out']);
});

test('readAdLog() leaves out rows without a time only where time orders the rows', async () => {
  const file = written(aTable((cells, row) => (row === 5 ? cells.with(4, '') : cells)));
  const [random, timed] = [await read(file), await read(file, { needsTime: true })];
  expect([random.rows, random.timeColumn]).toEqual([60, undefined]);
  expect([timed.rows, timed.timeColumn, timed.skipped]).toEqual([59, 'ts', { 'time that cannot be read': 1 }]);
});

describe('readAdLog() takes for the time of its rows', () => {
  const at = (row: number): string => new Date(1000 * (1_700_000_000 + row)).toISOString();
  test.each<[string, string, readonly [string, string], (row: number) => readonly [string, string]]>([
    ['the most telling name of those that say moments', 'ts', ['date', 'ts'], (row) => [at(row), at(row)]],
    ['a moment before an order of a more telling name', 'date', ['timestamp', 'date'], (row) => [String(row), at(row)]],
    ['a name that resembles one of time, where it is needed', 'created', ['seen', 'created'], (row) => [at(row), at(row)]],
    ['a moment written out before a number that may be one', 'seen', ['number', 'seen'], (row) => [String(1_700_000_000 + row), at(row)]],
    ['a name of an order, where nothing says a moment', 'timestamp', ['other', 'timestamp'], (row) => ['x', String(7 * row)]],
  ])('%s', async (_, wanted, names, cells) => {
    const { timeColumn } = await read(written(aTable((own, row) => [...own.slice(0, 4), ...cells(row)], [...HEADER.slice(0, 4), ...names])), { needsTime: true });
    expect(timeColumn).toBe(wanted);
  });

  test.each([[366, undefined], [367, 'hour']])('an order of a span of %i: %s', async (span, wanted) => {
    const { timeColumn, columns } = await read(written(aTable((own, row) => [...own.slice(0, 4), String(row === 59 ? span : row)], [...HEADER.slice(0, 4), 'hour'])));
    expect([timeColumn, columns.some(({ name }) => name === 'hour')]).toEqual([wanted, wanted === undefined]);
  });
});

test('readAdLog() wants 50 usable rows', async () => {
  expect((await read(written(aTable().slice(0, 51)))).rows).toBe(50);
  await expect(read(written(aTable().slice(0, 50)))).rejects.toThrow(/49 usable rows are too few, wanted 50 or more$/);
});

describe('readAdLog() says where a file is wrong:', () => {
  test.each<[string, string | Buffer, Partial<Roles>, RegExp]>([
    ['clicks counted', written(aTable(told(1, (row) => String(row % 8)))), {}, /Cannot use column clicked of .* as --label: line 4 says "2"; wanted 0 and 1, or --positive MIN/],
    ['labels of other words', written(aTable(told(1, (row) => (row % 3 === 0 ? 'purchase' : 'view')))), {}, /60 of 60 rows are bad \(label that is not 0 or 1, first on line 2: column clicked says "purchase"\)/],
    ['the label named twice', written(aTable(undefined, ['shopper', 'clicked', 'clicked', 'price', 'ts'])), {}, /--label clicked: line 1 of .* has it more than once/],
    ['the label named in two cases, neither as asked', written(aTable(undefined, ['shopper', 'Clicked', 'CLICKED', 'price', 'ts'])), {}, /more than once, as Clicked, CLICKED/],
    ['no such user', written(aTable()), { user: 'device' }, /--user device: line 1 of .* no such column; it has shopper, clicked, campaign, price, ts$/],
    ['one column for two roles', written(aTable()), { user: 'clicked' }, /column clicked of .* as both --label and --user/],
    ['no header', written(aTable().slice(1)), {}, /no such column; it has u0, 1, c0, 0, 1700000000\. That looks like a row: the file needs a line of names/],
    ['no feature', written(aTable((cells) => cells.slice(0, 2), HEADER.slice(0, 2))), {}, /no column is left as a feature beside clicked, shopper/],
    ['no time to order by', written(aTable((cells) => cells.slice(0, 4), HEADER.slice(0, 4))), { needsTime: true }, /no column is one; name it with --time.* campaign "c0", price "0"; wanted 2023-11-14/],
    ['times of another spelling', written(aTable(told(4, () => '11/14/2023 22:13'))), { needsTime: true }, /60 of 60 rows are bad \(time that cannot be read, first on line 2: column ts says "11\/14\/2023 22:13"\)/],
    ['rows of another width', written(aTable((cells) => cells.slice(1))), {}, /row of another width, first on line 2: 4 cells, the header has 5/],
    ['a packed file', Buffer.from('PK\u0003\u0004and more'), {}, /it is a zip file; wanted plain text or gzip/],
    ['half a gzip', gzipSync(written(aTable())).subarray(0, 60), {}, /unexpected end of file/],
    ['an open quote', written(aTable(told(2, (row) => (row === 50 ? '"c1' : 'c1')))), {}, /Quote Not Closed/],
    ['nothing', '', {}, /the file is empty/],
    ['a header alone', written(aTable().slice(0, 1)), {}, /line 1 is its header, and no row follows/],
  ])('%s', async (_, file, roles, wanted) => {
    await expect(read(file, roles)).rejects.toThrow(wanted);
  });
});
