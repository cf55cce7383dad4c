import type { Chance } from '#core/units';
import type { Totals } from './totals.ts';

/**
 * What the cells of one group add up: devices, an outcome y in [0, 1], what is known beside it x in [0, 1], squares and product.
 * From these sums come means, variances, the slope of y on x, and ratios, each with its error.
 */
export const MOMENTS = ['n', 'y', 'yy', 'x', 'xx', 'xy'] as const;
export type Moment = (typeof MOMENTS)[number];

/**
 * Whole steps that 1 counts for in each cell. Noise is the same in every cell, so what decides the error, the sum of y, gets
 * half of what a report may hold; squares only set the width of intervals.
 */
const STEPS: Readonly<Record<Moment, number>> = { n: 2, y: 8, yy: 1, x: 3, xx: 1, xy: 1 };

/** What one whole step stands for in the cell of a moment, whose name ends in it. */
export function momentUnit(cell: string): number {
  const moment = MOMENTS.find((name) => cell.endsWith(`/${name}`));
  return moment ? 1 / STEPS[moment] : 1;
}

/** Most that one device adds to the cells of one group, over all of them: what a group costs of a report's L1 bound. */
export const MOMENT_BOUND = MOMENTS.reduce((sum, moment) => sum + STEPS[moment], 0);

/**
 * Entries of one device's observation, in the order of {@link MOMENTS}. y and x are rounded up or down by chance to whole steps,
 * right on average, and squares are taken of the rounded ones, so that the variance that comes out holds the rounding too.
 *
 * @throws RangeError if y or x is not in [0, 1]
 */
export function countMoments(y: number, x: number, chance: Chance): readonly number[] {
  if (!(y >= 0 && y <= 1 && x >= 0 && x <= 1)) throw new RangeError(`Cannot count an outcome of ${y} beside ${x}: wanted both in 0 to 1`);
  const rounded = (value: number): number => Math.floor(value) + (chance.next() < value % 1 ? 1 : 0);
  const [ySteps, xSteps] = [rounded(y * STEPS.y), rounded(x * STEPS.x)];
  const [yRounded, xRounded] = [ySteps / STEPS.y, xSteps / STEPS.x];
  return [STEPS.n, ySteps, rounded(yRounded ** 2 * STEPS.yy), xSteps, rounded(xRounded ** 2 * STEPS.xx), rounded(xRounded * yRounded * STEPS.xy)];
}

/** Sums of one group in its own units, and how uncertain the servers' noise leaves each. */
export interface Moments extends Readonly<Record<Moment, number>> {
  /** Variance of the noise in each sum, in squared units of the sum; 0 for exact sums. */
  readonly noise: Readonly<Record<Moment, number>>;
}

/**
 * Reads a group, whose cells are named by it, a slash and the moment.
 *
 * @returns undefined where no round counted it
 */
export function momentsOf(totals: Totals, group: string): Moments | undefined {
  const [n, y, yy, x, xx, xy] = MOMENTS.map((moment) => totals.get(`${group}/${moment}`));
  if (!n || !y || !yy || !x || !xx || !xy) return undefined;
  return {
    n: n.value, y: y.value, yy: yy.value, x: x.value, xx: xx.value, xy: xy.value,
    noise: { n: n.noiseVariance, y: y.noiseVariance, yy: yy.noiseVariance, x: x.noiseVariance, xx: xx.noiseVariance, xy: xy.noiseVariance },
  };
}

/** Exact sums of observations that nobody had to hide: for benches, and to see what noise costs. */
export function exactMoments(y: ArrayLike<number>, x: ArrayLike<number>): Moments {
  const sums = { n: y.length, y: 0, yy: 0, x: 0, xx: 0, xy: 0 };
  for (let i = 0; i < y.length; i++) {
    const [outcome, beside] = [y[i] ?? 0, x[i] ?? 0];
    sums.y += outcome;
    sums.yy += outcome ** 2;
    sums.x += beside;
    sums.xx += beside ** 2;
    sums.xy += outcome * beside;
  }
  return { ...sums, noise: { n: 0, y: 0, yy: 0, x: 0, xx: 0, xy: 0 } };
}

/** Groups as one: sums and noise add. */
export function addMoments(groups: readonly Moments[]): Moments {
  const sum = (read: (group: Moments) => Readonly<Record<Moment, number>>): Record<Moment, number> => {
    const total = { n: 0, y: 0, yy: 0, x: 0, xx: 0, xy: 0 };
    for (const group of groups) for (const moment of MOMENTS) total[moment] += read(group)[moment];
    return total;
  };
  return { ...sum((group) => group), noise: sum((group) => group.noise) };
}

/** What sums say of the spread of single devices: variances and covariance of y and x, never negative. */
export interface Spread {
  readonly yy: number;
  readonly xx: number;
  readonly xy: number;
}

/**
 * Spread within a group. Under noise a square is read at the upper end of its noise (one deviation), but within what values of
 * [0, 1] allow, so that an interval is rather too wide; the covariance stays within what both variances allow.
 */
export function spreadOf({ n, y, yy, x, xx, xy, noise }: Moments): Spread {
  if (!(n > 0)) return { yy: 0, xx: 0, xy: 0 };
  const variance = (sum: number, squares: number, noiseVariance: number): number => {
    const mean = Math.min(1, Math.max(0, sum / n));
    return Math.max(0, Math.min(mean, (squares + Math.sqrt(noiseVariance)) / n) - mean ** 2);
  };
  const [yVariance, xVariance] = [variance(y, yy, noise.yy), variance(x, xx, noise.xx)];
  const most = Math.sqrt(yVariance * xVariance);
  return { yy: yVariance, xx: xVariance, xy: Math.max(-most, Math.min(most, xy / n - (x / n) * (y / n))) };
}
