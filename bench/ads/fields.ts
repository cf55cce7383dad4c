import { hashPair } from './cells.ts';
import { binOf, type Scaler } from './numbers.ts';
import type { Summation } from './sums.ts';
import type { AdLog } from './table.ts';

/** One fact of a row, as a 32-bit code: what a category says, which bin a number is in, which hour it is. */
export interface Field {
  readonly name: string;
  /** The column it comes from: two fields of one column are no cross. */
  readonly source: string;
  readonly code: (row: number) => number;
}

/** A field and its part of the table of cells. */
export interface PlacedField extends Field {
  readonly index: number;
  readonly first: number;
  readonly size: number;
}

/** Cell of a row's value. */
export function cellOf({ first, size, index, code }: PlacedField, row: number): number {
  return first + (hashPair(code(row), index) % size);
}

const HOUR_MS = 3_600_000;

/** Facts of all columns: categories, bins, whole numbers that may be names, and the hour and weekday. */
export function fieldsOf(log: AdLog, scalers: readonly Scaler[]): readonly Field[] {
  const fields: Field[] = [];
  let numeric = 0;
  for (const { name, codes, numbers } of log.columns) {
    const scaler = numbers ? scalers[numeric++] : undefined;
    if (!numbers || !scaler) {
      fields.push({ name, source: name, code: (row) => codes[row] as number });
      continue;
    }
    fields.push({ name: `${name} bin`, source: name, code: (row) => binOf(scaler, numbers[row] as number) });
    const isMany = scaler.edges.length >= MANY_BINS;
    if (scaler.isWhole && isMany) fields.push({ name: `${name} value`, source: name, code: (row) => codes[row] as number });
  }
  const { times } = log;
  if (times && log.hasClock) {
    fields.push({ name: 'hour', source: 'hour', code: (row) => Math.floor((times[row] as number) / HOUR_MS) % 24 });
    fields.push({ name: 'weekday', source: 'weekday', code: (row) => Math.floor((times[row] as number) / (24 * HOUR_MS)) % 7 });
  }
  return fields;
}

/** Bins from which single values of a whole number say more than the bin. */
const MANY_BINS = 12;
/** Bits of the sketch that tells how many values a field has. */
const SKETCH = 1024;

/** Room for cells. */
export interface CellRoom {
  /** Cells in all. */
  readonly total: number;
  /** Most cells of one field. */
  readonly most: number;
}

/** Cells a value: one in sixteen then shares its cell. */
const ROOMY = 8;

/** Gives every field a part of the table: eight times its number of values, by linear counting (Whang et al. 1990) over sums, or an equal share of what is left. */
export function placeFields(fields: readonly Field[], sums: Summation, { total, most }: CellRoom): readonly PlacedField[] {
  if (sums.noiseStdDev('counts') > 0) return placed(fields, shared(fields.map(() => most), total));
  const sketch = sums.sum(fields.length * SKETCH, (row, add) => {
    for (const [f, { code }] of fields.entries()) add(f * SKETCH + (hashPair(code(row), SKETCH + f) % SKETCH), 1);
  });
  const wanted = fields.map((_, f) => {
    const empty = sketch.subarray(f * SKETCH, (f + 1) * SKETCH).reduce((count, cell) => count + (cell < 0.5 ? 1 : 0), 0);
    return empty < SKETCH / 50 ? Number.POSITIVE_INFINITY : Math.ceil(ROOMY * SKETCH * Math.log(SKETCH / empty)) + ROOMY;
  });
  return placed(fields, shared(wanted.map((cells) => Math.min(cells, most)), total));
}

function placed(fields: readonly Field[], sizes: readonly number[]): readonly PlacedField[] {
  let first = 0;
  return fields.map((field, index) => {
    const size = sizes[index] ?? 1;
    first += size;
    return { ...field, index, first: first - size, size };
  });
}

/** Each what it wants, as long as there is room; else the small ones that and the large ones equal parts of the rest. */
function shared(wanted: readonly number[], total: number): readonly number[] {
  const order = [...wanted.keys()].sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
  const sizes = wanted.map(() => 1);
  let left = total;
  for (const [position, index] of order.entries()) {
    const size = Math.max(1, Math.min(wanted[index] ?? 1, Math.floor(left / (order.length - position))));
    sizes[index] = size;
    left -= size;
  }
  return sizes;
}

/** Cells of a fact that is crossed though it tells nothing by itself: some forty values. */
const SMALL_CELLS = 400;
/** Facts that are crossed with each other. */
const CROSSED = 6;

/** Crosses of two facts of different columns: the most telling, then the small ones, which may say something only together. */
export function crossesOf(fields: readonly PlacedField[], information: readonly number[]): readonly (Field & { readonly parents: readonly [number, number] })[] {
  const tells = (f: number): number => Math.max(0, information[f] ?? 0);
  const best = fields.map((_, f) => f).filter((f) => tells(f) > 0 || (fields[f]?.size ?? 0) <= SMALL_CELLS).sort((a, b) => tells(b) - tells(a) || (fields[a]?.size ?? 0) - (fields[b]?.size ?? 0)).slice(0, CROSSED);
  return best.flatMap((a, i) => best.slice(i + 1).flatMap((b) => {
    const [one, two] = [fields[a], fields[b]];
    if (!one || !two || one.source === two.source) return [];
    return [{ name: `${one.name} × ${two.name}`, source: `${one.source} × ${two.source}`, parents: [a, b] as const, code: (row: number) => hashPair(one.code(row), two.code(row)) }];
  }));
}
