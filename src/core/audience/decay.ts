import type { EventType } from '#core/events';
import { DAY_MS } from '#core/units';

/**
 * In how many days half of what an event says of an interest is gone. What costs her more says more for longer: a look is
 * about this week, a basket about this fortnight, a purchase about this quarter.
 */
const HALF_LIFE_DAYS: { readonly [T in EventType]?: number } = { add_to_wishlist: 14, add_to_cart: 14, remove_from_cart: 14, purchase: 90, refund: 90, review: 90 };
/** Half-life of every other event, days: as of the interests that rank shelves. */
const LOOK_HALF_LIFE_DAYS = 7;

/** Half-life of what an event of `type` says, ms. */
export function halfLifeMs(type: EventType): number {
  return (HALF_LIFE_DAYS[type] ?? LOOK_HALF_LIFE_DAYS) * DAY_MS;
}
