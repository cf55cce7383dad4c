import { NORMAL_95 } from '#core/measurement';

/** Deviations below which a normal lies in 80 % of cases. */
const POWER_80 = 0.8416212335729143;

/** What an experiment is to find. */
export interface SampleSizeQuestion {
  /** Least difference of means that matters, in the outcome's unit; above 0. */
  readonly effect: number;
  /** Deviation of one device's outcome. */
  readonly stdDev: number;
  /** Deviation of the noise in one arm's Σy over all rounds, both servers; 0 without noise. */
  readonly noiseStdDev?: number;
  /** 1 − squared correlation with the covariate; 1 without one. */
  readonly residualShare?: number;
}

/**
 * Devices each of two equal arms needs to find `effect` with 80 % power at 5 % in one look: the least n with
 * z²·(2σ²/n + 2τ²/n²) ≤ effect². Where one looks all the time, plan for twice as many.
 *
 * @throws RangeError if the effect or a deviation is not a number, or the effect not above 0
 */
export function devicesPerArm({ effect, stdDev, noiseStdDev = 0, residualShare = 1 }: SampleSizeQuestion): number {
  if (!(effect > 0 && stdDev >= 0 && noiseStdDev >= 0 && residualShare >= 0)) throw new RangeError(`Cannot plan for an effect of ${effect} with deviation ${stdDev}: wanted an effect above 0`);
  const scale = (2 * (NORMAL_95 + POWER_80) ** 2) / effect ** 2;
  const linear = scale * stdDev ** 2 * residualShare;
  return Math.ceil((linear + Math.sqrt(linear ** 2 + 4 * scale * noiseStdDev ** 2)) / 2);
}

/**
 * Devices that all arms together need where two equal ones would need `perArm` each: arms of other shares estimate a difference worse,
 * σ²·(1/n₁ + 1/n₂) for each of them against the first.
 *
 * @param thousandths - shares of the arms, the one that the others are compared with first; above 0
 */
export function devicesInAll(perArm: number, [first = 0, ...others]: readonly number[]): number {
  return Math.ceil(Math.max(...others.map((other) => (perArm / 2) * (1000 / first + 1000 / other))));
}
