import { basename } from 'node:path';
import { DataError, delimiterOf, plainName, rowsOf } from '#bench/data';
import { codesBuilder, hashText, isMoment, labelIn, numberIn, timeIn, type ColumnBuilder } from './cells.ts';

/** One column of a log that may be a feature. */
export interface Column {
  readonly name: string;
  /** shape [rows], hashes of the cells' text; 0 where the cell is empty. */
  readonly codes: Uint32Array;
  /** shape [rows], NaN where the cell is empty; undefined where some cell is no number. */
  readonly numbers: Float64Array | undefined;
}

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
  readonly skipped: Readonly<Record<string, number>>;
}

/** Which columns mean what. */
export interface Roles {
  readonly label: string;
  readonly user: string;
  /** Undefined: found by its name. */
  readonly time: string | undefined;
  /** Whether a column whose name only resembles one of time will do. */
  readonly needsTime?: boolean;
  /** Columns that are no features. */
  readonly without: readonly string[];
  /** Labels are numbers, and those from here on count as 1; undefined: labels are 0 and 1. */
  readonly positive: number | undefined;
}

/** Names of time columns, the most telling first. */
const TIME_NAMES = ['timestamp', 'event_timestamp', 'unix_timestamp', 'event_time', 'datetime', 'date_time', 'impression_time', 'click_time', 'time', 'time_stamp', 'ts', 'date', 'hour'];
/** Part of another name that may be of a time. */
const TIME_WORD = /time|date|_ts$|_at$|created/;
/** Span of an order below which it is an hour, a weekday or a day of the year: a fact, unless --time names it. */
const MOST_CYCLE = 366;
/** Rows between two progress lines. */
const PROGRESS_ROWS = 100_000;
/** Fewest rows worth a split. */
const MIN_ROWS = 50;
/** Share of bad rows from which the file is another than was meant. */
const MOST_BAD = 0.5;

/**
 * Reads a delimited log with a header, plain or gzipped, row by row. Bad rows are counted by reason and left out.
 *
 * @param progress - gets a line now and then
 * @throws DataError naming file, line and column where a column is missing, most rows are bad, or nothing can be learnt
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

/** Index of a column, by its exact name or its plain one. */
function columnIndex(path: string, header: readonly string[], line: number, { name, option }: { readonly name: string; readonly option: string }): number {
  const exact = header.indexOf(name);
  const index = exact >= 0 ? exact : header.findIndex((other) => plainName(other) === plainName(name));
  if (index < 0) throw new DataError(`Cannot use --${option} ${name}: line ${line} of ${path} has no such column; it has ${header.slice(0, 60).join(', ')}`);
  return index;
}

function headerOf(path: string, cells: readonly string[], line: number): readonly string[] {
  const header = cells.map((name) => name.trim());
  if (header.length < 2) throw new DataError(`Cannot read line ${line} of ${path} as a header: it has ${header.length} column; wanted names with comma, semicolon, tab or bar between them`);
  const twice = header.find((name, index) => name !== '' && header.indexOf(name) !== index);
  if (twice !== undefined) throw new DataError(`Cannot read line ${line} of ${path} as a header: column ${twice} stands there twice`);
  return header;
}

/** Column of a log's time that nobody named: the most telling name whose first cell is a moment, where time is needed any such column, best with a time in its name, else a name of an order. */
function timeColumnOf(header: readonly string[], firstRow: readonly string[], { isTaken, isNeeded }: { readonly isTaken: (column: number) => boolean; readonly isNeeded: boolean }): number | undefined {
  const named = TIME_NAMES.map((name) => header.findIndex((other) => plainName(other) === name)).filter((column) => column >= 0 && !isTaken(column));
  const saysMoment = (column: number): boolean => isMoment(firstRow[column] ?? '');
  const free = isNeeded ? [...header.keys()].filter((column) => !isTaken(column) && saysMoment(column)) : [];
  const alike = free.find((column) => TIME_WORD.test(plainName(header[column] ?? ''))) ?? free.find((column) => numberIn(firstRow[column] ?? '') === undefined);
  return named.find(saysMoment) ?? alike ?? named[0];
}

function readerOf(path: string, { cells: first, line: headerLine }: { readonly cells: readonly string[]; readonly line: number }, firstRow: readonly string[], roles: Roles): Reader {
  const header = headerOf(path, first, headerLine);
  const index = (name: string, option: string): number => columnIndex(path, header, headerLine, { name, option });
  const [label, user] = [index(roles.label, 'label'), index(roles.user, 'user')];
  if (label === user) throw new DataError(`Cannot use column ${roles.label} of ${path} as both --label and --user`);
  const time = roles.time === undefined ? timeColumnOf(header, firstRow, { isTaken: (column) => column === label || column === user || roles.without.includes(header[column] ?? ''), isNeeded: roles.needsTime === true }) : index(roles.time, 'time');
  const left = new Set([label, user, roles.time === undefined ? undefined : time, ...roles.without.map((name) => index(name, 'without'))]);
  const features = header.flatMap((name, column) => (left.has(column) ? [] : [{ column, name: name === '' ? `column ${column + 1}` : name, builder: codesBuilder() }]));
  if (features.length === 0) throw new DataError(`Cannot use ${path} as ctr: no column is left as a feature beside ${[roles.label, roles.user].join(' and ')}`);
  const columns = { label, user, time };
  return growingReader({ path, header, headerLine, columns, features, roles });
}

interface ReaderParts {
  readonly path: string;
  readonly header: readonly string[];
  readonly headerLine: number;
  readonly columns: { readonly label: number; readonly user: number; readonly time: number | undefined };
  readonly features: readonly { readonly column: number; readonly name: string; readonly builder: ColumnBuilder }[];
  readonly roles: Roles;
}

function growingReader({ path, header, headerLine, columns, features, roles }: ReaderParts): Reader {
  const userByHash = new Map<number, number>();
  const [labels, users, timeBuilder]: [number[], number[], number[]] = [[], [], []];
  const skipped: Record<string, number> = {};
  const firstBad: string[] = [];
  let [seen, timesRead, clock] = [0, 0, true];
  const skip = (reason: string, line: number, what: string): void => {
    if (!skipped[reason]) firstBad.push(`${reason}, first on line ${line}: ${what}`);
    skipped[reason] = (skipped[reason] ?? 0) + 1;
  };
  return {
    seen: () => seen,
    add(cells, line) {
      seen += 1;
      if (cells.length !== header.length) return skip('row of another width', line, `${cells.length} cells, the header has ${header.length}`);
      const labelText = cells[columns.label] ?? '';
      const label = labelIn(labelText, roles.positive);
      if (label === undefined) return skip(`label that is not ${roles.positive === undefined ? '0 or 1' : 'a number'}`, line, `column ${header[columns.label]} says "${labelText.slice(0, 40)}"`);
      const user = (cells[columns.user] ?? '').trim();
      if (user === '') return skip('empty user', line, `column ${header[columns.user]}`);
      const read = columns.time === undefined ? undefined : timeIn(cells[columns.time] ?? '');
      if (roles.time !== undefined && !read) return skip('time that cannot be read', line, `column ${roles.time} says "${(cells[columns.time ?? 0] ?? '').slice(0, 40)}"`);
      const key = hashText(user, 1) * 2097152 + (hashText(user, 2) >>> 11);
      const known = userByHash.get(key) ?? userByHash.size;
      userByHash.set(key, known);
      labels.push(label);
      users.push(known);
      if (columns.time !== undefined) {
        timeBuilder.push(read?.at ?? Number.NaN);
        if (read) timesRead += 1;
        clock &&= read === undefined || read.hasClock;
      }
      for (const { column, builder } of features) builder.add(cells[column] ?? '');
    },
    log() {
      const rows = labels.length;
      const bad = seen - rows;
      const reasons = firstBad.map((text) => text).join('; ');
      if (seen === 0) throw new DataError(`Cannot use ${path} as ctr: line ${headerLine} is its header, and no row follows`);
      if (bad > MOST_BAD * seen) throw new DataError(`Cannot use ${path} as ctr: ${bad} of ${seen} rows are bad (${reasons})`);
      if (rows < MIN_ROWS) throw new DataError(`Cannot use ${path} as ctr: ${rows} usable rows are too few, wanted ${MIN_ROWS} or more${reasons ? ` (${reasons})` : ''}`);
      const ones = labels.reduce((sum, label) => sum + label, 0);
      if (ones === 0 || ones === rows) throw new DataError(`Cannot use ${path} as ctr: column ${header[columns.label]} says ${ones === 0 ? 0 : 1} in every usable row, lines ${headerLine + 1} to ${headerLine + seen}; wanted both classes${reasons ? ` (${reasons})` : ''}`);
      const isTimed = columns.time !== undefined && timesRead === rows && (roles.time !== undefined || clock || spanOf(timeBuilder) > MOST_CYCLE);
      return {
        name: basename(path).replace(/\.gz$/, '').replace(/\.(?:csv|tsv|txt|inter)$/, ''), rows,
        labels: Uint8Array.from(labels), users: Int32Array.from(users), userCount: userByHash.size,
        columns: features.filter(({ column }) => !isTimed || column !== columns.time).map(({ name, builder }) => builder.column(name)),
        timeColumn: isTimed ? header[columns.time ?? 0] : undefined,
        times: isTimed ? Float64Array.from(timeBuilder) : undefined, hasClock: clock, skipped,
      };
    },
  };
}

function spanOf(values: readonly number[]): number {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return most - least;
}
