import { closeSync, openSync, writeSync } from 'node:fs';
import { sigmoid } from '#core/ctr';
import { seededChance, type Chance } from '#core/units';
import { DataError } from '#bench/data';
import { hashPair } from './cells.ts';
import { adMetrics, type AdMetrics } from './metrics.ts';

/** A column of names. */
interface Names {
  readonly name: string;
  readonly values: number;
  /** Deviation of what a value adds to the logit. */
  readonly effect: number;
  /** Share of empty cells. */
  readonly gaps?: number;
  /** 1: all values alike often; the larger, the more rows the first ones have. */
  readonly skew?: number;
  /** Of the whole log, how long a value is shown; each begins at a time of its own. */
  readonly life?: number;
}

/** A column of numbers, normal ones or their exponentials. */
interface Numbers {
  readonly name: string;
  readonly isLong?: boolean;
  readonly isWhole?: boolean;
  readonly gaps?: number;
  /** What a normal one adds to the logit. */
  readonly effect: (x: number) => number;
}

/** How a log is made: what holds in it is known, so that figures can be held against the truth. */
interface Nature {
  readonly rate: number;
  readonly rowsAUser: number;
  /** Deviation of shoppers' own levels. */
  readonly level: number;
  /** Deviation of what a shopper likes of values of the first names beyond what others do: three tastes. */
  readonly taste?: number;
  /** Deviation of what a value of the first names and one of the second add together. */
  readonly pair?: number;
  /** What two first numbers add together. */
  readonly product?: number;
  /** How far the level of all rises from the first row to the last. */
  readonly trend?: number;
  readonly names: readonly Names[];
  readonly numbers: readonly Numbers[];
  /** Names of the label, of users and of the time, and how their cells are spelled. */
  readonly spelling: { readonly label: string; readonly user: string; readonly time?: string; readonly yes: string; readonly no: string; readonly userOf: (user: number) => string; readonly timeOf?: (share: number) => string };
}

const SECONDS = 604_800;
const plain = { label: 'click', user: 'user', yes: '1', no: '0', userOf: (user: number): string => `u${user}` };
const timed = { ...plain, time: 'timestamp', timeOf: (share: number): string => String(1_700_000_000 + Math.floor(share * SECONDS)) };
/** Avazu's hours: `YYMMDDHH`. */
const shortHour = (share: number): string => new Date(Date.UTC(2014, 9, 21) + share * 10 * 86_400_000).toISOString().slice(2, 13).replaceAll(/[-T]/g, '');
const CRITEO_SIZES = [3, 4, 10, 15, 25, 50, 100, 150, 300, 500, 600, 1000, 2000, 3000, 5000, 5000, 8000, 10_000, 12_000, 20_000, 30_000, 50_000, 100_000, 100_000, 200_000, 200_000];

/** Logs of one nature each. */
const NATURES: Readonly<Record<string, Nature>> = {
  curves: {
    rate: 0.25, rowsAUser: 20, level: 0.2, product: 0.9, spelling: plain, names: [],
    numbers: [{ name: 'x', effect: (x) => 1.2 * Math.sin(2.5 * x) }, { name: 'y', effect: (x) => -0.8 * x * x }, { name: 'age', isWhole: true, isLong: true, effect: (x) => (Math.abs(x) < 0.5 ? 1 : 0) }, { name: 'nothing', effect: () => 0 }],
  },
  values: {
    rate: 0.15, rowsAUser: 15, level: 0.3, spelling: timed, numbers: [],
    names: [{ name: 'ad', values: 100_000, skew: 5, effect: 0.8 }, { name: 'site', values: 20_000, skew: 4, effect: 0.6 }, { name: 'app', values: 2000, skew: 3, effect: 0.5 }, { name: 'model', values: 300, skew: 2, effect: 0.3 }, { name: 'id', values: 1e9, effect: 0 }],
  },
  shoppers: {
    rate: 0.2, rowsAUser: 500, level: 1.4, taste: 0.8, pair: 0.4, spelling: { ...timed, user: 'user name', userOf: (user) => `"Anna  Maria, ${user} "` },
    names: [{ name: 'category', values: 40, skew: 2, effect: 0.4 }, { name: 'place', values: 5, effect: 0.3 }], numbers: [{ name: 'price', isLong: true, effect: (x) => -0.4 * x }],
  },
  strangers: {
    rate: 0.2, rowsAUser: 3, level: 0, pair: 0.7, spelling: { ...timed, yes: 'true', no: 'false' },
    names: [{ name: 'campaign', values: 60, skew: 2, effect: 0.6 }, { name: 'segment', values: 8, effect: 0.3 }, { name: 'device', values: 4, effect: 0.2, gaps: 0.2 }], numbers: [{ name: 'score', effect: (x) => 0.4 * x, gaps: 0.1 }],
  },
  rare: {
    rate: 0.005, rowsAUser: 25, level: 0.5, spelling: { ...timed, yes: '1.0', no: '0.0' },
    names: [{ name: 'ad', values: 300, skew: 2, effect: 0.9 }, { name: 'place', values: 6, effect: 0.6 }, { name: 'segment', values: 8, effect: 0.4 }], numbers: [{ name: 'bid', isLong: true, effect: (x) => 0.3 * x }],
  },
  drift: {
    rate: 0.15, rowsAUser: 20, level: 0.6, trend: 0.8, spelling: { ...timed, time: 'event_time', timeOf: (share) => new Date(1.7e12 + share * 3e9).toISOString().slice(0, 19).replace('T', ' ') },
    names: [{ name: 'ad', values: 400, life: 0.25, effect: 0.9 }, { name: 'place', values: 6, effect: 0.5 }, { name: 'segment', values: 8, effect: 0.3 }], numbers: [],
  },
  criteo: {
    rate: 0.25, rowsAUser: 10, level: 0.4, spelling: { ...plain, label: 'Label' },
    names: CRITEO_SIZES.map((values, i) => ({ name: `C${i + 1}`, values, skew: 4, effect: 0.35, gaps: 0.04 * (i % 5) })),
    numbers: Array.from({ length: 13 }, (_, i) => ({ name: `I${i + 1}`, isWhole: true, isLong: true, gaps: 0.08 * (i % 6), effect: (x: number) => 0.12 * (i % 2 === 0 ? x : -x) })),
  },
  avazu: {
    rate: 0.17, rowsAUser: 6, level: 0.4, trend: -0.3, pair: 0.3, spelling: { ...plain, user: 'device_ip', time: 'hour', timeOf: shortHour, userOf: (user) => hashPair(user, 9).toString(16) },
    names: [{ name: 'site_id', values: 3000, skew: 4, effect: 0.7 }, { name: 'app_id', values: 4000, skew: 5, effect: 0.6 }, { name: 'banner_pos', values: 7, skew: 3, effect: 0.3 }, { name: 'device_model', values: 6000, skew: 4, effect: 0.3 }, { name: 'C14', values: 2500, skew: 2, life: 0.4, effect: 0.6 }, { name: 'C21', values: 60, skew: 2, effect: 0.3 }], numbers: [],
  },
};
/** Names of the natures. */
export const NATURE_NAMES: readonly string[] = Object.keys(NATURES);

/** What a log is asked to be. */
export interface MadeUp {
  readonly nature: string;
  readonly rows: number;
  readonly seed: number;
}

/** Writes a log of made-up clicks. @returns the figures of the chances that its labels were drawn from @throws DataError where the nature is none of {@link NATURE_NAMES} */
export function writeMadeUp(path: string, asked: MadeUp): AdMetrics {
  const nature = NATURES[asked.nature];
  if (!nature) throw new DataError(`Cannot make a log of nature "${asked.nature}": choose one of ${NATURE_NAMES.join(', ')}`);
  const { header, lines, truth } = madeUp(nature, asked);
  const file = openSync(path, 'w');
  let text = `${header}\n`;
  for (const line of lines()) {
    text += `${line}\n`;
    if (text.length < WRITTEN_CHARACTERS) continue;
    writeSync(file, text);
    text = '';
  }
  writeSync(file, text);
  closeSync(file);
  return truth;
}

/** Characters written at once. */
const WRITTEN_CHARACTERS = 1 << 20;

/** The lines of a log and its truth. Rows are made twice, for their chances and for their lines, so that no log has to fit memory. */
function madeUp(nature: Nature, { rows, seed }: MadeUp): { readonly header: string; readonly lines: () => Iterable<string>; readonly truth: AdMetrics } {
  const place = { rows, users: Math.max(2, Math.round(rows / nature.rowsAUser)), seed };
  const [logits, users] = [new Float64Array(rows), new Int32Array(rows)];
  for (let row = 0; row < rows; row++) {
    const { logit, user } = rowOf(nature, { ...place, row });
    logits[row] = logit;
    users[row] = user;
  }
  const bias = biasFor(logits, nature.rate);
  const chances = logits.map((logit) => sigmoid(logit + bias));
  const chance = seededChance(seed + 1);
  const labels = Uint8Array.from(chances, (p) => (chance.next() < p ? 1 : 0));
  const { label, user, time, yes, no, userOf, timeOf } = nature.spelling;
  const header = [label, ...nature.names.map(({ name }) => name), ...nature.numbers.map(({ name }) => name), user, ...(time ? [time] : [])].join(',');
  function* lines(): Generator<string> {
    for (let row = 0; row < rows; row++) yield [labels[row] === 1 ? yes : no, ...rowOf(nature, { ...place, row }).cells, userOf(users[row] as number), ...(timeOf ? [timeOf(row / rows)] : [])].join(',');
  }
  return { header, lines, truth: adMetrics(chances, labels, users) };
}

interface Place {
  readonly row: number;
  readonly rows: number;
  readonly users: number;
  readonly seed: number;
}

/** A row by its number, the same whenever it is asked for. */
function rowOf(nature: Nature, { row, rows, users, seed }: Place): { readonly cells: readonly string[]; readonly user: number; readonly logit: number } {
  const chance = seededChance(hashPair(row, seed));
  const user = chance.below(users);
  const share = row / rows;
  const cells: string[] = [];
  let logit = nature.level * normalOf(user, seed) + (nature.trend ?? 0) * share;
  const met = nature.names.map((names, column) => {
    const value = valueOf(names, share, chance);
    logit += names.effect * normalOf(value, seed + 100 + column);
    cells.push(chance.next() < (names.gaps ?? 0) ? '' : `v${hashPair(value, column).toString(16)}`);
    return value;
  });
  const [first = 0, second = 0] = met;
  logit += (nature.pair ?? 0) * normalOf(hashPair(first, second), seed + 3);
  for (let k = 0; k < TASTES; k++) logit += ((nature.taste ?? 0) / Math.sqrt(TASTES)) * normalOf(user, seed + 10 + k) * normalOf(first, seed + 20 + k);
  const drawn = nature.numbers.map(({ effect, isLong, isWhole, gaps }) => {
    const x = chance.normal();
    logit += effect(x);
    const said = isLong ? Math.exp(2 + 1.3 * x) : x;
    cells.push(chance.next() < (gaps ?? 0) ? '' : isWhole ? String(Math.round(said)) : said.toFixed(4));
    return x;
  });
  logit += (nature.product ?? 0) * (drawn[0] ?? 0) * (drawn[1] ?? 0);
  return { cells, user, logit };
}

/** Tastes of a shopper. */
const TASTES = 3;

/** A value at this time of the log: those that live for a while come one after another. */
function valueOf({ values, skew = 1, life }: Names, share: number, chance: Chance): number {
  const at = chance.next() ** skew;
  if (life === undefined) return Math.floor(values * at);
  return Math.floor(values * (share * (1 - life) + life * at));
}

/** A normal number that a pair always has. */
function normalOf(a: number, b: number): number {
  const first = hashPair(a, b);
  return Math.sqrt(-2 * Math.log((first + 1) / 4_294_967_297)) * Math.cos((2 * Math.PI * hashPair(first, 1)) / 4_294_967_296);
}

/** What makes the mean chance `rate`. */
function biasFor(logits: Float64Array, rate: number): number {
  let [low, high] = [-30, 30];
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2;
    const mean = logits.reduce((sum, logit) => sum + sigmoid(logit + middle), 0) / logits.length;
    if (mean > rate) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}
