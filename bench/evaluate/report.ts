import { seededChance } from '#core/units';
import type { Split, TestCase } from '#bench/data';
import { HISTORY_SLICES, isInSlice, metricsOf, onlyTargets, type CaseScores, type Metrics } from './metrics.ts';

/** Slice name → scorer → metrics. */
export type Slices = Readonly<Record<string, { readonly cases: number; readonly metrics: Readonly<Record<string, Metrics>> }>>;

/** Metrics of every scorer over all cases. */
export function allMetrics(results: ReadonlyMap<string, CaseScores>, candidates: number): Record<string, Metrics> {
  return Object.fromEntries([...results].map(([name, scores]) => [name, metricsOf(scores, candidates)]));
}

/** Which share of train interactions the head, and head and middle together, hold. */
const HEAD_SHARE = 0.2;
const MIDDLE_SHARE = 0.5;

/** Where an item stands in train: the most popular items that hold 20 % of interactions, the next 30 %, the rest; new is none of them. */
export type PopularityBin = 'head' | 'middle' | 'tail' | 'new';

/** [N]. */
export function popularityBins(split: Pick<Split, 'train' | 'known'>): PopularityBin[] {
  const counts = new Float64Array(split.known.length);
  for (const { events } of split.train) for (const { item } of events) counts[item] = (counts[item] ?? 0) + 1;
  const total = counts.reduce((sum, count) => sum + count, 0);
  const bins: PopularityBin[] = Array.from(counts, () => 'new');
  const byCount = Array.from(counts.keys()).filter((item) => (counts[item] ?? 0) > 0).sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0));
  let before = 0; // an item belongs where its first interaction falls, so that the head is never empty
  for (const item of byCount) {
    bins[item] = before < HEAD_SHARE * total ? 'head' : before < MIDDLE_SHARE * total ? 'middle' : 'tail';
    before += counts[item] ?? 0;
  }
  return bins;
}

/** Slice of all cases whose shopper was seen before. */
export const WITH_A_HISTORY = 'with a history';

/**
 * Metrics by how much the device knows, by whether its shopper trained, and by what the target was. Slices without a
 * case are left out. "repeated targets", "first-time targets" and "items new since train" hold cases all of whose targets
 * are so; the slices "… items" judge each case by those of its targets that are so.
 */
export function slicesOf(results: ReadonlyMap<string, CaseScores>, cases: readonly TestCase[], split: Split): Slices {
  const candidates = split.candidates.reduce((sum, flag) => sum + flag, 0);
  const met = cases.map(({ history }) => new Set(history.map(({ item }) => item)));
  const tests: readonly (readonly [string, (question: TestCase, index: number) => boolean])[] = [
    ...HISTORY_SLICES.map((slice) => [slice.name, (question: TestCase) => isInSlice(question, slice)] as const),
    [WITH_A_HISTORY, ({ history }) => history.length > 0],
    ['cold users', ({ user }) => split.coldUsers.has(user)],
    ['repeated targets', ({ targets }, index) => targets.every((target) => met[index]?.has(target))],
    ['first-time targets', ({ targets }, index) => !targets.some((target) => met[index]?.has(target))],
    ['items new since train', ({ targets }) => targets.every((target) => split.known[target] === 0)],
  ];
  const whole = tests.flatMap(([name, holds]) => {
    const flags = cases.map(holds);
    return sliceOf(name, flags, [...results].map(([scorer, scores]) => [scorer, metricsOf(scores, candidates, (index) => flags[index] === true)]));
  });
  return Object.fromEntries([...whole, ...targetSlices(results, cases, { bins: popularityBins(split), met, candidates })]);
}

interface Targets {
  readonly bins: readonly PopularityBin[];
  /** [cases] items of the history. */
  readonly met: readonly ReadonlySet<number>[];
  readonly candidates: number;
}

function targetSlices(results: ReadonlyMap<string, CaseScores>, cases: readonly TestCase[], { bins, met, candidates }: Targets): [string, Slices[string]][] {
  const kinds: readonly (readonly [string, (index: number, item: number) => boolean])[] = [
    ...(['head', 'middle', 'tail', 'new'] as const).map((bin) => [`${bin} items`, (_: number, item: number) => bins[item] === bin] as const),
    ['repeated items', (index, item) => met[index]?.has(item) === true],
    ['first-time items', (index, item) => met[index]?.has(item) !== true],
  ];
  return kinds.flatMap(([name, holds]) => {
    const isKept = (index: number, target: number): boolean => holds(index, cases[index]?.targets[target] ?? -1);
    const flags = cases.map(({ targets }, index) => targets.some((_, target) => isKept(index, target)));
    return sliceOf(name, flags, [...results].map(([scorer, scores]) => {
      const only = onlyTargets(scores, isKept);
      return [scorer, metricsOf(only.scores, candidates, only.isCounted)];
    }));
  });
}

function sliceOf(name: string, flags: readonly boolean[], rows: readonly (readonly [string, Metrics])[]): [string, Slices[string]][] {
  const count = flags.filter(Boolean).length;
  return count === 0 ? [] : [[name, { cases: count, metrics: Object.fromEntries(rows) }]];
}

/** Resamples of the bootstrap. */
const RESAMPLES = 1000;

/** Mean difference of two scorers and its 95 % interval. */
export interface Difference {
  readonly difference: number;
  readonly low95: number;
  readonly high95: number;
}

/** Paired bootstrap over users (all cases of a user stay together) of `a` − `b`. */
export function pairedDifference(a: Float32Array, b: Float32Array, cases: readonly TestCase[], seed: number): Difference {
  const byUser = new Map<number, { sum: number; count: number }>();
  for (const [index, { user }] of cases.entries()) {
    const known = byUser.get(user) ?? { sum: 0, count: 0 };
    known.sum += (a[index] ?? 0) - (b[index] ?? 0);
    known.count += 1;
    byUser.set(user, known);
  }
  const users = [...byUser.values()];
  const chance = seededChance(seed);
  const means = Float64Array.from({ length: RESAMPLES }, () => {
    let sum = 0;
    let count = 0;
    for (let draw = 0; draw < users.length; draw++) {
      const user = users[chance.below(users.length)];
      sum += user?.sum ?? 0;
      count += user?.count ?? 0;
    }
    return sum / Math.max(1, count);
  }).sort();
  const total = users.reduce((sum, user) => sum + user.sum, 0);
  return { difference: total / Math.max(1, cases.length), low95: means[Math.floor(RESAMPLES * 0.025)] ?? 0, high95: means[Math.floor(RESAMPLES * 0.975)] ?? 0 };
}

/** Width of a name and of a figure in the printed table. */
const NAME_WIDTH = 20;
const CELL_WIDTH = 12;

/** One table as text, a row per scorer and a column per figure. */
export function tableOf(title: string, metrics: Readonly<Record<string, Readonly<Partial<Metrics>>>>): string {
  const columns = Object.keys(Object.values(metrics)[0] ?? {}) as (keyof Metrics)[];
  const width = (column: string): number => Math.max(CELL_WIDTH, column.length + 2);
  const name = Math.max(NAME_WIDTH, title.length + 2);
  const head = title.padEnd(name) + columns.map((column) => column.padStart(width(column))).join('');
  const rows = Object.entries(metrics).map(([scorer, row]) => scorer.padEnd(name) + columns.map((column) => (row[column] ?? 0).toFixed(4).padStart(width(column))).join(''));
  return [head, '-'.repeat(head.length), ...rows].join('\n');
}

/** One figure of every slice as text, a row per slice and a column per scorer. */
export function sliceTable(slices: Slices, figure: keyof Metrics): string {
  const scorers = Object.keys(Object.values(slices)[0]?.metrics ?? {});
  const width = Math.max(CELL_WIDTH, ...scorers.map((name) => name.length + 2));
  const head = `${figure} by slice`.padEnd(NAME_WIDTH + 8) + scorers.map((name) => name.padStart(width)).join('');
  const rows = Object.entries(slices).map(([name, { cases, metrics }]) =>
    `${name} (${cases})`.padEnd(NAME_WIDTH + 8) + scorers.map((scorer) => (metrics[scorer]?.[figure] ?? 0).toFixed(4).padStart(width)).join(''));
  return [head, '-'.repeat(head.length), ...rows].join('\n');
}
