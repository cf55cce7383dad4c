import type { ItemId } from '#core/catalogue';
import type { DeviceStores, OfferAnswer, OfferRequest, ShownPrice } from '#core/contract';
import { areOffersFresh, chooseOffer, eligibleOffers, offerDisclosure, offerLanguage, priceAt, PRIOR_REDEEMED_SHARE, priceDisclosure, shopHourOf, type Coupon, type OfferFacts, type OfferLanguage, type OfferSet, type OfferWorth } from '#core/offers';
import { seededChance, WEEK_MS, type Clock, type Randomness } from '#core/units';
import { keptOffers, type OfferFiles } from './files.ts';
import { heldOffer } from './held.ts';

/** How long a coupon that was hers is remembered for the count of what is redeemed, ms: used later, it counts as not redeemed. */
const REMEMBERED_MS = 4 * WEEK_MS;
/** Most that are remembered, however often pages ask: one who does not use hers has four a month. */
const MOST_REMEMBERED = 16;

/** What a device's offers are worked out from. */
export interface OfferParts {
  readonly stores: Pick<DeviceStores, 'events' | 'settings' | 'files'>;
  readonly clock: Clock;
  readonly randomness: Randomness;
  /** What this device holds its shopper for. */
  readonly facts: () => Promise<OfferFacts>;
  /** Whether `ads` is granted at this moment. */
  readonly hasConsent: () => boolean;
  /** Whether `measure` is: only then coupons before hers are remembered. */
  readonly mayMeasure: () => boolean;
  /** One after the other among all tabs of the shop: two that choose at once would hold two coupons. */
  readonly inTurn: <Value>(act: () => Promise<Value>) => Promise<Value>;
}

/** What a coupon is worth by the public set alone. */
const worthBy = ({ redeemed = {} }: OfferSet) => ({ id, earnedCents }: Coupon): OfferWorth => ({ redeemedShare: Object.hasOwn(redeemed, id) ? (redeemed[id] ?? PRIOR_REDEEMED_SHARE) : PRIOR_REDEEMED_SHARE, earnedCents });

/** A product's price at this moment, or her coupon, with what always stands beside it. */
export async function offerFor(parts: OfferParts, { itemId, locale }: OfferRequest): Promise<OfferAnswer> {
  const files = await keptOffers(parts.stores);
  // A device that was away knows of no newer prices, and of no coupon that was taken back.
  if (!files || !areOffersFresh(files.confirmedMs, parts.clock.nowMs())) return { coupon: null, price: null };
  const language = offerLanguage(String(locale));
  if (typeof itemId === 'string') return { coupon: null, price: priceOf(files, itemId as ItemId, parts.clock.nowMs(), language) };
  const coupon = await parts.inTurn(() => couponFor(parts, files, language));
  return { coupon: parts.hasConsent() ? coupon : null, price: null }; // consent may have gone meanwhile
}

async function couponFor({ stores, clock, randomness, facts, hasConsent, mayMeasure }: OfferParts, { set }: OfferFiles, language: OfferLanguage): Promise<OfferAnswer['coupon']> {
  const [events, held, known] = await Promise.all([stores.events.all(), heldOffer(stores), facts()]);
  // What was remembered under a yes to measuring goes with it, also while her coupon stays.
  if (held && held.earlier.length > 0 && hasConsent() && !mayMeasure()) await stores.settings.write('heldOffer', { couponId: held.couponId, sinceMs: held.sinceMs });
  const nowMs = clock.nowMs();
  const seed = new Uint32Array(1);
  randomness.fill(new Uint8Array(seed.buffer));
  const chosen = chooseOffer(eligibleOffers(set.coupons, { events, facts: known, nowMs }), worthBy(set), { nowMs, chance: seededChance(seed[0] ?? 0), ...(held && { held }) });
  if (!chosen || !hasConsent()) return null;
  const { coupon: { id, code, terms, reduction, minBasketCents, endMs }, reason, isHeld } = chosen;
  if (!isHeld) {
    const earlier = held && mayMeasure() ? [...held.earlier, { couponId: held.couponId, sinceMs: held.sinceMs }].filter(({ sinceMs }) => sinceMs > nowMs - REMEMBERED_MS).slice(-MOST_REMEMBERED) : [];
    await stores.settings.write('heldOffer', { couponId: id, sinceMs: nowMs, ...(earlier.length > 0 && { earlier }) });
  }
  return { id, code, terms, reduction, minBasketCents, currency: set.currency, endMs, disclosure: offerDisclosure(reason, language) };
}

/** The price of the moment: public files and the clock alone, nothing of hers goes in. */
function priceOf({ set: { currency, pricing }, prices }: OfferFiles, itemId: ItemId, atMs: number, language: OfferLanguage): ShownPrice | null {
  const band = pricing?.segments.flatMap(({ bands }) => bands).find((each) => each.itemId === itemId);
  if (!prices || !pricing || !band) return null;
  const cents = priceAt(prices, itemId, { atMs, hour: shopHourOf(pricing.timeZone)(atMs) });
  const { baseCents, floorCents, ceilingCents } = band;
  return cents === undefined ? null : { itemId, cents, baseCents, floorCents, ceilingCents, currency, disclosure: priceDisclosure(language) };
}
