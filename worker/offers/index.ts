/**
 * **Knows** how a device takes in a shop's coupons and prices, chooses its shopper's coupon, and tells a price of the moment.
 * **Not here** the rules, the choice and the files' bytes (`#core/offers`), consent and which life of a device may write (`#worker/session`), drawing (`#page/ads`).
 * **Trust** both files are public, the same on every device, their leaves verified. A page script can ask which coupon is hers,
 * as it can read its own page. No price is made of anything about her. Loaded under `ads` alone.
 */
export { keptOffers, refreshOffers } from './files.ts';
export { heldOffer } from './held.ts';
export { offerFor } from './offer.ts';
