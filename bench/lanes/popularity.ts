import { discreteGaussianVector, FLOORS, noiseVarianceFor } from '#core/privacy';
import type { Randomness } from '#core/units';
import type { DataUser } from '#bench/data';

/** [N] interactions in train: what a shop prints as its sales. */
export function trainCounts(users: readonly DataUser[], items: number): Float32Array {
  const counts = new Float32Array(items);
  for (const { events } of users) for (const { item } of events) counts[item] = (counts[item] ?? 0) + 1;
  return counts;
}

/**
 * [N] counts under user-level differential privacy: each user adds her distinct items as one integer vector of L2 norm
 * at most B, both servers add noise of z·B. Costs each user one report.
 */
export function noisedCounts(users: readonly { readonly events: readonly { readonly item: number }[] }[], items: number, noiseMultiplier: number, randomness: Randomness): Float32Array {
  const { integerNorm } = FLOORS;
  const sums = new Float64Array(items);
  for (const { events } of users) {
    const own = new Set(events.map(({ item }) => item));
    const share = Math.floor(integerNorm / Math.sqrt(own.size));
    for (const item of own) sums[item] = (sums[item] ?? 0) + share;
  }
  const variance = noiseVarianceFor(noiseMultiplier, integerNorm);
  const noise = [discreteGaussianVector(items, variance, randomness), discreteGaussianVector(items, variance, randomness)];
  return Float32Array.from(sums, (sum, item) => Math.max(0, sum + (noise[0]?.[item] ?? 0) + (noise[1]?.[item] ?? 0)) / integerNorm);
}
