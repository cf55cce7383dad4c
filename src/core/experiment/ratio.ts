import { NORMAL_95, type Estimate } from '#core/measurement';

/**
 * Ratio of two independent estimates with Fieller's 95 % interval: incremental value over incremental spend is iROAS. Where the
 * denominator may be 0 the interval is the whole line, which is what is known.
 *
 * @see Fieller, "Some Problems in Interval Estimation" (1954)
 */
export function ratioOf(over: Pick<Estimate, 'value' | 'stdError'>, under: Pick<Estimate, 'value' | 'stdError'>): Estimate {
  const value = over.value / under.value;
  const g = (NORMAL_95 * under.stdError / under.value) ** 2;
  if (!(g < 1 && Number.isFinite(over.stdError))) return { value, stdError: Infinity, low: -Infinity, high: Infinity };
  const stdError = Math.sqrt(over.stdError ** 2 + (value * under.stdError) ** 2) / Math.abs(under.value);
  const centre = value / (1 - g);
  const width = (NORMAL_95 / (1 - g) / Math.abs(under.value)) * Math.sqrt(over.stdError ** 2 * (1 - g) + (value * under.stdError) ** 2);
  return { value, stdError, low: centre - width, high: centre + width };
}
