import { basename } from 'node:path';
import { datasetBuilder, type Dataset } from './dataset.ts';
import { cellsOf, DataError, linesOf } from './rows.ts';
import { checked, EVENT_NAMES, TABLES, UNKNOWN_TYPE, type TableFormat } from './tables.ts';

/** What `--format` takes. */
export const FORMATS = ['events', 'sequences', 'sessions', 'uci', 'taobao', 'rees46', 'retailrocket', 'yoochoose'] as const;
export type FormatName = (typeof FORMATS)[number];

/** A prefix and the item that came next, of a test file that gives its cases itself. */
export interface GivenCase {
  readonly prefix: readonly number[];
  readonly target: number;
}

/** `text` as a format. @throws DataError naming the choices */
export function parseFormat(text: string): FormatName {
  const format = FORMATS.find((name) => name === text);
  if (!format) throw new DataError(`Cannot read format "${text}": choose one of ${FORMATS.join(', ')}`);
  return format;
}

/**
 * Interactions in the file at `path`, plain or .gz.
 *
 * @param base - the train set whose item list a test file continues
 * @throws DataError where the file is missing or not of this format: the message names the columns or event names to choose from
 */
export async function readDataset(path: string, format: FormatName, base?: Dataset): Promise<Dataset> {
  if (format === 'sequences') return readLines(path, base, true);
  if (format === 'sessions') return readLines(path, base, false);
  const builder = datasetBuilder(base);
  await forEachRow(path, format, (row, table) => {
    const read = table.read(row);
    const event = typeof read === 'string' ? read : checked(read);
    if (typeof event === 'string') builder.skip(event);
    else builder.add(event);
  });
  const dataset = builder.build(nameOf(path), true);
  if (dataset.users.length === 0) throw noEvents(path, format, dataset);
  return dataset;
}

function noEvents(path: string, format: FormatName, dataset: Dataset): DataError {
  const reasons = Object.entries(dataset.skipped).map(([reason, rows]) => `${rows} × ${reason}`).join(', ');
  const names = dataset.skipped[UNKNOWN_TYPE] ? `; event names it knows: ${EVENT_NAMES.join(', ')}` : '';
  return new DataError(`Cannot use ${path} as ${format}: no row is an event (${reasons || 'the file is empty'})${names}`);
}

async function forEachRow(path: string, format: Exclude<FormatName, 'sequences' | 'sessions'>, onRow: (cell: (column: string) => string, table: TableFormat) => void): Promise<void> {
  const table = await tableOf(path, format);
  let indexByColumn: ReadonlyMap<string, number> | undefined;
  let current: readonly string[] = [];
  const cell = (column: string): string => current[indexByColumn?.get(column) ?? -1] ?? '';
  for await (const row of cellsOf(path, table.delimiter)) {
    current = row;
    if (indexByColumn) {
      onRow(cell, table);
    } else {
      const { columns, isHeader } = columnsOf(path, format, table, row);
      indexByColumn = new Map(columns.map((name, index) => [name, index]));
      if (!isHeader) onRow(cell, table);
    }
  }
}

/** YooChoose comes as the challenge's comma files without header, and as the tab files of the session-rec split. */
async function tableOf(path: string, format: string): Promise<TableFormat> {
  let name = format;
  if (format === 'yoochoose') {
    for await (const line of linesOf(path)) {
      if (!line.includes('\t')) name = 'yoochoose-clicks';
      break;
    }
  }
  const table = TABLES[name];
  if (!table) throw new DataError(`Cannot read format "${format}": choose one of ${FORMATS.join(', ')}`);
  return table;
}

function columnsOf(path: string, format: string, table: TableFormat, first: readonly string[]): { readonly columns: readonly string[]; readonly isHeader: boolean } {
  const found = first.map((name) => name.trim());
  const missing = table.wanted.filter((name) => !found.includes(name));
  if (missing.length === 0) return { columns: found, isHeader: true };
  const looksLikeData = found.some((text) => /^\d+$/.test(text));
  if (table.headerless && looksLikeData && found.length === table.headerless.length) return { columns: table.headerless, isHeader: false };
  const optional = table.optional.length > 0 ? ` and optional ${table.optional.join(', ')}` : '';
  throw new DataError(`Cannot read ${path} as ${format}: column ${missing.join(', ')} is missing; it has ${found.slice(0, 20).join(', ') || 'none'}; wanted ${table.wanted.join(', ')}${optional}`);
}

/** Placeholder spacing of interactions without times, ms: only their order means something. */
const STEP_MS = 60_000;

async function readLines(path: string, base: Dataset | undefined, hasUsers: boolean): Promise<Dataset> {
  const builder = datasetBuilder(base);
  let line = 0;
  for await (const text of linesOf(path)) {
    line += 1;
    if (text.includes('\t')) throw new DataError(`Cannot read line ${line} of ${path} as ${hasUsers ? 'sequences' : 'sessions'}: it holds a tab; wanted ${hasUsers ? '"user item item …"' : 'one session of item ids a line'}`);
    const ids = text.split(' ').filter((id) => id !== '');
    const user = hasUsers ? ids.shift() : `line ${line}`;
    if (user === undefined || ids.length === 0) {
      if (text.trim() !== '') builder.skip('line without items');
      continue;
    }
    for (const [position, item] of ids.entries()) builder.add({ user, item, type: 'view_item', atMs: position * STEP_MS, basket: 'only' });
  }
  const dataset = builder.build(nameOf(path), false);
  if (dataset.users.length === 0) throw new DataError(`Cannot use ${path} as ${hasUsers ? 'sequences' : 'sessions'}: no line holds items`);
  return dataset;
}

/**
 * Cases of a `sessions` test file: the prefix ids, a tab, the target.
 *
 * @returns the cases, and the train set with any new items at the end of its item list
 * @throws DataError naming the line that is not a case
 */
export async function readGivenCases(path: string, train: Dataset): Promise<{ readonly cases: readonly GivenCase[]; readonly dataset: Dataset }> {
  const builder = datasetBuilder(train);
  const cases: GivenCase[] = [];
  let line = 0;
  for await (const text of linesOf(path)) {
    line += 1;
    if (text.trim() === '') continue;
    const [prefix, target, ...more] = text.split('\t');
    const ids = (prefix ?? '').split(' ').filter((id) => id !== '');
    if (ids.length === 0 || !target?.trim() || more.length > 0) throw new DataError(`Cannot read line ${line} of ${path} as a test case: wanted the prefix ids, a tab, the target`);
    cases.push({ prefix: ids.map((id) => builder.itemIndex(id)), target: builder.itemIndex(target.trim()) });
  }
  if (cases.length === 0) throw new DataError(`Cannot use ${path} as sessions: no line holds a case`);
  const { itemIds, indexByItemId, facts } = builder.build(train.name, train.hasTimes);
  return { cases, dataset: { ...train, itemIds, indexByItemId, facts } };
}

const nameOf = (path: string): string => basename(path).replace(/\.gz$/, '').replace(/\.(?:csv|txt|tsv|dat)$/, '');
