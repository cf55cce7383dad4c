import type { AdMoment } from '#core/ctr';

/** A moment on a shop's front page in the evening, of a shopper of twenty events. */
export function aMoment(over: Partial<AdMoment> = {}): AdMoment {
  return {
    liking: { category: 0.4, brand: 0.2, price: 0.5, content: 0.3 },
    past: { events: 20, sessions: 4, purchases: 1, daysSinceVisit: 2, daysSincePurchase: 12 },
    item: { viewed: 1, carted: 0, bought: 0 },
    shown: { campaign: 2, creative: 1, today: 3, clicks: 0, dismissals: 0 },
    offer: { priceCents: 2999, discount: 0.1 },
    facts: { campaign: 'summer', creative: 'red-shoe', category: 'shoes', brand: 'acme', slot: 'top', page: 'home', lifeCycle: 'loyal' },
    hour: 20, weekday: 3, ...over,
  };
}
