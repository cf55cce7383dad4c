/**
 * **Knows** how an ad is drawn, in every style and size, a coupon and a price, and the words around them: elements and the console's previews show the same.
 * **Not here** what a creative is (`#core/campaigns`), which one is shown (`#core/ads`), its pictures' bytes and what her
 * click does: whoever draws gives picture, address and controls.
 * **Trust** title and text of a creative are drawn as text, never as markup. An address is followed as it is given: whoever
 * draws has refused those it may not follow. Who pays stands on every ad, whatever its style and size; no asset can take it away.
 */
export { adBook } from './ad-words.ts';
export { adStyle } from './ad-style.ts';
export { defineAd } from './define.ts';
export { drawAd } from './draw-ad.tsx';
export { OfferBox } from './offer.tsx';
export { offerStyle } from './offer-style.ts';
export { offerBook } from './offer-words.ts';
