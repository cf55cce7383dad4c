import type { EventType } from '#core/events';
import { DAY_MS } from '#core/units';

/**
 * In how many days half of what an event says of an interest is gone. What costs her more says more for longer: a look is
 * about this week, a basket about this fortnight, a purchase about this quarter. Measured (docs/BENCHMARKS.md, "Audience"):
 * for purchases no half-life ranks a year's next categories better by more than .001; for looks 3 days would rank the next
 * session's by .012 better, but an interest that an ad is aimed at has to outlast a weekend, as those of shelves do.
 */
const HALF_LIFE_DAYS: { readonly [T in EventType]?: number } = { add_to_wishlist: 14, add_to_cart: 14, remove_from_cart: 14, purchase: 90, refund: 90, review: 90 };
/** Half-life of every other event, days: as of the interests that rank shelves. */
const LOOK_HALF_LIFE_DAYS = 7;

/** Half-life of what an event of `type` says, ms. */
export function halfLifeMs(type: EventType): number {
  return (HALF_LIFE_DAYS[type] ?? LOOK_HALF_LIFE_DAYS) * DAY_MS;
}
