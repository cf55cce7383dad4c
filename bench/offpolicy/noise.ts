import { discreteLaplaceVariance, discreteLaplaceVector } from '#core/privacy';
import type { Randomness } from '#core/units';

/** ε of one report at each server: a report of L1 norm at most the bound is hidden by discrete Laplace noise of scale bound / ε. */
export const EPSILON = 1 / 4;

/** Sums as a round releases them, with the noise of both servers, and the variance of that noise in one cell. */
export interface Release {
  readonly sums: Float64Array;
  readonly noiseVariance: number;
}

/** Adds the noise of both servers to exact sums of reports of L1 norm at most `bound`. */
export function release(sums: ArrayLike<number>, bound: number, randomness: Randomness): Release {
  const scale = { numerator: Math.round(bound / EPSILON), denominator: 1 };
  const servers = [discreteLaplaceVector(sums.length, scale, randomness), discreteLaplaceVector(sums.length, scale, randomness)];
  return {
    sums: Float64Array.from({ length: sums.length }, (_, at) => servers.reduce((sum, noise) => sum + (noise[at] ?? 0), sums[at] ?? 0)),
    noiseVariance: 2 * discreteLaplaceVariance(scale),
  };
}
