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
