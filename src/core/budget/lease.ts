/** What a device may still serve of a campaign before it must have a newer delivery file. */
export interface Lease {
  /** Most charged events of one campaign a device causes on one delivery file. */
  readonly events: number;
  /** How long a device goes by one delivery file, ms. */
  readonly ageMs: number;
}

/** Whether a device that has served `served` events of a campaign on a file issued at `issuedMs` may serve one more. */
export function mayServe({ events, ageMs }: Lease, served: number, issuedMs: number, nowMs: number): boolean {
  return served < events && nowMs < issuedMs + ageMs && nowMs >= issuedMs;
}

/**
 * Most that is spent after the decision to stop: every device that still holds a file of before, with its whole lease at the
 * highest price. No device can pass it, whatever it does with its clock, since a clock set back only makes the file unusable
 * and the lease is counted in events.
 *
 * @param devices - that may hold a file of before: visitors within the file's age, all of them where unknown
 */
export function overDeliveryBoundCents({ events }: Pick<Lease, 'events'>, devices: number, priceCents: number): number {
  return events * devices * priceCents;
}
