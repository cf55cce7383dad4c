import type { Chance } from '#core/units';
import type { LoggedChoices } from './log.ts';

/** Resamples of a bootstrap: the 2.5 % and 97.5 % points of 1,000 wander by about a twentieth of the interval. */
const RESAMPLES = 1_000;

/**
 * 95 % interval of `value` by the percentile bootstrap: for rare rewards, whose sums are skewed, more honest than ± 1.96 errors.
 *
 * @param value - what is estimated, from a log of as many choices drawn with repetition
 * @see Efron and Tibshirani, "An Introduction to the Bootstrap" (1993), chapter 13
 */
export function bootstrapInterval(log: LoggedChoices, value: (drawn: LoggedChoices) => number, chance: Chance, resamples = RESAMPLES): { readonly low: number; readonly high: number } {
  const n = log.reward.length;
  const [reward, propensity, target] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];
  const values = new Float64Array(resamples);
  for (let resample = 0; resample < resamples; resample++) {
    for (let i = 0; i < n; i++) {
      const drawn = chance.below(n);
      reward[i] = log.reward[drawn] ?? 0;
      propensity[i] = log.propensity[drawn] ?? 0;
      target[i] = log.target[drawn] ?? 0;
    }
    values[resample] = value({ reward, propensity, target });
  }
  values.sort();
  return { low: quantile(values, 0.025), high: quantile(values, 0.975) };
}

function quantile(rising: Float64Array, share: number): number {
  const place = share * (rising.length - 1);
  const [below, above] = [rising[Math.floor(place)] ?? 0, rising[Math.ceil(place)] ?? 0];
  return below + (place - Math.floor(place)) * (above - below);
}
