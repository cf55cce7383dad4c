/**
 * **Knows** how an ad is drawn, in every style and size, and the words around it: `<homebird-ad>` and the console's preview show the same.
 * **Not here** what a creative is (`#core/campaigns`), which one is shown (`#core/ads`), its pictures' bytes and what her
 * click does: whoever draws gives picture, address and controls.
 * **Trust** title and text of a creative are drawn as text, never as markup. An address is followed as it is given: whoever
 * draws has refused those it may not follow. Who pays stands on every ad, whatever its style and size; no asset can take it away.
 */
export { adBook } from './ad-words.ts';
export { adStyle } from './ad-style.ts';
export { defineAd } from './define.ts';
export { drawAd } from './draw-ad.tsx';
