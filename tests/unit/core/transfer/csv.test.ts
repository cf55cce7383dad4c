import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ShopEvent } from '#core/events';
import { csvOf, EXPORT_FORMAT, EXPORT_VERSION, exportTable, type ExportDocument } from '#core/transfer';
import { readCsv } from '#support/read-csv';
import { anEntry, anEvent } from '#support/store-contract';

/** What a cell's text was, as docs/shops/export.md says to read it. */
const textOf = (cell: string): string => cell.replace(/^'(?=["\s]*[=+\-@'＝＋－＠]|[\t\r\n])/, '').replaceAll(/([;\t\r\n])'(?=["\s]*[=+\-@'＝＋－＠]|[\t\r\n])/g, '$1');
/** Texts of whatever could be a formula or hide one. */
const texts = fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '\t', '\r', '\n', '=', "'", '-', '＝', ' ') });

test('csvOf() gives back every text, whatever it holds', () => {
  fc.assert(fc.property(fc.array(fc.array(texts, { minLength: 2, maxLength: 4 }), { maxLength: 5 }), (rows) => {
    const [names, ...read] = readCsv(csvOf(['a', 'b'], rows));
    expect(names).toEqual(['a', 'b']);
    expect(read.map((row) => row.map(textOf))).toEqual(rows);
  }));
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1+1', '＋1', '－1', '＠a'])('csvOf() lets no spreadsheet take %j for a formula', (text) => {
  const [[cell = ''] = []] = readCsv(csvOf([text], []));
  expect(cell.startsWith("'")).toBe(true);
});

test('csvOf() lets no spreadsheet find a formula where it separates by semicolons or tabs', () => {
  expect(csvOf(['a'], [['shoe;=HYPERLINK("http://evil.example";"x")']])).toBe('a\r\n"shoe;\'=HYPERLINK(""http://evil.example"";""x"")"\r\n');
  expect(csvOf(['a'], [['Kettle; blue']])).toBe('a\r\nKettle; blue\r\n');
  fc.assert(fc.property(texts, (text) => {
    for (const piece of csvOf(['a'], [['b', text]]).split(/[;\t\r\n]/)) expect(piece).not.toMatch(/^["\s]*[=+\-@＝＋－＠]/);
  }));
});

test('csvOf() leaves numbers numbers, and nothing as nothing', () => {
  expect(csvOf(['n'], [[-5, null, undefined, true, 0.5]])).toBe('n\r\n-5,,,true,0.5\r\n');
});

const events: readonly ShopEvent[] = [anEvent(1, { items: [{ itemId: 'a', quantity: 2, priceCents: 500 }, { itemId: '=b' }] as never }), anEvent(2, { type: 'search', items: [], query: '=cmd|x' })];
const document: ExportDocument = {
  format: EXPORT_FORMAT, version: EXPORT_VERSION, shop: 'larkfield', exportedAtMs: 5, events, movedOutAtMs: null, consent: null, titles: { a: 'Kettle, blue' },
  interests: [{ kind: 'brand', name: 'Tollund', strength: 0.5, isPinned: true, evidence: ['Kettle', 'Mug'] }],
  uploads: [{ ...anEntry(1), body: '010203', epsilon: 1 }],
  settings: { hiddenItems: ['a'], lessItems: [], interestWishes: [{ kind: 'category', name: 'Coffee', wish: 'never' }] } as never,
};

test('exportTable() writes a line an item, and one for an event without', () => {
  const [names = [], ...rows] = readCsv(exportTable(document, 'events'));
  const column = (name: string): string[] => rows.map((row) => row[names.indexOf(name)] ?? '');
  expect(column('event_id')).toEqual([events[0]?.id, events[0]?.id, events[1]?.id]);
  expect(column('item_id')).toEqual(['a', "'=b", '']);
  expect(column('title')).toEqual(['Kettle, blue', '', '']);
  expect(column('query')).toEqual(['', '', "'=cmd|x"]);
  expect(column('quantity')).toEqual(['2', '', '']);
});

test('exportTable() gives an item no title that is not in the document, whatever it is called', () => {
  const [names = [], row = []] = readCsv(exportTable({ ...document, events: [anEvent(1, { items: [{ itemId: 'constructor' }] as never })] }, 'events'));
  expect([row[names.indexOf('item_id')], row[names.indexOf('title')]]).toEqual(['constructor', '']);
  expect(readCsv(exportTable({ ...document, settings: { hiddenItems: ['toString'], lessItems: ['valueOf'] } as never }, 'wishes')).slice(1).map(([, id, title]) => [id, title])).toEqual([['toString', ''], ['valueOf', '']]);
});

test('exportTable() names what ads may not be chosen by among the wishes, and no interest', () => {
  const off = { ...document, interests: [], settings: { interestWishes: [{ kind: 'fact', name: 'price', wish: 'never' }] } as never };
  expect(readCsv(exportTable(off, 'interests')).slice(1)).toEqual([]);
  expect(readCsv(exportTable(off, 'wishes')).slice(1)).toEqual([['fact', 'price', '', 'never']]);
});

test('exportTable() names what she said about ads among the wishes', () => {
  const said = { ...document, settings: { adWishes: { hidden: ['boots'], disliked: ['Fellworks'] } } as never };
  expect(readCsv(exportTable(said, 'wishes')).slice(1)).toEqual([['campaign', 'boots', '', 'hide'], ['advertiser', 'Fellworks', '', 'less']]);
});

test('exportTable() writes every table with as many cells as names', () => {
  for (const table of ['events', 'interests', 'uploads', 'wishes'] as const) {
    const [names = [], ...rows] = readCsv(exportTable(document, table));
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row).toHaveLength(names.length);
  }
});

test('exportTable() writes times as ISO 8601, for every instant a date can hold', () => {
  const last = Date.UTC(9999, 11, 31);
  fc.assert(fc.property(fc.integer({ min: 0, max: last }), (atMs) => {
    const [, row = []] = readCsv(exportTable({ ...document, events: [anEvent(1, { atMs })] }, 'events'));
    expect(row[2]).toBe(new Date(atMs).toISOString());
  }));
});
