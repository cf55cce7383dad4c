/**
 * **Knows** coupons and which of them a device may choose, prices that follow noised demand within a merchant's bands, and
 * whether groups are treated alike.
 * **Not here** advertising (`#core/campaigns`, `#core/ads`), what a device holds its shopper for (`#core/audience`), noise (`#core/privacy`).
 * **Life of a price** devices count items by segment and part of the day → noised sums → `pricesFrom` of sums and public files →
 * one file for everyone. There is no price for one shopper, and no function here could make one.
 * **Trust** the set of offers and the prices are public and the same for everyone; files are read field by field. Who controls
 * them decides what is offered to everybody, and learns of nobody who chose what.
 */
export { chooseOffer, OFFER_EXPLORE_SHARE, type OfferWorth } from './choose.ts';
export { LEAST_PRICE_DAY_MS, offerFaults, type Coupon, type OfferSet, type Pricing } from './coupon.ts';
export { countDemand, DEMAND_BOUND, demandCell, demandLayout, MAX_SEGMENTS, PARTS_OF_DAY } from './demand.ts';
export { offerDisclosure, offerLanguage, priceDisclosure, type OfferLanguage } from './disclosure.ts';
export { eligibleOffers, redemptionsOf, reductionCents, type BasketLine, type OfferEvent, type OfferFacts } from './eligible.ts';
export { decodeOfferSet, encodeOfferSet, parseOfferSet } from './offer-codec.ts';
export { parityOf, type GroupSums, type ParityGap } from './parity.ts';
export { countParity, PARITY_BOUND, parityGroups, parityLayout } from './parity-layout.ts';
export { areOffersFresh, MAX_OFFERS_AGE_MS } from './freshness.ts';
export { basePrices, isPriced, isPriceDue, keepsPrices, metRaised, pricesAfter, unfairGap, type PricedSet } from './price-day.ts';
export { decodePriceFile, encodePriceFile, priceAt, type PriceFile } from './price-file.ts';
export { elasticityFrom, MAX_DAILY_STEP, pricesFrom, type DayPrices, USUAL_ELASTICITY } from './prices.ts';
export { quoteOf, tillPrices, type CodeRefusal, type PublishedOffers, type Quote } from './quote.ts';
export type { PriceSegment } from './bands.ts';
export { countOffers, offerCell, type OfferCount, OFFERS_BOUND, offersLayout, PRIOR_REDEEMED_SHARE, redeemedShares, withoutRedeemed, withRedeemed } from './redeemed.ts';
export { shopHourOf } from './shop-clock.ts';
