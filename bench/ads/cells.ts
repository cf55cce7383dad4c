/** 32 bits of `text`, never 0 (FNV-1a with murmur's finish, so that neighbours lie far apart). */
export function hashText(text: string, seed = 0): number {
  let hash = 0x811c9dc5 ^ Math.imul(seed, 0x9e3779b1);
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return mixed(hash) || 1;
}

/** One 32-bit number of two. */
export function hashPair(a: number, b: number): number {
  return mixed(Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) + Math.imul(b, 0xc2b2ae35)) || 1;
}

function mixed(hash: number): number {
  let x = hash ^ (hash >>> 16);
  x = Math.imul(x, 0x85ebca6b);
  x ^= x >>> 13;
  x = Math.imul(x, 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

/** Spellings of nothing. */
const EMPTY = new Set(['', 'na', 'n/a', 'nan', 'null', 'none', '\\n', '-', '?']);
/** Decimal numbers only: "0x1f", "Infinity" and "12e400" are names. */
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/;

const isEmpty = (text: string): boolean => text.length < 5 && EMPTY.has(text.toLowerCase());

/** The number a cell says; NaN where it says nothing, undefined where it says something else. */
export function numberIn(text: string): number | undefined {
  if (isEmpty(text)) return Number.NaN;
  if (!NUMBER.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** Words of a label, beside numbers: 1, and 0 or −1. */
const CLICKED = new Set(['true', 't', 'yes', 'y', 'click', 'clicked', 'converted', 'positive']);
const PASSED = new Set(['false', 'f', 'no', 'n', 'no click', 'no_click', 'noclick', 'not clicked', 'not_clicked', 'none', 'negative']);

/** The label a cell says. @param positive - numbers from here on are 1 */
export function labelIn(text: string, positive: number | undefined): 0 | 1 | undefined {
  const cell = text.trim().toLowerCase();
  if (positive !== undefined) {
    const value = numberIn(cell);
    return value === undefined || Number.isNaN(value) ? undefined : value >= positive ? 1 : 0;
  }
  if (CLICKED.has(cell)) return 1;
  if (PASSED.has(cell)) return 0;
  const value = numberIn(cell);
  if (value === 1) return 1;
  return value === 0 || value === -1 ? 0 : undefined;
}

/** Times of about 2001 to 2065, in seconds; the same in ms and µs. */
const CLOCK_SCALES = [{ from: 1e9, to: 3e9, ms: 1000 }, { from: 1e12, to: 3e12, ms: 1 }, { from: 1e15, to: 3e15, ms: 0.001 }] as const;
/** Avazu's hours, `YYMMDDHH`. */
const SHORT_HOUR = /^(\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])([01]\d|2[0-3])$/;

/** A date as tables write it. */
const DATE = /^\d{4}[-/.]\d\d?[-/.]\d\d?/;

/** Whether a cell says a date or a moment, not only a number that may be an order. */
export const isMoment = (text: string): boolean => timeIn(text)?.hasClock === true || (DATE.test(text.trim()) && timeIn(text) !== undefined);

/** The time a cell says, and whether that is a moment or only an order; undefined where it is neither. */
export function timeIn(text: string): { readonly at: number; readonly hasClock: boolean } | undefined {
  const cell = text.trim();
  const short = SHORT_HOUR.exec(cell);
  if (short) return { at: Date.UTC(2000 + Number(short[1]), Number(short[2]) - 1, Number(short[3]), Number(short[4])), hasClock: true };
  const value = numberIn(cell);
  if (value !== undefined && Number.isNaN(value)) return undefined;
  if (value !== undefined) {
    const scale = CLOCK_SCALES.find(({ from, to }) => value >= from && value < to);
    return scale ? { at: value * scale.ms, hasClock: true } : { at: value, hasClock: false };
  }
  const at = Date.parse(/[zZ]|[+-]\d\d:?\d\d$|UTC|GMT/.test(cell) ? cell : `${cell.replace(' ', 'T')}${cell.includes(':') ? 'Z' : ''}`);
  return Number.isNaN(at) ? undefined : { at, hasClock: cell.includes(':') };
}

/** A cell that made categories of a column of numbers. */
export interface OddCell {
  readonly text: string;
  readonly line: number;
  /** Numbers before it. */
  readonly numbers: number;
}

/** Numbers after which another cell is odd: fewer may be names of digits. */
const MANY_NUMBERS = 20;

/** One column of a log that may be a feature. */
export interface Column {
  readonly name: string;
  /** shape [rows], hashes of the cells' text; 0 where the cell is empty. */
  readonly codes: Uint32Array;
  /** shape [rows], NaN where the cell is empty; undefined where some cell is no number. */
  readonly numbers: Float64Array | undefined;
}

/** Collects one column's cells. */
export interface ColumnBuilder {
  add(text: string, line: number): void;
  /** The first cell that is no number of a column that began with many. */
  odd(): OddCell | undefined;
  column(name: string): Column;
}

/** Cells a column has room for at first. */
const FIRST_ROOM = 4096;

/** A column as it is read: hashes always, numbers as long as every cell is one. */
export function codesBuilder(): ColumnBuilder {
  let codes = new Uint32Array(FIRST_ROOM);
  let numbers: Float64Array | undefined = new Float64Array(FIRST_ROOM);
  let [rows, plain] = [0, 0];
  let odd: OddCell | undefined;
  return {
    odd: () => odd,
    add(raw, line) {
      const text = raw.trim();
      if (rows === codes.length) {
        codes = grown(codes, new Uint32Array(2 * rows));
        if (numbers) numbers = grown(numbers, new Float64Array(2 * rows));
      }
      codes[rows] = isEmpty(text) ? 0 : hashText(text);
      if (numbers) {
        const value = numberIn(text);
        if (value === undefined) {
          numbers = undefined;
          if (plain >= MANY_NUMBERS) odd = { text, line, numbers: plain };
        } else {
          numbers[rows] = value;
          if (value === value) plain += 1;
        }
      }
      rows += 1;
    },
    column: (name) => ({ name, codes: codes.slice(0, rows), numbers: numbers?.slice(0, rows) }),
  };
}

function grown<A extends Uint32Array | Float64Array>(from: A, into: A): A {
  into.set(from);
  return into;
}
