/**
 * **Knows** which ad a device may show, what it is worth, how one is drawn with a logged chance, what it led to, and how ads are counted for a measurement.
 * **Not here** what a campaign is (`#core/campaigns`), files, locks and writing (`#worker/adserver`), drawing (`#page/ads`), tasks and noise (`#core/protocol`, `#core/privacy`).
 * **Life of an ad** events → showings → each campaign and creative asked by every rule → tier → value × pass-through under drawn
 * weights, or at random → drawn, its chance beside it → seen, followed, sent away → conversions and cells, from the same events.
 * **Trust** who controls the ad catalogue decides what is worth most; it cannot lift a rule that holds for every campaign, and
 * nothing here leaves the device. A clock set back frees no cap; one set forward does, which no device can tell.
 */
export { conversionsOf, purchasesOf } from './attribution.ts';
export { BANDIT_FEATURES } from './bandit.ts';
export { chargeOf } from './charge.ts';
export { adPolicy, chooseAd, EXPLORE_SHARE } from './choose.ts';
export { AD_BOUND, ADS_AT_ONCE, adsLayout, adTotal, countAds, tellsTouches } from './counting.ts';
export { BANDIT_AT_ONCE, BANDIT_BOUND, banditLayout, countBandit, posteriorOf } from './bandit-sums.ts';
export { buyerFacts, NOBODY_KNOWN, type AdFacts, type AudienceFacts, type TextBar } from './facts.ts';
export { leaseDraw } from './lease.ts';
export { adTimeMs, datedAnew, drawOf, FOLLOWED_WITHIN_MS, ghostsOf, isAwaited, MAX_AHEAD_MS, RESERVATION_MS, showingsOf, type Draw, type Showing } from './history.ts';
export { eligibility, MAX_DELIVERY_AGE_MS, type AdBar } from './rules.ts';
export { isSensitive } from './sensitive.ts';
export { BASE_BUY_CHANCE, BASE_CLICK_CHANCE, DISLIKED_WEIGHT, expectedCents, type AdContext, type Predict } from './value.ts';
