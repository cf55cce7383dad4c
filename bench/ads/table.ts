import { basename } from 'node:path';
import { DataError, delimiterOf, rowsOf } from '#bench/data';
import { codesBuilder, hashText, labelIn, numberIn, timeIn, type Column, type ColumnBuilder } from './cells.ts';
import { columnsOf, headerOf, type Columns, type Header, type Roles } from './header.ts';

/** A log of moments that ended in a click or not. */
export interface AdLog {
  readonly name: string;
  readonly rows: number;
  /** shape [rows], 0 or 1. */
  readonly labels: Uint8Array;
  /** shape [rows], numbers of the users by order of appearance. */
  readonly users: Int32Array;
  readonly userCount: number;
  readonly columns: readonly Column[];
  readonly timeColumn: string | undefined;
  /** shape [rows], ms since 1970 where the source says so, else only an order; undefined without a time column. */
  readonly times: Float64Array | undefined;
  /** Whether `times` are moments, so that they have hours and weekdays. */
  readonly hasClock: boolean;
  /** Bad rows by what is wrong with them. */
  readonly skipped: Readonly<Record<string, number>>;
  /** What the reader of a run may not expect of its columns. */
  readonly notes: readonly string[];
}

/** Span of an order below which it is an hour, a weekday or a day of the year: a fact, unless --time names it. */
const MOST_CYCLE = 366;
/** Rows between two progress lines. */
const PROGRESS_ROWS = 100_000;
/** Fewest rows worth a split. */
const MIN_ROWS = 50;
/** Most rows of a run: arrays of a row of 24 columns take about 1 kB. */
const MOST_ROWS = 2_500_000;
/** Share of bad rows from which the file is another than was meant. */
const MOST_BAD = 0.5;

/**
 * Reads a delimited log with a header, plain or gzipped, row by row. Bad rows are counted by reason and left out.
 *
 * @param progress - gets a line now and then
 * @throws DataError naming file, line and column where a column is missing, a label is a number other than 0 and 1, most rows are bad, or nothing can be learnt
 */
export async function readAdLog(path: string, roles: Roles, progress: (line: string) => void): Promise<AdLog> {
  const delimiter = await delimiterOf(path);
  let header: { readonly cells: readonly string[]; readonly line: number } | undefined;
  let reader: Reader | undefined;
  for await (const { cells, line } of rowsOf(path, delimiter)) {
    if (!header) {
      header = { cells, line };
      continue;
    }
    reader ??= readerOf(path, header, cells, roles);
    reader.add(cells, line);
    if (reader.seen() % PROGRESS_ROWS === 0) progress(`${basename(path)}: ${reader.seen()} rows read`);
  }
  if (!header) throw new DataError(`Cannot use ${path} as ctr: the file is empty; wanted a header and rows`);
  return (reader ?? readerOf(path, header, [], roles)).log();
}

interface Reader {
  add(cells: readonly string[], line: number): void;
  seen(): number;
  log(): AdLog;
}

function readerOf(path: string, { cells, line }: { readonly cells: readonly string[]; readonly line: number }, firstRow: readonly string[], roles: Roles): Reader {
  const header = headerOf(path, cells, line);
  return growingReader(header, columnsOf(header, firstRow, roles), roles);
}

/** Cells of the first row that an error shows, and characters of one. */
const [SHOWN_CELLS, SHOWN_CHARACTERS] = [20, 40];
const quoted = (cell: string): string => `"${cell.slice(0, SHOWN_CHARACTERS)}"`;

/** The label of a row, or what is wrong with it. @throws DataError at a number that is neither 0 nor 1: to leave out all rows with more clicks than one would make another log of it */
function labelOf({ path, names }: Header, { column, text, line }: { readonly column: number; readonly text: string; readonly line: number }, positive: number | undefined): 0 | 1 | undefined {
  const label = labelIn(text, positive);
  if (label !== undefined) return label;
  const number = numberIn(text.trim());
  if (number !== undefined && !Number.isNaN(number)) throw new DataError(`Cannot use column ${names[column]} of ${path} as --label: line ${line} says ${quoted(text)}; wanted 0 and 1, or --positive MIN, from which on numbers count as 1`);
  return undefined;
}

/** What was read so far. */
interface Growth {
  readonly labels: number[];
  readonly users: number[];
  readonly times: number[];
  readonly userByHash: Map<number, number>;
  readonly features: readonly { readonly column: number; readonly name: string; readonly builder: ColumnBuilder }[];
  /** Bad rows by reason, and of each reason the first. */
  readonly skipped: Record<string, number>;
  readonly firstBad: string[];
  firstRow: readonly string[];
  seen: number;
  timesRead: number;
  hasClock: boolean;
}

interface Asked {
  readonly header: Header;
  readonly columns: Columns;
  readonly roles: Roles;
}

const nameOf = ({ names }: Header, column: number | undefined): string => names[column ?? -1] ?? '';

function growingReader(header: Header, columns: Columns, roles: Roles): Reader {
  const asked = { header, columns, roles };
  const features = columns.features.map((column) => ({ column, name: nameOf(header, column), builder: codesBuilder() }));
  const growth: Growth = { labels: [], users: [], times: [], userByHash: new Map(), features, skipped: {}, firstBad: [], firstRow: [], seen: 0, timesRead: 0, hasClock: true };
  return {
    seen: () => growth.seen,
    add(cells, line) {
      growth.seen += 1;
      if (growth.seen === 1) growth.firstRow = cells;
      const read = readRow(asked, cells, line);
      if ('reason' in read) {
        if (!growth.skipped[read.reason]) growth.firstBad.push(`${read.reason}, first on line ${line}: ${read.what}`);
        growth.skipped[read.reason] = (growth.skipped[read.reason] ?? 0) + 1;
        return;
      }
      if (growth.labels.length === MOST_ROWS) throw new DataError(`Cannot use ${header.path} as ctr: it has more than ${MOST_ROWS} usable rows, of which the next is line ${line}; that is what one run can hold, so take a part of it, such as the last days or every tenth user`);
      take(growth, read);
      if (columns.time !== undefined) takeTime(growth, read.time);
      for (const { column, builder } of features) builder.add(cells[column] ?? '', line);
    },
    log: () => logOf(growth, asked),
  };
}

interface ReadRow {
  readonly label: 0 | 1;
  readonly user: string;
  readonly time: ReturnType<typeof timeIn>;
}

/** The roles of a row's cells, or why it is left out. */
function readRow({ header, columns, roles }: Asked, cells: readonly string[], line: number): ReadRow | { readonly reason: string; readonly what: string } {
  const { names } = header;
  if (cells.length < names.length || cells.slice(names.length).some((cell) => cell.trim() !== '')) return { reason: 'row of another width', what: `${cells.length} cells, the header has ${names.length}` };
  const text = cells[columns.label] ?? '';
  const label = labelOf(header, { column: columns.label, text, line }, roles.positive);
  if (label === undefined) return { reason: `label that is not ${roles.positive === undefined ? '0 or 1' : 'a number'}`, what: `column ${nameOf(header, columns.label)} says ${quoted(text)}` };
  const user = (cells[columns.user] ?? '').trim();
  if (user === '') return { reason: 'empty user', what: `column ${nameOf(header, columns.user)}` };
  const timeText = columns.time === undefined ? '' : (cells[columns.time] ?? '');
  const time = columns.time === undefined ? undefined : timeIn(timeText);
  const needsTime = columns.time !== undefined && (roles.time !== undefined || roles.needsTime === true);
  if (needsTime && !time) return { reason: 'time that cannot be read', what: `column ${nameOf(header, columns.time)} says ${quoted(timeText)}` };
  return { label, user, time };
}

function take({ labels, users, userByHash }: Growth, { label, user }: ReadRow): void {
  const key = hashText(user, 1) * 2097152 + (hashText(user, 2) >>> 11);
  const known = userByHash.get(key) ?? userByHash.size;
  userByHash.set(key, known);
  labels.push(label);
  users.push(known);
}

function takeTime(growth: Growth, time: ReadRow['time']): void {
  growth.times.push(time?.at ?? Number.NaN);
  if (time) growth.timesRead += 1;
  growth.hasClock &&= time === undefined || time.hasClock;
}

function logOf(growth: Growth, asked: Asked): AdLog {
  const { header, columns, roles } = asked;
  const { path } = header;
  mustTeach(growth, asked);
  const rows = growth.labels.length;
  const isTimed = columns.time !== undefined && growth.timesRead === rows && (roles.time !== undefined || growth.hasClock || spanOf(growth.times) > MOST_CYCLE);
  if (roles.needsTime === true && !isTimed) throw new DataError(`Cannot split ${path} by time: no column is one; name it with --time, or choose --split random. Its first row says ${columns.features.slice(0, SHOWN_CELLS).map((column) => `${nameOf(header, column)} ${quoted(growth.firstRow[column] ?? '')}`).join(', ')}; wanted 2023-11-14 22:13:20, seconds or milliseconds since 1970, YYMMDDHH, or a number that orders the rows`);
  const kept = growth.features.filter(({ column }) => !isTimed || column !== columns.time);
  return {
    name: basename(path).replace(/\.gz$/, '').replace(/\.(?:csv|tsv|txt|inter)$/, ''), rows,
    labels: Uint8Array.from(growth.labels), users: Int32Array.from(growth.users), userCount: growth.userByHash.size,
    columns: kept.map(({ name, builder }) => builder.column(name)),
    timeColumn: isTimed ? nameOf(header, columns.time) : undefined,
    times: isTimed ? Float64Array.from(growth.times) : undefined, hasClock: growth.hasClock, skipped: growth.skipped,
    notes: [
      ...columns.twins.map((column) => `column ${nameOf(header, column)} is called as the label is, and left out`),
      ...kept.flatMap(({ name, builder }) => { const odd = builder.odd(); return odd ? [`column ${name} is no number but categories: line ${odd.line} says ${quoted(odd.text)} after ${odd.numbers} numbers`] : []; }),
    ],
  };
}

/** @throws DataError where nothing can be learnt of the rows */
function mustTeach({ labels, seen, firstBad }: Growth, { header, columns }: Asked): void {
  const { path, line } = header;
  const rows = labels.length;
  const reasons = firstBad.join('; ');
  if (seen === 0) throw new DataError(`Cannot use ${path} as ctr: line ${line} is its header, and no row follows`);
  if (seen - rows > MOST_BAD * seen) throw new DataError(`Cannot use ${path} as ctr: ${seen - rows} of ${seen} rows are bad (${reasons})`);
  if (rows < MIN_ROWS) throw new DataError(`Cannot use ${path} as ctr: ${rows} usable rows are too few, wanted ${MIN_ROWS} or more${reasons ? ` (${reasons})` : ''}`);
  const ones = labels.reduce((sum, label) => sum + label, 0);
  if (ones === 0 || ones === rows) throw new DataError(`Cannot use ${path} as ctr: column ${nameOf(header, columns.label)} says ${ones === 0 ? 0 : 1} in every usable row, lines ${line + 1} to ${line + seen}; wanted both classes${reasons ? ` (${reasons})` : ''}`);
}

function spanOf(values: readonly number[]): number {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return most - least;
}
