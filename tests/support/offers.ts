import type { ItemId } from '#core/catalogue';
import type { DeviceStores } from '#core/contract';
import { encodeOfferSet, encodePriceFile, type Coupon, type OfferSet, type PriceFile, type Pricing } from '#core/offers';
import { contentHash, WEEK_MS } from '#core/units';
import { memoryStores } from '#page/store';

/** When the offers of tests begin, ms since 1970. */
export const OFFER_START_MS = 1_800_000_000_000;

/** A tenth off anything, for everybody, once. */
export function aCoupon(id = 'tenth', change: Partial<Coupon> = {}): Coupon {
  return {
    id, code: id.toUpperCase(), terms: 'A tenth off your basket', reduction: { kind: 'percent', percent: 10 }, minBasketCents: 0, itemIds: [], categories: [], startMs: OFFER_START_MS, endMs: OFFER_START_MS + WEEK_MS, usesPerDevice: 1, earnedCents: 100,
    audience: { tags: [], categories: [], clusters: [], lifeCycles: [] }, ...change,
  };
}

export function anOfferSet(coupons: readonly Coupon[] = [aCoupon()]): OfferSet {
  return { version: 1, shop: 'test', currency: 'EUR', coupons };
}

/** Boots that follow demand between 80 and 120 per cent of their price, by the clock of Berlin. */
export function aPricing(itemId = 'boots' as ItemId, baseCents = 10_000): Pricing {
  return { timeZone: 'Europe/Berlin', segments: [{ name: 'Shoes', elasticity: 2.62, bands: [{ itemId, baseCents, floorCents: 0.8 * baseCents, ceilingCents: 1.2 * baseCents }] }] };
}

/** The device has looked at the leader at `confirmedMs` again, and the same offers hold. */
export async function confirmOffers({ settings }: Pick<DeviceStores, 'settings'>, confirmedMs: number): Promise<void> {
  const verified = await settings.read('verifiedOffers');
  if (verified) await settings.write('verifiedOffers', { ...verified, confirmedMs });
}

/** Fresh stores with what a visit to the leader at `confirmedMs` leaves of these offers. */
export async function storesWithOffers(set: OfferSet, prices?: PriceFile, confirmedMs = OFFER_START_MS): Promise<DeviceStores> {
  const stores = memoryStores();
  const files = [encodeOfferSet(set), ...(prices ? [encodePriceFile(prices)] : [])] as const;
  for (const bytes of files) await stores.files.write(contentHash(bytes), bytes);
  await stores.settings.write('verifiedOffers', { offers: contentHash(files[0]), ...(files[1] && { prices: contentHash(files[1]) }), confirmedMs });
  return stores;
}
