import { basename } from 'node:path';
import { datasetBuilder, type Dataset } from './dataset.ts';
import { DataError, linesOf, rowsOf, type Row } from './rows.ts';
import { checked, EVENT_NAMES, TABLES, UNKNOWN_TYPE, type TableFormat } from './tables.ts';

/** What `--format` takes. */
export const FORMATS = ['events', 'sequences', 'sessions', 'atomic', 'uci', 'uci-all', 'taobao', 'rees46', 'retailrocket', 'yoochoose'] as const;
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
 * Interactions in the file at `path`, plain or gzipped.
 *
 * @param base - the train set whose item list a test file continues
 * @throws DataError where the file is missing or not of this format: the message names the columns or event names to choose from
 */
export async function readDataset(path: string, format: FormatName, base?: Dataset): Promise<Dataset> {
  if (format === 'sequences') return readLines(path, base, true);
  if (format === 'sessions') return readLines(path, base, false);
  const builder = datasetBuilder(base);
  const firstLine = new Map<string, string>();
  await forEachRow(path, format, ({ cells, line }, cell, table) => {
    const read = table.read(cell);
    const event = typeof read === 'string' ? read : checked(read);
    if (typeof event !== 'string') return builder.add(event);
    builder.skip(event);
    if (!firstLine.has(event)) firstLine.set(event, `line ${line}: ${cells.join(table.delimiter === '\t' ? ' ' : ',').slice(0, MAX_SHOWN)}`);
  });
  const dataset = builder.build(nameOf(path), true);
  if (dataset.users.length === 0) throw noEvents(path, format, dataset, firstLine);
  return dataset;
}

/** Characters of a bad row that an error shows. */
const MAX_SHOWN = 120;

function noEvents(path: string, format: FormatName, dataset: Dataset, firstLine: ReadonlyMap<string, string>): DataError {
  const reasons = Object.entries(dataset.skipped).map(([reason, rows]) => `${rows} × ${reason}, first on ${firstLine.get(reason) ?? ''}`).join('; ');
  const names = dataset.skipped[UNKNOWN_TYPE] ? `; event names it knows: ${EVENT_NAMES.join(', ')}` : '';
  return new DataError(`Cannot use ${path} as ${format}: no row is an event (${reasons || 'the file holds no rows'})${names}`);
}

type Cell = (column: string) => string;

async function forEachRow(path: string, format: Exclude<FormatName, 'sequences' | 'sessions'>, onRow: (row: Row, cell: Cell, table: TableFormat) => void): Promise<void> {
  const table = await tableOf(path, format);
  let indexByColumn: ReadonlyMap<string, number> | undefined;
  let current: Row = { cells: [], line: 0 };
  const cell: Cell = (column) => current.cells[indexByColumn?.get(column) ?? -1] ?? '';
  for await (const row of rowsOf(path, table.delimiter)) {
    current = row;
    if (indexByColumn) {
      onRow(row, cell, table);
    } else {
      const { columns, isHeader } = columnsOf(path, format, table, row);
      indexByColumn = new Map(columns.map((name, index) => [name, index]));
      if (!isHeader) onRow(row, cell, table);
    }
  }
}

/** Delimiters a file may have where its format leaves it open. */
const DELIMITERS = [',', ';', '\t', '|'] as const;

/** The delimiter the first line of the file at `path` holds most of; comma where it holds none. */
export async function delimiterOf(path: string): Promise<string> {
  for await (const line of linesOf(path)) {
    if (line.trim() === '') continue;
    const count = (delimiter: string): number => line.split(delimiter).length;
    return DELIMITERS.reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best));
  }
  return ',';
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
  return table.delimiter === 'any' ? { ...table, delimiter: await delimiterOf(path) } : table;
}

/** A column's name without case, spaces and the type that atomic files add (`user_id:token`). */
export const plainName = (name: string): string => name.trim().replace(/:\w+$/, '').replace(/[\s-]+/g, '_').toLowerCase();

function columnsOf(path: string, format: string, table: TableFormat, { cells, line }: Row): { readonly columns: readonly string[]; readonly isHeader: boolean } {
  const spelled = new Map([...table.wanted, ...table.optional].map((name) => [plainName(name), name]));
  const found = cells.map((name) => spelled.get(plainName(name)) ?? name.trim());
  const missing = table.wanted.filter((name) => !found.includes(name));
  if (missing.length === 0) return { columns: found, isHeader: true };
  const looksLikeData = found.some((text) => /^\d+$/.test(text));
  if (table.headerless && looksLikeData && found.length === table.headerless.length) return { columns: table.headerless, isHeader: false };
  const optional = table.optional.length > 0 ? ` and optional ${table.optional.join(', ')}` : '';
  throw new DataError(`Cannot read line ${line} of ${path} as the header of ${format}: column ${missing.join(', ')} is missing; it has ${found.slice(0, 20).join(', ') || 'none'}; wanted ${table.wanted.join(', ')}${optional}`);
}

/** Placeholder spacing of interactions without times, ms: only their order means something. */
const STEP_MS = 60_000;

async function readLines(path: string, base: Dataset | undefined, hasUsers: boolean): Promise<Dataset> {
  const builder = datasetBuilder(base);
  const format = hasUsers ? 'sequences' : 'sessions';
  const stepsByUser = new Map<string, number>(); // a user may have several lines: each is a basket after the one before
  let line = 0;
  for await (const text of linesOf(path)) {
    line += 1;
    if (!hasUsers && text.includes('\t')) throw new DataError(`Cannot read line ${line} of ${path} as sessions: it holds a tab; wanted one session of item ids a line, with spaces between them`);
    const ids = idsIn(text);
    const user = hasUsers ? ids.shift() : `line ${line}`;
    if (user === undefined || ids.length === 0) {
      if (text.trim() !== '') builder.skip('line without items');
      continue;
    }
    const before = stepsByUser.get(user) ?? 0;
    for (const [position, item] of ids.entries()) builder.add({ user, item, type: 'view_item', atMs: (before + position) * STEP_MS, basket: `line ${line}` });
    stepsByUser.set(user, before + ids.length);
  }
  const dataset = builder.build(nameOf(path), false);
  if (dataset.users.length === 0) throw new DataError(`Cannot use ${path} as ${format}: none of its ${line} lines holds items; wanted ${hasUsers ? '"user item item …"' : 'one session of item ids a line'}`);
  return dataset;
}

/** Ids of a line: spaces, tabs, commas or semicolons between them. */
const idsIn = (text: string): string[] => text.split(/[\s,;]+/).filter((id) => id !== '');

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
    const ids = idsIn(prefix ?? '');
    if (ids.length === 0 || !target?.trim() || more.length > 0) throw new DataError(`Cannot read line ${line} of ${path} as a test case: wanted the prefix ids, a tab, the target`);
    cases.push({ prefix: ids.map((id) => builder.itemIndex(id)), target: builder.itemIndex(target.trim()) });
  }
  if (cases.length === 0) throw new DataError(`Cannot use ${path} as sessions: no line holds a case`);
  const { itemIds, indexByItemId, facts } = builder.build(train.name, train.hasTimes);
  return { cases, dataset: { ...train, itemIds, indexByItemId, facts } };
}

const nameOf = (path: string): string => basename(path).replace(/\.gz$/, '').replace(/\.(?:csv|txt|tsv|dat|inter)$/, '');
