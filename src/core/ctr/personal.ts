/** Expected clicks that a shopper's own counts weigh against: half of what is known of her comes from them after three. */
export const OWN_STRENGTH = 3;

/** What was counted of one shopper on her own device: it never leaves it. */
export interface OwnPast {
  readonly clicks: number;
  /** Sum of the chances that were predicted for the same ads. */
  readonly expected: number;
}

/** ln((clicks + s) / (expected + s)): what to add to the logit of a shopper who clicks more, or less, than was expected. A gamma prior of s expected clicks. */
export function ownShift({ clicks, expected }: OwnPast, strength = OWN_STRENGTH): number {
  return Math.log((clicks + strength) / (expected + strength));
}

/**
 * The same where clicks are not rare, so that misses count too: the log odds of what is known of her, less those of what was expected,
 * under a beta prior of s expected clicks and as many misses as go with them.
 *
 * @param shown - how many ads; above `expected`, which is above 0
 */
export function ownOdds({ clicks, expected, shown }: OwnPast & { readonly shown: number }, strength: number): number {
  const misses = (strength * (shown - expected)) / expected;
  return ownShift({ clicks, expected }, strength) - Math.log((shown - clicks + misses) / (shown - expected + misses));
}
