import { basename } from 'node:path';
import { DataError, delimiterOf, rowsOf } from '#bench/data';
import { codesBuilder, hashText, labelIn, numberIn, timeIn, type Column } from './cells.ts';
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

function growingReader(header: Header, columns: Columns, roles: Roles): Reader {
  const { path, names, line: headerLine } = header;
  const nameOf = (column: number | undefined): string => names[column ?? -1] ?? '';
  const features = columns.features.map((column) => ({ column, name: nameOf(column), builder: codesBuilder() }));
  const userByHash = new Map<number, number>();
  const [labels, users, timeBuilder]: [number[], number[], number[]] = [[], [], []];
  const skipped: Record<string, number> = {};
  const firstBad: string[] = [];
  const needsTime = columns.time !== undefined && (roles.time !== undefined || roles.needsTime === true);
  let [seen, timesRead, clock] = [0, 0, true];
  let firstRow: readonly string[] = [];
  const skip = (reason: string, line: number, what: string): void => {
    if (!skipped[reason]) firstBad.push(`${reason}, first on line ${line}: ${what}`);
    skipped[reason] = (skipped[reason] ?? 0) + 1;
  };
  return {
    seen: () => seen,
    add(cells, line) {
      seen += 1;
      if (seen === 1) firstRow = cells;
      if (cells.length < names.length || cells.slice(names.length).some((cell) => cell.trim() !== '')) return skip('row of another width', line, `${cells.length} cells, the header has ${names.length}`);
      const labelText = cells[columns.label] ?? '';
      const label = labelOf(header, { column: columns.label, text: labelText, line }, roles.positive);
      if (label === undefined) return skip(`label that is not ${roles.positive === undefined ? '0 or 1' : 'a number'}`, line, `column ${nameOf(columns.label)} says ${quoted(labelText)}`);
      const user = (cells[columns.user] ?? '').trim();
      if (user === '') return skip('empty user', line, `column ${nameOf(columns.user)}`);
      const timeText = columns.time === undefined ? '' : (cells[columns.time] ?? '');
      const read = columns.time === undefined ? undefined : timeIn(timeText);
      if (needsTime && !read) return skip('time that cannot be read', line, `column ${nameOf(columns.time)} says ${quoted(timeText)}`);
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
      for (const { column, builder } of features) builder.add(cells[column] ?? '', line);
    },
    log() {
      const rows = labels.length;
      const bad = seen - rows;
      const reasons = firstBad.join('; ');
      if (seen === 0) throw new DataError(`Cannot use ${path} as ctr: line ${headerLine} is its header, and no row follows`);
      if (bad > MOST_BAD * seen) throw new DataError(`Cannot use ${path} as ctr: ${bad} of ${seen} rows are bad (${reasons})`);
      if (rows < MIN_ROWS) throw new DataError(`Cannot use ${path} as ctr: ${rows} usable rows are too few, wanted ${MIN_ROWS} or more${reasons ? ` (${reasons})` : ''}`);
      const ones = labels.reduce((sum, label) => sum + label, 0);
      if (ones === 0 || ones === rows) throw new DataError(`Cannot use ${path} as ctr: column ${nameOf(columns.label)} says ${ones === 0 ? 0 : 1} in every usable row, lines ${headerLine + 1} to ${headerLine + seen}; wanted both classes${reasons ? ` (${reasons})` : ''}`);
      const isTimed = columns.time !== undefined && timesRead === rows && (roles.time !== undefined || clock || spanOf(timeBuilder) > MOST_CYCLE);
      if (roles.needsTime === true && !isTimed) throw new DataError(`Cannot split ${path} by time: no column is one; name it with --time, or choose --split random. Its first row says ${columns.features.slice(0, SHOWN_CELLS).map((column) => `${nameOf(column)} ${quoted(firstRow[column] ?? '')}`).join(', ')}; wanted 2023-11-14 22:13:20, seconds or milliseconds since 1970, YYMMDDHH, or a number that orders the rows`);
      const kept = features.filter(({ column }) => !isTimed || column !== columns.time);
      return {
        name: basename(path).replace(/\.gz$/, '').replace(/\.(?:csv|tsv|txt|inter)$/, ''), rows,
        labels: Uint8Array.from(labels), users: Int32Array.from(users), userCount: userByHash.size,
        columns: kept.map(({ name, builder }) => builder.column(name)),
        timeColumn: isTimed ? nameOf(columns.time) : undefined,
        times: isTimed ? Float64Array.from(timeBuilder) : undefined, hasClock: clock, skipped,
        notes: [
          ...columns.twins.map((column) => `column ${nameOf(column)} is called as the label is, and left out`),
          ...kept.flatMap(({ name, builder }) => { const odd = builder.odd(); return odd ? [`column ${name} is no number but categories: line ${odd.line} says ${quoted(odd.text)} after ${odd.numbers} numbers`] : []; }),
        ],
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
