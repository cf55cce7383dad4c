import type { Estimate } from '#core/measurement';

/** Chance of ever calling a difference that is none, however often one looks. */
export const ALPHA = 0.05;

/** When an always-valid interval is to be narrowest. */
export interface SequencePlan {
  /** Devices (or weight) at which it is narrowest, fixed before the first look: the number the experiment is planned for. */
  readonly devices: number;
  readonly alpha?: number;
}

/** The prior's weight in devices that makes the bound tightest at `devices`: n*·1 / (2 ln(1/α) + ln(1 + 2 ln(1/α))). */
function priorDevices({ devices, alpha = ALPHA }: SequencePlan): number {
  const log = 2 * Math.log(1 / alpha);
  return devices / (log + Math.log(1 + log));
}

/**
 * 95 % interval that may be looked at after every round: the chance that it ever leaves out the truth is at most α. It is wider
 * than 1.96 errors by half at the planned number of devices. What is summed up is a martingale with the servers' noise in it,
 * since each round's noise is drawn anew; `stdError` must hold that noise.
 *
 * @param now - the estimate from all rounds so far, and the devices in them
 * @see Robbins 1970; Howard, Ramdas, McAuliffe and Sekhon, "Time-uniform, nonparametric, nonasymptotic confidence sequences" (2021), eq. 14;
 *   Johari, Koomen, Pekelis and Walsh, "Always Valid Inference" (2022): the same as a mixture SPRT; Waudby-Smith et al. 2024 for estimated variances
 */
export function alwaysValid(now: Pick<Estimate, 'value' | 'stdError'>, devices: number, plan: SequencePlan): Estimate {
  const ratio = priorDevices(plan) / devices;
  const width = devices > 0 && Number.isFinite(now.stdError) ? now.stdError * Math.sqrt((1 + ratio) * Math.log((1 + ratio) / (ratio * (plan.alpha ?? ALPHA) ** 2))) : Infinity;
  return { value: now.value, stdError: now.stdError, low: now.value - width, high: now.value + width };
}

/**
 * p-value of "no difference" that may be looked at after every round: keep the smallest seen so far. Below α exactly where
 * {@link alwaysValid} leaves 0 out.
 */
export function alwaysValidP(now: Pick<Estimate, 'value' | 'stdError'>, devices: number, plan: SequencePlan): number {
  if (!(devices > 0 && now.stdError > 0 && Number.isFinite(now.stdError))) return 1;
  const ratio = priorDevices(plan) / devices;
  const z = now.value / now.stdError;
  return Math.min(1, Math.sqrt((1 + ratio) / ratio) * Math.exp(-(z ** 2) / (2 * (1 + ratio))));
}
