import { DataError, plainName } from '#bench/data';
import { isMoment, numberIn } from './cells.ts';

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

/** The first row of a log: names, and the line they stand on. */
export interface Header {
  readonly path: string;
  /** Trimmed; a name that stands there again is numbered, a missing one is `column N`. */
  readonly names: readonly string[];
  readonly line: number;
}

/** What the columns of a log are, by their number. */
export interface Columns {
  readonly label: number;
  readonly user: number;
  readonly time: number | undefined;
  readonly features: readonly number[];
  /** Features no more: they are called as the label is, but for case and spaces. */
  readonly twins: readonly number[];
}

/** Names of time columns, the most telling first. */
const TIME_NAMES = ['timestamp', 'event_timestamp', 'unix_timestamp', 'event_time', 'datetime', 'date_time', 'impression_time', 'click_time', 'time', 'time_stamp', 'ts', 'date', 'hour'];
/** Part of another name that may be of a time. */
const TIME_WORD = /time|date|_ts$|_at$|created/;
/** Names that an error shows. */
const SHOWN_NAMES = 60;

/** Reads the first row as names. @throws DataError where it is none */
export function headerOf(path: string, cells: readonly string[], line: number): Header {
  if (cells.length < 2) throw new DataError(`Cannot read line ${line} of ${path} as a header: it has ${cells.length} column; wanted names with comma, semicolon, tab or bar between them`);
  const met = new Map<string, number>();
  const names = cells.map((cell, column) => {
    const name = cell.trim() || `column ${column + 1}`;
    const times = (met.get(name) ?? 0) + 1;
    met.set(name, times);
    return times === 1 ? name : `${name} (${times})`;
  });
  return { path, names, line };
}

/** Finds the columns that `roles` names. @throws DataError where one is missing, stands there twice, or nothing is left to learn from */
export function columnsOf(header: Header, firstRow: readonly string[], roles: Roles): Columns {
  const { path, names } = header;
  const [label, user] = [columnIndex(header, roles.label, 'label'), columnIndex(header, roles.user, 'user')];
  if (label === user) throw new DataError(`Cannot use column ${names[label]} of ${path} as both --label and --user`);
  const without = roles.without.map((name) => columnIndex(header, name, 'without'));
  const taken = new Set([label, user, ...without]);
  const time = roles.time === undefined ? timeColumnOf(names, firstRow, { isTaken: (column) => taken.has(column), isNeeded: roles.needsTime === true }) : columnIndex(header, roles.time, 'time');
  if (time !== undefined && (time === label || time === user)) throw new DataError(`Cannot use column ${names[time]} of ${path} as --time: it is the --${time === label ? 'label' : 'user'}`);
  if (roles.time !== undefined && time !== undefined) taken.add(time);
  const free = [...names.keys()].filter((column) => !taken.has(column));
  const twins = free.filter((column) => plainName(names[column] ?? '') === plainName(names[label] ?? ''));
  const features = free.filter((column) => !twins.includes(column));
  if (features.length === 0) throw new DataError(`Cannot use ${path} as ctr: no column is left as a feature beside ${[...taken, ...twins].map((column) => names[column]).join(', ')}`);
  return { label, user, time, features, twins };
}

/** Index of a column, by its exact name or its plain one. */
function columnIndex({ path, names, line }: Header, name: string, option: string): number {
  const exact = names.indexOf(name.trim());
  const alike = exact >= 0 ? [exact] : [...names.keys()].filter((column) => plainName(names[column] ?? '') === plainName(name));
  const again = exact >= 0 && names.includes(`${name.trim()} (2)`);
  if (alike.length > 1 || again) throw new DataError(`Cannot use --${option} ${name}: line ${line} of ${path} has it more than once${again ? '' : `, as ${alike.map((column) => names[column]).join(', ')}`}`);
  const [found] = alike;
  if (found !== undefined) return found;
  const shown = `${names.slice(0, SHOWN_NAMES).join(', ')}${names.length > SHOWN_NAMES ? ` and ${names.length - SHOWN_NAMES} more` : ''}`;
  const isData = names.filter((cell) => numberIn(cell) !== undefined || cell.startsWith('column ')).length * 3 > names.length;
  throw new DataError(`Cannot use --${option} ${name}: line ${line} of ${path} has no such column; it has ${shown}${isData ? '. That looks like a row: the file needs a line of names above its rows' : ''}`);
}

/** Column of a log's time that nobody named: the most telling name whose first cell is a moment, where time is needed any such column, best with a time in its name, else a name of an order. */
function timeColumnOf(names: readonly string[], firstRow: readonly string[], { isTaken, isNeeded }: { readonly isTaken: (column: number) => boolean; readonly isNeeded: boolean }): number | undefined {
  const named = TIME_NAMES.map((name) => names.findIndex((other) => plainName(other) === name)).filter((column) => column >= 0 && !isTaken(column));
  const saysMoment = (column: number): boolean => isMoment(firstRow[column] ?? '');
  const free = isNeeded ? [...names.keys()].filter((column) => !isTaken(column) && saysMoment(column)) : [];
  const alike = free.find((column) => TIME_WORD.test(plainName(names[column] ?? ''))) ?? free.find((column) => numberIn(firstRow[column] ?? '') === undefined);
  return named.find(saysMoment) ?? alike ?? named[0];
}
