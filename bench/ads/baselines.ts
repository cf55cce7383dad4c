import type { AdLog } from './table.ts';

/** Impressions at the base rate that a rate is smoothed by. */
const STRENGTH = 10;

/** Simple predictions of the test rows, in the same run: what everything else has to beat. */
export function baselines(log: AdLog, train: Int32Array, test: Int32Array): Readonly<Record<string, Float64Array>> {
  const base = train.reduce((sum, row) => sum + (log.labels[row] ?? 0), 0) / train.length;
  const rate = (key: (row: number) => number): Float64Array => {
    const counts = new Map<number, { shown: number; clicked: number }>();
    for (const row of train) {
      const known = counts.get(key(row)) ?? { shown: 0, clicked: 0 };
      known.shown += 1;
      known.clicked += log.labels[row] ?? 0;
      counts.set(key(row), known);
    }
    return Float64Array.from(test, (row) => {
      const { shown, clicked } = counts.get(key(row)) ?? { shown: 0, clicked: 0 };
      return (clicked + STRENGTH * base) / (shown + STRENGTH);
    });
  };
  return { base: rate(() => 0), 'user rate': rate((row) => log.users[row] ?? 0), ...bestColumn(log, rate, { train, base }) };
}

/** The rate of the one column that tells most of train: of ads it is the item, the campaign or the place. */
function bestColumn({ columns, labels }: AdLog, rate: (key: (row: number) => number) => Float64Array, { train, base }: { readonly train: Int32Array; readonly base: number }): Readonly<Record<string, Float64Array>> {
  let best: { readonly name: string; readonly codes: Uint32Array; readonly tells: number } | undefined;
  for (const { name, codes } of columns) {
    const counts = new Map<number, [number, number]>();
    for (const row of train) {
      const known = counts.get(codes[row] ?? 0) ?? [0, 0];
      known[0] += 1;
      known[1] += labels[row] ?? 0;
      counts.set(codes[row] ?? 0, known);
    }
    let tells = 0;
    for (const [shown, clicked] of counts.values()) tells += (clicked - shown * base) ** 2 / (shown * base * (1 - base)) - 1;
    if (tells > (best?.tells ?? 0)) best = { name, codes, tells };
  }
  return best ? { [`rate of ${best.name}`]: rate((row) => best?.codes[row] ?? 0) } : {};
}
