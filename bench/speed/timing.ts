import { CONTENT_DIMS } from '#core/catalogue';
import { itemDots } from '#worker/kernels';
import { figure, type Figure } from './figure.ts';

/** What one act moves and computes, at the least: each input read once, each result written once. */
export interface Work {
  readonly bytes: number;
  /** Multiplications and additions; `lanes` says whether they may be 16-bit integers side by side or are floats one by one. */
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
  const ms = Math.max(work.bytes / copiedBytesPerMs(work.bytes), work.operations / operationsPerMs(work.lanes));
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

/** Multiplications and additions a ms: of 16-bit integers by the SIMD kernel over rows in the first cache, or of floats in eight independent chains of a plain loop. */
function operationsPerMs(lanes: Work['lanes']): number {
  return lanes === 'integers' ? simdOperationsPerMs() : floatOperationsPerMs();
}

const CACHED_ROWS = 256;
const PASSES = 64;

function simdOperationsPerMs(): number {
  const dots = itemDots(new Int8Array(CACHED_ROWS * CONTENT_DIMS).fill(3), CACHED_ROWS);
  const [direction, out] = [new Float32Array(CONTENT_DIMS).fill(0.1), new Float32Array(CACHED_ROWS)];
  const ms = leastMs(() => { for (let pass = 0; pass < PASSES; pass++) dots.all(direction, out); });
  return (2 * PASSES * CACHED_ROWS * CONTENT_DIMS) / ms;
}

const STEPS = 20_000;

function floatOperationsPerMs(): number {
  const sums = new Float64Array(8);
  const ms = leastMs(() => {
    let [a, b, c, d, e, f, g, h] = sums as unknown as [number, number, number, number, number, number, number, number];
    for (let i = 0; i < STEPS; i++) {
      a = a * 0.9 + 1; b = b * 0.9 + 2; c = c * 0.9 + 3; d = d * 0.9 + 4; e = e * 0.9 + 5; f = f * 0.9 + 6; g = g * 0.9 + 7; h = h * 0.9 + 8;
    }
    sums.set([a, b, c, d, e, f, g, h]);
  });
  return (16 * STEPS) / ms;
}
