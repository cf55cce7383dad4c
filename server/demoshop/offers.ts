import type { Product } from '#core/catalogue';
import { USUAL_ELASTICITY, type Coupon, type OfferSet } from '#core/offers';
import { DAY_MS } from '#core/units';

/** How long the coupons run from the first start, ms. */
const SPAN_MS = 90 * DAY_MS;
/** The department whose prices follow demand, which comes and goes (`bench/simulate/tides.ts`), and by which share of the price they may. */
const PRICED_DEPARTMENT = 'Pantry';
const BAND_SHARE = 0.1;
/** Day of these prices, ms: as long as three measurements of the crowd take on a quiet machine, one of them of demand and one of parity. */
const PRICE_DAY_MS = 180_000;
const EVERYBODY: Coupon['audience'] = { tags: [], categories: [], clusters: [], lifeCycles: [] };

/** Two coupons, one for everybody and one for who comes back, and a band of prices over one department of the demo shop. */
export function demoOffers(products: readonly Product[], nowMs: number, { shop, currency }: Pick<OfferSet, 'shop' | 'currency'>): OfferSet {
  const dates = { startMs: nowMs, endMs: nowMs + SPAN_MS, itemIds: [] } as const;
  const priced = products.filter(({ category, priceCents }) => category[0] === PRICED_DEPARTMENT && priceCents > 0);
  return {
    version: 1, shop, currency,
    coupons: [
      { ...dates, id: 'table-tenth', code: 'TABLE10', terms: 'A tenth off everything for kitchen and pantry', reduction: { kind: 'percent', percent: 10, maxCents: 2_000 }, minBasketCents: 0, categories: ['Kitchen', PRICED_DEPARTMENT], earnedCents: 150, usesPerDevice: 1, audience: EVERYBODY },
      { ...dates, id: 'again-five', code: 'AGAIN5', terms: '5 off your next basket from 50 on', reduction: { kind: 'cents', cents: 500 }, minBasketCents: 5_000, categories: [], earnedCents: 400, usesPerDevice: 2, audience: { ...EVERYBODY, lifeCycles: ['loyal', 'lapsing'] } },
    ],
    ...(priced.length > 0 && {
      pricing: {
        timeZone: 'Europe/Berlin', dayMs: PRICE_DAY_MS,
        segments: [{
          name: PRICED_DEPARTMENT, elasticity: USUAL_ELASTICITY,
          bands: priced.map(({ id, priceCents }) => ({ itemId: id, baseCents: priceCents, floorCents: Math.ceil(priceCents * (1 - BAND_SHARE)), ceilingCents: Math.floor(priceCents * (1 + BAND_SHARE)) })),
        }],
      },
    }),
  };
}
