import { grantFor } from '#core/consent';
import type { OfferAnswer, OfferRequest } from '#core/contract';
import { countDemand, countOffers, countParity, metRaised, shopHourOf } from '#core/offers';
import { heldOffer, keptOffers, offerFor } from '#worker/offers';
import type { CountOf } from './counting.ts';
import type { DeviceParts } from './options.ts';
export { refreshOffers } from '#worker/offers';

/** Her offers in one life of a device. */
export function offerOf({ catalogue, ports, stores, shopper, config, grants }: DeviceParts, request: OfferRequest): Promise<OfferAnswer> {
  return offerFor({
    stores, clock: ports.clock, randomness: ports.randomness,
    async facts() {
      const { audienceNow } = await import('./audience.ts');
      const { facts } = await audienceNow({ catalogue, stores, events: await shopper.events(), history: await shopper.history(), nowMs: ports.clock.nowMs() });
      return facts;
    },
    hasConsent: () => grantFor(grants(), 'ads') !== undefined,
    mayMeasure: () => grantFor(grants(), 'measure') !== undefined,
    inTurn: (act) => ports.oneByOne(`homebird offers ${config.shop}`, act),
  }, request);
}

/** What she turned to, by the segments whose prices follow demand. */
export const demandCount: CountOf = async ({ stores }, layout, { sinceMs, nowMs }) => {
  const [files, events] = await Promise.all([keptOffers(stores), stores.events.all()]);
  if (!files?.set.pricing) return layout.cells.map(() => 0);
  const { timeZone, segments } = files.set.pricing;
  const segmentById = new Map(segments.flatMap(({ bands }, segment) => bands.map(({ itemId }) => [itemId, segment] as const)));
  return [...countDemand(layout, { events, segmentOf: (itemId) => segmentById.get(itemId), hourOf: shopHourOf(timeZone), sinceMs, nowMs })];
};

/** Whether the prices that she met stood above their base, by what her device holds her for. */
export const parityCount: CountOf = async ({ stores, catalogue, history }, layout, { sinceMs, nowMs }) => {
  const [files, events] = await Promise.all([keptOffers(stores), stores.events.all()]);
  if (!files?.set.pricing || !files.prices) return layout.cells.map(() => 0);
  const isRaised = metRaised(files.set, files.prices, { events, hourOf: shopHourOf(files.set.pricing.timeZone), sinceMs, nowMs });
  const { audienceNow } = await import('./audience.ts');
  const { facts: { cluster, price } } = await audienceNow({ catalogue, stores, events, history: await history(), nowMs });
  return [...countParity(layout, { ...(cluster !== undefined && { portrait: cluster }), ...(price.kind === 'known' && { pricePosition: price.position }), ...(isRaised !== undefined && { isRaised }) })];
};

/** Coupons that were hers, and which of them she redeemed. */
export const offersCount: CountOf = async ({ stores }, layout, { sinceMs, nowMs }) => {
  const [files, events, held] = await Promise.all([keptOffers(stores), stores.events.all(), heldOffer(stores)]);
  if (!files || !held) return layout.cells.map(() => 0);
  return [...countOffers(layout, { coupons: files.set.coupons, held: [...held.earlier, held], events, sinceMs, nowMs })];
};
