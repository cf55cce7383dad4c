import type { Metrics } from './metrics.ts';

/** A run that has figures by scorer. */
export interface SeedRun<M extends object = Metrics> {
  readonly metrics: Readonly<Record<string, M>>;
}

/** What several seeds add to the first seed's result. */
export interface OverSeeds<M extends object = Metrics> {
  readonly seeds: readonly number[];
  /** Deviation of each figure over the seeds, n − 1 in the divisor. */
  readonly spread: Readonly<Record<string, M>>;
  /** `metrics` of each seed. */
  readonly runs: readonly Readonly<Record<string, M>>[];
}

/** One result of many: `metrics` are means over the seeds, everything else is the first seed's. One run stays as it is. */
export function overSeeds<M extends object, R extends SeedRun<M>>(runs: readonly (R & SeedRun<M>)[], firstSeed: number): R & Partial<OverSeeds<M>> {
  const [first] = runs;
  if (!first) throw new RangeError('Cannot average no run: wanted one seed or more');
  if (runs.length === 1) return first;
  const folded = (fold: (values: readonly number[]) => number): Record<string, M> => Object.fromEntries(Object.entries(first.metrics).map(([scorer, row]) => {
    return [scorer, Object.fromEntries(Object.keys(row).map((column) => [column, fold(runs.map(({ metrics }) => Number(metrics[scorer]?.[column as keyof M] ?? 0)))])) as M];
  }));
  return { ...first, metrics: folded(meanOf), spread: folded(deviationOf), seeds: runs.map((_, at) => firstSeed + at), runs: runs.map(({ metrics }) => metrics) };
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;

function deviationOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / Math.max(1, values.length - 1));
}

const COLUMNS = ['hr@10', 'ndcg@10', 'hr@20', 'mrr@20'] as const;

/** Mean ± deviation of every scorer as text. */
export function spreadTable({ metrics, spread = {}, seeds = [] }: SeedRun & Partial<OverSeeds>): string {
  const head = `seeds ${seeds.join(' ')}`.padEnd(20) + COLUMNS.map((name) => name.padStart(18)).join('');
  const rows = Object.entries(metrics).map(([scorer, row]) =>
    scorer.padEnd(20) + COLUMNS.map((column) => `${row[column].toFixed(4)} ± ${(spread[scorer]?.[column] ?? 0).toFixed(4)}`.padStart(18)).join(''));
  return [head, '-'.repeat(head.length), ...rows].join('\n');
}
