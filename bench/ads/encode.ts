import { emptyRows, sigmoid, type Rows } from '#core/ctr';
import { cellOf, crossesOf, fieldsOf, placeFields, type CellRoom, type PlacedField } from './fields.ts';
import { rowsByFold, type Folds } from './folds.ts';
import { fitScalers, scaled, type Scaler } from './numbers.ts';
import { countRates, logitOf, logOdds, ratesOf, type Rates } from './rates.ts';
import type { Summation } from './sums.ts';
import type { AdLog } from './table.ts';

/** How a log becomes rows of features; everything of it comes from sums over train rows. */
export interface Encoding {
  /** Numbers, rates and slots of all rows of the log, by their row number. */
  readonly rows: Rows;
  /** Share of train labels that are 1. */
  readonly base: number;
  readonly denseNames: readonly string[];
  readonly crosses: readonly string[];
  /** Values seen often enough for a slot of their own, of facts and of crosses. */
  readonly slotValues: number;
  readonly crossValues: number;
  /** Expected share of values that share their cell with another. */
  readonly collisions: number;
  /** Columns that alone save so much of the log loss that they may be known only afterwards, and how much. */
  readonly leaks: Readonly<Record<string, number>>;
  /** Facts that tell most, one a column: what a shopper's own past is followed by. */
  readonly followed: readonly PlacedField[];
}

/** Room that a lane has. */
export interface EncodingRoom {
  readonly facts: CellRoom;
  readonly crosses: CellRoom;
  /** Most plain numbers of a row. */
  readonly dense: number;
}

/** What {@link encode} needs. */
export interface EncodingInput {
  readonly log: AdLog;
  readonly folds: Folds;
  readonly room: EncodingRoom;
}

/** Fits and encodes: scalers, cells, rates, crosses, then every row. */
export function encode({ log, folds, room }: EncodingInput, sums: Summation): Encoding {
  const numeric = log.columns.filter(({ numbers }) => numbers);
  const scalers = fitScalers(numeric, sums);
  const fields = placeFields(fieldsOf(log, scalers), sums, room.facts);
  const counted = countRates(fields, log.labels, sums, folds.count);
  const base = sums.noiseStdDev('few') > 0 ? fewBase(log, sums) : baseOf(counted);
  const rates = ratesOf(counted, base);
  const crossed = room.crosses.total > 0 ? crossesOf(fields, [...rates.information]) : [];
  const crossFields = placeFields(crossed, sums, room.crosses);
  const crossRates = ratesOf(countRates(crossFields, log.labels, sums, folds.count), base);
  const parents = crossed.map((cross) => cross.parents);
  const numbers = numeric.flatMap((column, j) => { const scaler = scalers[j]; return scaler && column.numbers ? [{ name: column.name, values: column.numbers, scaler }] : []; });
  const plan = densePlan(rates, numbers, crossRates, room.dense);
  const slots = slotsOf(rates);
  const crossSlots = slotsOf(crossRates);
  const rows = emptyRows(log.rows, { denseWidth: plan.length, slotWidth: fields.length, crossWidth: crossFields.length });
  writeRows({ log, folds, base, rates, crossRates, parents, plan, slots, crossSlots, rows });
  return {
    rows, base, denseNames: plan.map(({ name }) => name), crosses: crossed.map(({ name }) => name),
    slotValues: slots.used, crossValues: crossSlots.used, collisions: collisionsOf(rates), followed: followedOf(rates), leaks: leaksOf(rates),
  };
}

/** What a run says of its features. */
export function featureLine({ rows, slotValues, crossValues, collisions }: Encoding): string {
  return `features: ${rows.denseWidth} plain numbers, ${slotValues} values of ${rows.slotWidth} facts, ${crossValues} of ${rows.crossWidth} crosses; ${(100 * collisions).toFixed(1)} % of the values share a cell`;
}

/** Share of the log loss from which a column is suspected. */
const SUSPICIOUS = 0.5;

function leaksOf({ fields, saved }: Rates): Readonly<Record<string, number>> {
  return Object.fromEntries(fields.flatMap(({ source, index }) => ((saved[index] ?? 0) > SUSPICIOUS ? [[source, saved[index] ?? 0] as const] : [])));
}

/** A warning for each suspected column. */
export function leakLines({ leaks }: Encoding): readonly string[] {
  return Object.entries(leaks).map(([name, share]) => `warning: column ${name} alone saves ${Math.round(100 * share)} % of the log loss; if it is known only after the label, leave it out by --without "${name}"`);
}

/** Facts that a personal head follows. */
const FOLLOWED = 5;

/** The most telling facts, one a column, each as finely as there is: what a shopper did with this very value. */
function followedOf({ fields, information }: Rates): readonly PlacedField[] {
  const best = [...fields].sort((a, b) => (information[b.index] ?? 0) - (information[a.index] ?? 0));
  const sources = [...new Set(best.map(({ source }) => source))].slice(0, FOLLOWED);
  return sources.flatMap((source) => fields.filter((field) => field.source === source).slice(-1));
}

/** Base rate: the sums of the first field, which every row has. */
function baseOf({ fields: [field], shown, clicked }: Pick<Rates, 'fields' | 'shown' | 'clicked'>): number {
  let [n, c] = [0, 0];
  for (let cell = field?.first ?? 0; cell < (field?.first ?? 0) + (field?.size ?? 0); cell++) {
    n += shown[cell] ?? 0;
    c += clicked[cell] ?? 0;
  }
  return Math.min(1 - 1e-6, Math.max(1e-6, (c + 0.5) / (n + 1)));
}

/** Base rate from two sums of their own. */
function fewBase({ labels }: AdLog, sums: Summation): number {
  const [n = 0, c = 0] = sums.sum(2, (row, add) => {
    add(0, 1);
    if (labels[row] === 1) add(1, 1);
  }, 'few');
  const noise = sums.noiseStdDev('few');
  return Math.min(0.999, Math.max(1e-4, (c + noise * 0.1) / (Math.max(n, noise) + noise)));
}

/** One plain number of a row. */
type Dense =
  | { readonly kind: 'number' | 'missing'; readonly name: string; readonly values: Float64Array; readonly scaler: Scaler }
  | { readonly kind: 'rate' | 'cross'; readonly name: string; readonly field: number };

interface Numeric {
  readonly name: string;
  readonly values: Float64Array;
  readonly scaler: Scaler;
}

/** Which plain numbers a row has: rates, crosses' rates, scaled numbers and whether they are missing; the most telling where there are too many. */
function densePlan(rates: Rates, numbers: readonly Numeric[], crossRates: Rates, most: number): readonly Dense[] {
  const tells = (name: string): number => Math.max(0, ...rates.fields.flatMap(({ source, index }) => (source === name ? [rates.information[index] ?? 0] : [])));
  const all: { readonly dense: Dense; readonly tells: number }[] = [
    ...rates.fields.map(({ name, index }) => ({ dense: { kind: 'rate', name: `rate of ${name}`, field: index } as const, tells: rates.information[index] ?? 0 })),
    ...crossRates.fields.map(({ name, index }) => ({ dense: { kind: 'cross', name: `rate of ${name}`, field: index } as const, tells: (crossRates.information[index] ?? 0) / 2 })),
    ...numbers.flatMap(({ name, values, scaler }) => [
      { dense: { kind: 'number', name, values, scaler } as const, tells: tells(name) },
      ...(scaler.hasMissing ? [{ dense: { kind: 'missing', name: `${name} missing`, values, scaler } as const, tells: tells(name) / 2 }] : []),
    ]),
  ];
  return all.sort((a, b) => b.tells - a.tells).slice(0, most).map(({ dense }) => dense);
}

/** Train rows from which a value has a slot of its own. */
const SLOT_ROWS = 4;

/** Slot of each cell by how often it was met, behind those that stand for a column's rare values. */
function slotsOf({ fields, shown }: Rates): { readonly ofCell: Int32Array; readonly used: number } {
  const ofCell = new Int32Array(shown.length);
  for (const { index, first, size } of fields) ofCell.fill(index, first, first + size);
  let count = 0;
  for (let cell = 0; cell < shown.length; cell++) if ((shown[cell] as number) >= SLOT_ROWS) count += 1;
  const kept = new Uint32Array(count);
  for (let cell = 0, next = 0; cell < shown.length; cell++) if ((shown[cell] as number) >= SLOT_ROWS) kept[next++] = cell;
  kept.sort((a, b) => (shown[b] as number) - (shown[a] as number) || a - b);
  for (let rank = 0; rank < kept.length; rank++) ofCell[kept[rank] as number] = fields.length + rank;
  return { ofCell, used: fields.length + kept.length };
}

/** Of values that fell into cells at random, the share that is not alone: 1 − m(1 − e^(−v/m))/v, v from the share of cells met. */
function collisionsOf({ fields, shown }: Rates): number {
  let [values, cells] = [0, 0];
  for (const { first, size } of fields) {
    let met = 0;
    for (let cell = first; cell < first + size; cell++) if ((shown[cell] as number) >= 0.5) met += 1;
    values += -size * Math.log(Math.max(1 / size, 1 - met / size));
    cells += met;
  }
  return values > 0 ? Math.max(0, 1 - cells / values) : 0;
}

interface Writing {
  readonly log: AdLog;
  readonly folds: Folds;
  readonly base: number;
  readonly rates: Rates;
  readonly crossRates: Rates;
  readonly parents: readonly (readonly [number, number])[];
  readonly plan: readonly Dense[];
  readonly slots: { readonly ofCell: Int32Array };
  readonly crossSlots: { readonly ofCell: Int32Array };
  readonly rows: Rows;
}

/** Writes every row, fold after fold. */
function writeRows(writing: Writing): void {
  const { log, folds, rates, crossRates } = writing;
  const { order, starts } = rowsByFold(Int32Array.from({ length: log.rows }, (_, row) => row), folds);
  const [none, noCross] = [new Float64Array(2 * rates.shown.length), new Float64Array(2 * crossRates.shown.length)];
  for (let fold = 0; fold <= folds.count; fold++) {
    const isFold = fold < folds.count;
    const write = rowWriter(writing, isFold ? rates.ofFold(fold) : none, isFold ? crossRates.ofFold(fold) : noCross);
    for (const row of order.subarray(starts[fold], starts[fold + 1])) write(row);
  }
}

/** @param own - shape [2 · cells], counts that the rows are told without; likewise of crosses */
function rowWriter({ base, rates, crossRates, parents, plan, slots, crossSlots, rows }: Writing, own: Float64Array, ownCrosses: Float64Array): (row: number) => void {
  const told = new Float64Array(rates.fields.length);
  const toldCrosses = new Float64Array(crossRates.fields.length);
  const start = logitOf(base);
  const most = logitOf(1 - 1e-6);
  return (row) => {
    for (const field of rates.fields) {
      const cell = cellOf(field, row);
      const { index } = field;
      told[index] = logOdds((rates.clicked[cell] as number) - (own[2 * cell + 1] as number), (rates.shown[cell] as number) - (own[2 * cell] as number), base, rates.strength[index] as number);
      rows.slots[row * rows.slotWidth + index] = slots.ofCell[cell] as number;
    }
    for (const field of crossRates.fields) {
      const cell = cellOf(field, row);
      const { index } = field;
      const [a, b] = parents[index] ?? [0, 0];
      const prior = sigmoid(Math.max(-most, Math.min(most, start + (told[a] as number) + (told[b] as number))));
      toldCrosses[index] = logOdds((crossRates.clicked[cell] as number) - (ownCrosses[2 * cell + 1] as number), (crossRates.shown[cell] as number) - (ownCrosses[2 * cell] as number), prior, crossRates.strength[index] as number);
      rows.crosses[row * rows.crossWidth + index] = crossSlots.ofCell[cell] as number;
    }
    const from = row * rows.denseWidth;
    for (let i = 0; i < plan.length; i++) rows.dense[from + i] = denseValue(plan[i] as Dense, row, told, toldCrosses);
  };
}

function denseValue(dense: Dense, row: number, told: Float64Array, toldCrosses: Float64Array): number {
  switch (dense.kind) {
    case 'rate': return told[dense.field] as number;
    case 'cross': return toldCrosses[dense.field] as number;
    case 'number': return scaled(dense.scaler, dense.values[row] as number);
    case 'missing': return Number.isNaN(dense.values[row] as number) ? 1 : 0;
  }
}
