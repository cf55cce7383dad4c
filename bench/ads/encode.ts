import { emptyRows, sigmoid, type Rows } from '#core/ctr';
import { cellOf, crossesOf, fieldsOf, placeFields, type CellRoom, type PlacedField } from './fields.ts';
import { fitScalers, scaled, type Scaler } from './numbers.ts';
import { countRates, logitOf, logOdds, ratesOf, type Rates } from './rates.ts';
import { rowsByUser, type RowsByUser, type Summation } from './sums.ts';
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

/** Users with more train rows than this are counted as five: to leave out all of such a user would leave out much of the log. */
const LARGE_USER_ROWS = 200;
const PARTS = 5;

/** Train rows by user, or by fifth of a large one; and the group that each test row's own counts are in, −1 for none. */
export function groupsOf(log: AdLog, train: Int32Array): { readonly byGroup: RowsByUser; readonly groupOf: Int32Array } {
  const counts = new Int32Array(log.userCount);
  for (const row of train) counts[log.users[row] ?? 0] = (counts[log.users[row] ?? 0] ?? 0) + 1;
  const isLarge = (user: number): boolean => (counts[user] ?? 0) > LARGE_USER_ROWS;
  const groupOf = new Int32Array(log.rows);
  for (let row = 0; row < log.rows; row++) groupOf[row] = isLarge(log.users[row] ?? 0) ? -1 : PARTS * (log.users[row] ?? 0);
  const ofTrain = new Int32Array(log.rows);
  const seen = new Int32Array(log.userCount);
  for (const row of train) {
    const user = log.users[row] ?? 0;
    ofTrain[row] = PARTS * user + (isLarge(user) ? (seen[user] ?? 0) % PARTS : 0);
    seen[user] = (seen[user] ?? 0) + 1;
  }
  return { byGroup: rowsByUser(train, ofTrain, PARTS * log.userCount), groupOf };
}

/** What {@link encode} needs. */
export interface EncodingInput {
  readonly log: AdLog;
  readonly train: Int32Array;
  /** shape [rows] */
  readonly isTrain: Uint8Array;
  readonly room: EncodingRoom;
}

/** Fits and encodes: scalers, cells, rates, crosses, then every row. */
export function encode({ log, train, isTrain, room }: EncodingInput, sums: Summation): Encoding {
  const numeric = log.columns.filter(({ numbers }) => numbers);
  const scalers = fitScalers(numeric, sums);
  const fields = placeFields(fieldsOf(log, scalers), sums, room.facts);
  const counted = countRates(fields, log.labels, sums);
  const base = baseOf(counted);
  const rates = ratesOf(counted, base);
  const crossed = room.crosses.total > 0 ? crossesOf(fields, [...rates.information]) : [];
  const crossFields = placeFields(crossed, sums, room.crosses);
  const crossRates = ratesOf(countRates(crossFields, log.labels, sums), base);
  const parents = crossed.map((cross) => cross.parents);
  const numbers = numeric.flatMap((column, j) => { const scaler = scalers[j]; return scaler && column.numbers ? [{ name: column.name, values: column.numbers, scaler }] : []; });
  const plan = densePlan(rates, numbers, crossRates, room.dense);
  const slots = slotsOf(rates);
  const crossSlots = slotsOf(crossRates);
  const rows = emptyRows(log.rows, { denseWidth: plan.length, slotWidth: fields.length, crossWidth: crossFields.length });
  writeRows({ log, train, isTrain, base, rates, crossRates, parents, plan, slots, crossSlots, rows });
  return {
    rows, base, denseNames: plan.map(({ name }) => name), crosses: crossed.map(({ name }) => name),
    slotValues: slots.used, crossValues: crossSlots.used, collisions: collisionsOf(rates), followed: followedOf(rates),
  };
}

/** Facts that a personal head follows. */
const FOLLOWED = 4;

function followedOf({ fields, information }: Rates): readonly PlacedField[] {
  const best = [...fields].sort((a, b) => (information[b.index] ?? 0) - (information[a.index] ?? 0));
  return best.filter(({ source }, i) => best.findIndex((other) => other.source === source) === i).slice(0, FOLLOWED);
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
  readonly train: Int32Array;
  readonly isTrain: Uint8Array;
  readonly base: number;
  readonly rates: Rates;
  readonly crossRates: Rates;
  readonly parents: readonly (readonly [number, number])[];
  readonly plan: readonly Dense[];
  readonly slots: { readonly ofCell: Int32Array };
  readonly crossSlots: { readonly ofCell: Int32Array };
  readonly rows: Rows;
}

/** Writes every row. A user's own rows never count in the rates that she is told: rates that held her own label would say it. */
function writeRows(writing: Writing): void {
  const { log, train, isTrain, rates, crossRates } = writing;
  const { byGroup: { order, starts }, groupOf } = groupsOf(log, train);
  const tests = Int32Array.from({ length: log.rows }, (_, row) => row).filter((row) => isTrain[row] === 0);
  const asked = rowsByUser(tests.filter((row) => (groupOf[row] ?? -1) >= 0), groupOf, starts.length - 1);
  const own = ownCounts(rates, log);
  const ownCrosses = ownCounts(crossRates, log);
  const write = rowWriter(writing, own, ownCrosses);
  for (const row of tests) if (groupOf[row] === -1) write(row);
  for (let group = 0; group + 1 < starts.length; group++) {
    const [from, to] = [starts[group] ?? 0, starts[group + 1] ?? 0];
    for (let i = from; i < to; i++) {
      own.add(order[i] ?? 0);
      ownCrosses.add(order[i] ?? 0);
    }
    for (let i = from; i < to; i++) write(order[i] ?? 0);
    for (let i = asked.starts[group] ?? 0; i < (asked.starts[group + 1] ?? 0); i++) write(asked.order[i] ?? 0);
    own.clear();
    ownCrosses.clear();
  }
}

/** Counts of one group's rows, to be taken out of all sums. */
interface OwnCounts {
  add(row: number): void;
  clear(): void;
  readonly shown: Float32Array;
  readonly clicked: Float32Array;
}

function ownCounts({ fields, shown: { length }, told }: Rates, { users, labels }: AdLog): OwnCounts {
  const [shown, clicked] = [new Float32Array(length), new Float32Array(length)];
  let touched: number[] = [];
  return {
    shown, clicked,
    add(row) {
      for (const field of fields) {
        const cell = cellOf(field, row);
        const share = told(users[row] as number, cell);
        touched.push(cell);
        shown[cell] = (shown[cell] as number) + share;
        clicked[cell] = (clicked[cell] as number) + share * (labels[row] as number);
      }
    },
    clear() {
      for (const cell of touched) shown[cell] = clicked[cell] = 0;
      touched = [];
    },
  };
}

function rowWriter({ base, rates, crossRates, parents, plan, slots, crossSlots, rows }: Writing, own: OwnCounts, ownCrosses: OwnCounts): (row: number) => void {
  const told = new Float64Array(rates.fields.length);
  const toldCrosses = new Float64Array(crossRates.fields.length);
  const start = logitOf(base);
  const most = logitOf(1 - 1e-6);
  return (row) => {
    for (const field of rates.fields) {
      const cell = cellOf(field, row);
      const { index } = field;
      told[index] = logOdds((rates.clicked[cell] as number) - (own.clicked[cell] as number), (rates.shown[cell] as number) - (own.shown[cell] as number), base, rates.strength[index] as number);
      rows.slots[row * rows.slotWidth + index] = slots.ofCell[cell] as number;
    }
    for (const field of crossRates.fields) {
      const cell = cellOf(field, row);
      const { index } = field;
      const [a, b] = parents[index] ?? [0, 0];
      const prior = sigmoid(Math.max(-most, Math.min(most, start + (told[a] as number) + (told[b] as number))));
      toldCrosses[index] = logOdds((crossRates.clicked[cell] as number) - (ownCrosses.clicked[cell] as number), (crossRates.shown[cell] as number) - (ownCrosses.shown[cell] as number), prior, crossRates.strength[index] as number);
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
