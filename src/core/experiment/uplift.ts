import { normalEstimate, type Estimate, type Moments } from '#core/measurement';
import { effectOf } from './effect.ts';

/** Both arms of one part of the devices: a segment, or a bin of the uplift that a model predicts. */
export interface UpliftGroup {
  readonly treated: Moments;
  readonly control: Moments;
}

/** Who is moved by a treatment, best first. */
export interface Qini {
  /** Points of the curve from (0, 0): share of devices treated, best bins first, and what that gains per device of all. */
  readonly curve: readonly { readonly share: number; readonly gain: number }[];
  /** Area between curve and straight line, in gain per device; 0 for a ranking that tells nothing. */
  readonly coefficient: Estimate;
}

/**
 * Qini curve and coefficient from per-bin sums. Within a bin the control arm is scaled to the treated by their numbers, so bins may
 * hold other shares of arms; the area is linear in the bins' effects, so that its error comes from theirs, noise included.
 *
 * @param bins - best predicted first; a bin whose count noise could explain makes the coefficient unknown
 * @throws RangeError if there is no bin
 * @see Radcliffe, "Using control groups to target on predicted lift" (2007)
 */
export function qiniOf(bins: readonly UpliftGroup[]): Qini {
  if (bins.length === 0) throw new RangeError('Cannot draw a Qini curve of no bins');
  const effects = bins.map(({ treated, control }) => effectOf(treated, control));
  const total = effects.reduce((sum, { devices }) => sum + devices, 0);
  const shares = effects.map(({ devices }) => (total > 0 ? devices / total : 0));
  const curve = [{ share: 0, gain: 0 }];
  effects.forEach(({ plain }, bin) => {
    const last = curve.at(-1) ?? { share: 0, gain: 0 };
    curve.push({ share: last.share + (shares[bin] ?? 0), gain: last.gain + (shares[bin] ?? 0) * plain.value });
  });
  let [area, variance, passed] = [0, 0, 0];
  effects.forEach(({ plain }, bin) => {
    const share = shares[bin] ?? 0;
    const lever = share * (0.5 - passed - share / 2); // a bin's effect lifts half of its own width and all that follows, less half of the line
    area += lever * plain.value;
    variance += (lever * plain.stdError) ** 2;
    passed += share;
  });
  return { curve, coefficient: normalEstimate(area, Math.sqrt(variance)) };
}
