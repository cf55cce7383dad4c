import { figure, type Figure } from './figure.ts';

/** What one act moves and computes, at the least: each input read once, each result written once. */
export interface Work {
  readonly bytes: number;
  /** Multiplications and additions; `lanes` says of what: 16-bit integers, eight side by side, or float64, two side by side. */
  readonly operations: number;
  readonly lanes: 'integers' | 'floats';
}

/** How long an act took, run by run, ms, sorted. */
export type Times = readonly number[];

/** Runs `act` until its code is compiled, then `runs` times by the clock. */
export async function timesOf(act: (run: number) => unknown, { runs, warmUps }: { readonly runs: number; readonly warmUps: number }): Promise<Times> {
  for (let run = 0; run < warmUps; run++) await act(run);
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const startMs = performance.now();
    const answer = act(run);
    if (answer instanceof Promise) await answer;
    times.push(performance.now() - startMs);
  }
  return times.sort((a, b) => a - b);
}

/** The value below which `share` of the times lie; 0 of none. */
export function quantile(times: Times, share: number): number {
  return times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
}

/** A row of times beside a baseline: medians compared, the 99th percentile of both, and the machine's own limit. */
export function timedFigure(name: string, { ours, baseline, work, how }: { readonly ours: Times; readonly baseline: Times; readonly work?: Work; readonly how: string }): Figure {
  const medianMs = quantile(ours, 0.5);
  const base = figure(name, 'ms', medianMs, quantile(baseline, 0.5), how);
  return {
    ...base,
    p99: quantile(ours, 0.99),
    baselineP99: quantile(baseline, 0.99),
    ...(work && { limit: limitOf(work, medianMs) }),
  };
}

function limitOf(work: Work, medianMs: number): NonNullable<Figure['limit']> {
  const ms = Math.max(work.bytes / copiedBytesPerMs(work.bytes), work.operations / (cyclesPerMs() * OPERATIONS_PER_CYCLE[work.lanes]));
  return { bytes: work.bytes, operations: work.operations, ms, share: ms / medianMs };
}

/** Best of many short runs: the machine's limit, not what is left of it on a busy day. */
function leastMs(act: () => void): number {
  let least = Infinity;
  for (let run = 0; run < 300; run++) {
    const startMs = performance.now();
    act();
    least = Math.min(least, performance.now() - startMs);
  }
  return least;
}

/** Bytes read and written a ms by copying one half of a block of this size to the other, warm: what memory and caches give to one core. */
function copiedBytesPerMs(bytes: number): number {
  const block = new Uint8Array(bytes).fill(1);
  return bytes / leastMs(() => block.copyWithin(bytes >> 1, 0, bytes >> 1));
}

/** Operations of one cycle in two 128-bit instructions, WASM's width: four products of 16-bit pairs summed and added up, or two float64 each. */
const OPERATIONS_PER_CYCLE = { integers: 16, floats: 4 } as const;
/** Cycles that a product of integers takes until the next may begin that needs it, on every core of the last ten years. */
const MULTIPLY_CYCLES = 3;
const CHAIN = 50_000;

/** Cycles a ms by a chain of dependent multiplications: the clock as it runs now, which no interface tells. */
function cyclesPerMs(): number {
  const products = new Int32Array(1).fill(1);
  const ms = leastMs(() => {
    let product = products[0] ?? 1;
    for (let i = 0; i < CHAIN; i++) product = Math.imul(product, product);
    products[0] = product; // kept, so that no engine leaves the chain out
  });
  return (MULTIPLY_CYCLES * CHAIN) / ms;
}
