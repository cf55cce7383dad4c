import { seededChance } from '#core/units';
import type { Split, TestCase } from '#bench/data';
import { HISTORY_SLICES, isInSlice, metricsOf, type CaseScores, type Metrics } from './metrics.ts';

/** Slice name → scorer → metrics. */
export type Slices = Readonly<Record<string, { readonly cases: number; readonly metrics: Readonly<Record<string, Metrics>> }>>;

/** Metrics of every scorer over all cases. */
export function allMetrics(results: ReadonlyMap<string, CaseScores>, candidates: number): Record<string, Metrics> {
  return Object.fromEntries([...results].map(([name, scores]) => [name, metricsOf(scores, candidates)]));
}

/** Metrics by how much the device knows, by whether its shopper trained, and by what the target was. Slices without a case are left out. */
export function slicesOf(results: ReadonlyMap<string, CaseScores>, cases: readonly TestCase[], split: Split): Slices {
  const candidates = split.candidates.reduce((sum, flag) => sum + flag, 0);
  const tests: readonly (readonly [string, (question: TestCase) => boolean])[] = [
    ...HISTORY_SLICES.map((slice) => [slice.name, (question: TestCase) => isInSlice(question, slice)] as const),
    ['cold users', ({ user }) => split.coldUsers.has(user)],
    ['repeated targets', ({ history, targets }) => targets.every((target) => history.some(({ item }) => item === target))],
    ['first-time targets', ({ history, targets }) => !targets.some((target) => history.some(({ item }) => item === target))],
    ['items new since train', ({ targets }) => targets.every((target) => split.known[target] === 0)],
  ];
  return Object.fromEntries(tests.flatMap(([name, holds]) => {
    const flags = cases.map(holds);
    const count = flags.filter(Boolean).length;
    if (count === 0) return [];
    const metrics = Object.fromEntries([...results].map(([scorer, scores]) => [scorer, metricsOf(scores, candidates, (index) => flags[index] === true)]));
    return [[name, { cases: count, metrics }]];
  }));
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

const COLUMNS = ['hr@10', 'ndcg@10', 'hr@20', 'mrr@20', 'coverage@20'] as const;
/** Width of a name and of a figure in the printed table. */
const NAME_WIDTH = 20;
const CELL_WIDTH = 12;

/** One table as text, a row per scorer. */
export function tableOf(title: string, metrics: Readonly<Record<string, Metrics>>): string {
  const head = title.padEnd(NAME_WIDTH) + COLUMNS.map((name) => name.padStart(CELL_WIDTH)).join('');
  const rows = Object.entries(metrics).map(([name, row]) => name.padEnd(NAME_WIDTH) + COLUMNS.map((column) => row[column].toFixed(4).padStart(CELL_WIDTH)).join(''));
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
