import type { Column } from './cells.ts';
import type { Summation } from './sums.ts';

/** How a numeric column becomes a number of about unit size, and a bin. */
export interface Scaler {
  /** Whether the logarithm is taken: a long tail would drown everything else. */
  readonly isLog: boolean;
  /** What 1 is in the logarithm. */
  readonly unit: number;
  readonly mean: number;
  readonly deviation: number;
  /** Winsorised to these, after the logarithm: a test row from beyond train must not extrapolate. */
  readonly low: number;
  readonly high: number;
  /** Upper bounds of the bins but the last, ascending. */
  readonly edges: Float64Array;
  readonly hasMissing: boolean;
  /** Whether all train values are whole numbers, which may be names. */
  readonly isWhole: boolean;
}

/** First look: eighths of octaves from 2^-20 to 2^44, for each sign, and zero. */
const OCTAVES = 64;
const FIRST_OCTAVE = -20;
const PER_OCTAVE = 8;
const SIDE = OCTAVES * PER_OCTAVE;
const WIDE = 2 * SIDE + 1;
const [MISSING, FRACTIONS] = [WIDE, WIDE + 1];
const FIRST_LOOK = WIDE + 2;
/** Second look: equal steps between the first look's outer quantiles. */
const STEPS = 512;
/** Bins of equal counts. */
const BINS = 32;
/** Beyond these quantiles values are cut. */
const TAIL = 0.002;
/** Distance of the 98th percentile from the median over that of the 2nd, from which the logarithm is taken. */
const LONG_TAIL = 4;

function wideBin(x: number): number {
  if (x === 0) return SIDE;
  const octave = Math.floor((Math.log2(Math.abs(x)) - FIRST_OCTAVE) * PER_OCTAVE);
  return SIDE + Math.sign(x) * (1 + Math.max(0, Math.min(SIDE - 1, octave)));
}

/** Lower bound of a bin of the first look. */
function wideBound(bin: number): number {
  const k = bin - SIDE;
  if (k === 0) return 0;
  return k > 0 ? 2 ** ((k - 1) / PER_OCTAVE + FIRST_OCTAVE) : -(2 ** (-k / PER_OCTAVE + FIRST_OCTAVE));
}

/** Position in `counts`, with its fraction, below which the share `q` of the counts lies. Negative counts (noise) count as none. */
function quantile(counts: ArrayLike<number>, q: number): number {
  let total = 0;
  for (let i = 0; i < counts.length; i++) total += Math.max(0, counts[i] ?? 0);
  let sum = 0;
  for (let i = 0; i < counts.length; i++) {
    const count = Math.max(0, counts[i] ?? 0);
    if (count > 0 && sum + count >= q * total) return i + (q * total - sum) / count;
    sum += count;
  }
  return counts.length;
}

/** Scalers of all numeric columns, from two histograms of sums. */
export function fitScalers(columns: readonly Column[], sums: Summation): readonly Scaler[] {
  const values = columns.map(({ numbers }) => numbers ?? new Float64Array());
  if (values.length === 0) return [];
  if (sums.noiseStdDev('counts') > 0) return values.map(() => PUBLIC_SCALER);
  const first = sums.sum(values.length * FIRST_LOOK, (row, add) => {
    for (let j = 0; j < values.length; j++) {
      const x = values[j]?.[row] ?? Number.NaN;
      add(j * FIRST_LOOK + (Number.isNaN(x) ? MISSING : wideBin(x)), 1);
      if (!Number.isNaN(x) && !Number.isInteger(x)) add(j * FIRST_LOOK + FRACTIONS, 1);
    }
  });
  const frames = values.map((_, j) => frameOf(first.subarray(j * FIRST_LOOK, (j + 1) * FIRST_LOOK)));
  const second = sums.sum(values.length * STEPS, (row, add) => {
    for (const [j, frame] of frames.entries()) {
      const x = values[j]?.[row] ?? Number.NaN;
      if (!Number.isNaN(x)) add(j * STEPS + stepOf(frame, x), 1);
    }
  });
  return frames.map((frame, j) => scalerOf(frame, second.subarray(j * STEPS, (j + 1) * STEPS)));
}

/** A scaler that needs no data, for where noise would cover a histogram: logarithms, about unit size, and half octaves as bins. */
const PUBLIC_SCALER: Scaler = { isLog: true, unit: 1, mean: 0, deviation: 3, low: -50, high: 50, edges: Float64Array.from({ length: 81 }, (_, i) => (i - 40) * 0.35), hasMissing: false, isWhole: false };

type Frame = Pick<Scaler, 'isLog' | 'unit' | 'hasMissing' | 'isWhole' | 'low' | 'high'>;

function frameOf(counts: Float64Array): Frame {
  const wide = counts.subarray(0, WIDE);
  const at = (q: number): number => wideBound(Math.floor(quantile(wide, q)));
  const next = (q: number): number => wideBound(Math.min(WIDE - 1, Math.floor(quantile(wide, q)) + 1));
  const [least, low, middle, high, most] = [at(TAIL), at(0.02), at(0.5), next(0.98), next(1 - TAIL)];
  const isLog = high - middle > LONG_TAIL * Math.max(middle - low, Number.MIN_VALUE) && least >= -Math.abs(high);
  const sizes = Float64Array.from({ length: SIDE }, (_, k) => (wide[SIDE + 1 + k] ?? 0) + (wide[SIDE - 1 - k] ?? 0));
  const unit = Math.min(1, Math.max(2 ** FIRST_OCTAVE, wideBound(SIDE + 1 + Math.min(SIDE - 1, Math.floor(quantile(sizes, 0.25))))));
  const frame = { isLog, unit, hasMissing: (counts[MISSING] ?? 0) > 0.5, isWhole: (counts[FRACTIONS] ?? 0) < 0.5, low: 0, high: 0 };
  return { ...frame, low: bent(frame, least), high: Math.max(bent(frame, most), bent(frame, least) + 1e-9) };
}

const bent = ({ isLog, unit }: Pick<Scaler, 'isLog' | 'unit'>, x: number): number => (isLog ? Math.sign(x) * Math.log1p(Math.abs(x) / unit) : x);

function stepOf(frame: Frame, x: number): number {
  return Math.max(0, Math.min(STEPS - 1, Math.floor(((bent(frame, x) - frame.low) / (frame.high - frame.low)) * STEPS)));
}

function scalerOf(frame: Frame, counts: Float64Array): Scaler {
  const step = (frame.high - frame.low) / STEPS;
  let [total, sum, squares] = [0, 0, 0];
  for (const [i, raw] of counts.entries()) {
    const count = Math.max(0, raw);
    const x = frame.low + (i + 0.5) * step;
    total += count;
    sum += count * x;
    squares += count * x * x;
  }
  const mean = total > 0 ? sum / total : 0;
  const deviation = Math.sqrt(Math.max(0, total > 0 ? squares / total - mean * mean : 0));
  const edges = new Set<number>();
  for (let b = 1; b < BINS; b++) edges.add(frame.low + Math.ceil(quantile(counts, b / BINS)) * step);
  return { ...frame, mean, deviation: deviation > 0 ? deviation : 1, edges: Float64Array.from(edges).sort() };
}

/** Most deviations of a scaled number. */
const MOST_DEVIATIONS = 4;

/** `x` standardised; 0, the mean, where it is missing. */
export function scaled(scaler: Scaler, x: number): number {
  if (Number.isNaN(x)) return 0;
  const value = Math.max(scaler.low, Math.min(scaler.high, bent(scaler, x)));
  return Math.max(-MOST_DEVIATIONS, Math.min(MOST_DEVIATIONS, (value - scaler.mean) / scaler.deviation));
}

/** Bin of `x`, from 1; 0 where it is missing. */
export function binOf(scaler: Scaler, x: number): number {
  if (Number.isNaN(x)) return 0;
  const value = bent(scaler, x);
  let [low, high] = [0, scaler.edges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value < (scaler.edges[middle] ?? 0)) high = middle;
    else low = middle + 1;
  }
  return 1 + low;
}
