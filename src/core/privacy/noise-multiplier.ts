import { epsilonOf, rhoOfReport } from './accountant.ts';
import { FLOORS, noiseVarianceFor } from './floors.ts';

/** Largest multiplier: keeps σ² far below what the exact sampler takes. */
const MAX_NOISE_MULTIPLIER = 1024;

/**
 * Least z, in quarters and never below the floor of devices, at which `reports` reports of one device stay within
 * `epsilon`; undefined where not even 1,024 is enough.
 */
export function noiseMultiplierFor(epsilon: number, delta: number, reports: number): number | undefined {
  for (let z = FLOORS.minNoiseMultiplier; z <= MAX_NOISE_MULTIPLIER; z += 0.25) {
    if (epsilonOf(reports * rhoOfReport({ integerNorm: FLOORS.integerNorm, noiseVariance: noiseVarianceFor(z, FLOORS.integerNorm) }), delta) <= epsilon) return z;
  }
  return undefined;
}
