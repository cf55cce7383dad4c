import type { Metrics } from '#bench/evaluate';

/** One line of the zoo's table; what a simple method lacks is left out. */
export interface ZooRow {
  readonly name: string;
  readonly metrics: Metrics;
  /** Mean time to score the catalogue for one case. */
  readonly rankMs: number;
  readonly parameters?: number;
  /** Of the weights as they would be stored. */
  readonly bytes?: number;
  readonly trainSeconds?: number;
  /** Nats; losses of different kinds cannot be compared. */
  readonly trainLoss?: number;
}

const NAME_WIDTH = 38;
const WIDTH = 10;
const FIGURES = ['hr@10', 'ndcg@10', 'hr@20', 'mrr@20'] as const;

export function tableHead(): string {
  const head = `${'model'.padEnd(NAME_WIDTH)}${['weights', 'bytes', 'train s', 'rank ms', ...FIGURES].map((name) => name.padStart(WIDTH)).join('')}`;
  return `${head}\n${'-'.repeat(head.length)}`;
}

export function rowText({ name, metrics, rankMs, parameters, bytes, trainSeconds }: ZooRow): string {
  const numbers = [parameters ?? '–', bytes ?? '–', trainSeconds?.toFixed(1) ?? '–', rankMs.toFixed(2), ...FIGURES.map((figure) => metrics[figure].toFixed(4))];
  return `${name.padEnd(NAME_WIDTH)}${numbers.map((value) => String(value).padStart(WIDTH)).join('')}`;
}
