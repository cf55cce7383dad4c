import { meanOutcome, ratioOf } from '#core/experiment';
import { normalEstimate, type Estimate, type Moments } from '#core/measurement';

/** Share of what devices bought that shows the ads' own work: 1 − what those kept from them bought over what those shown them did. Negative where ads cost purchases. */
export function incrementalShare(shown: Moments, held: Moments): Estimate {
  const { value, stdError, low, high } = ratioOf(meanOutcome(held), meanOutcome(shown));
  return { value: 1 - value, stdError, low: 1 - high, high: 1 - low };
}

/**
 * Incremental return (iROAS): what purchases bring that would not have been made otherwise, over spend. The share of a holdout is
 * that of all purchases of devices in it; those that follow an ad are more often its work, so that this is rather too low.
 */
export function incrementalReturn(share: Estimate, returned: Estimate): Estimate {
  const value = share.value * returned.value;
  const stdError = Math.hypot(share.value * returned.stdError, returned.value * share.stdError, share.stdError * returned.stdError); // of a product of two that are independent
  return Number.isFinite(value) && Number.isFinite(stdError) ? normalEstimate(value, stdError) : { value: 0, stdError: Infinity, low: -Infinity, high: Infinity };
}
