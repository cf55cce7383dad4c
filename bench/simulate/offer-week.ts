import type { ProductCatalogue } from '#core/catalogue';
import type { DeviceStores } from '#core/contract';
import { couponDigest, type ShopEvent } from '#core/events';
import { historyOf } from '#core/features';
import { reductionCents } from '#core/offers';
import { DAY_MS, type Chance } from '#core/units';
import { offerFor } from '#worker/offers';
import { audienceNow } from '#worker/session';
import { storesWithOffers, type OfferFiles } from './offer-files.ts';

/** Chance that she uses the coupon that is hers at a purchase that it takes something off. */
const USES = 0.5;
/** How often she comes past a place for offers, ms. */
const LOOKS_EVERY_MS = DAY_MS;

/** What coupons are met with on one device. */
export interface OfferWeekParts {
  readonly stores: DeviceStores;
  readonly catalogue: ProductCatalogue;
  readonly offers: OfferFiles;
  readonly chance: Chance;
}

/** Lets one simulated shopper meet coupons from `fromMs` on, in what she has just lived: her device chooses as a browser does, and she uses hers at some purchases. */
export async function meetOffers({ stores, catalogue, offers, chance }: OfferWeekParts, fromMs: number): Promise<void> {
  const { coupons = [] } = offers.set() ?? {};
  if (coupons.length === 0) return;
  const events = await stores.events.all();
  let [nowMs, lookedMs] = [fromMs, -Infinity];
  const own = storesWithOffers(stores, offers, () => nowMs);
  const past = events.filter(({ atMs }) => atMs < fromMs);
  const { facts } = await audienceNow({ catalogue, stores: own, events: past, history: historyOf(past, catalogue), nowMs: fromMs });
  const look = async (): Promise<unknown> => offerFor({
    stores: own, clock: { nowMs: () => nowMs }, randomness: { fill: (out) => out.forEach((_, i) => (out[i] = chance.below(256))) },
    facts: async () => facts, hasConsent: () => true, mayMeasure: () => true, inTurn: (act) => act(),
  }, { locale: 'en' });
  for (const event of events.filter(({ atMs }) => atMs >= fromMs)) {
    nowMs = event.atMs;
    if (nowMs - lookedMs >= LOOKS_EVERY_MS) {
      await look();
      lookedMs = nowMs;
    }
    if (event.type !== 'purchase' || chance.next() >= USES) continue;
    const held = await own.settings.read('heldOffer');
    const coupon = coupons.find(({ id }) => id === held?.couponId);
    if (!coupon || reductionCents(coupon, basketOf(event, catalogue)) === 0) continue;
    await stores.events.put([{ ...event, coupon: couponDigest(coupon.code) }]);
    await look(); // what is used up is hers no more
  }
}

function basketOf({ items }: ShopEvent, { products, indexById }: ProductCatalogue): Parameters<typeof reductionCents>[1] {
  return items.map(({ itemId, quantity = 1, priceCents = 0 }) => ({ itemId, quantity, priceCents, category: products[indexById.get(itemId) ?? -1]?.category ?? [] }));
}
