import type { Translation } from '#page/words';
import type { AD_ENGLISH } from './ad-words.ts';

/** The words around an ad in Arabic. The advertiser's name keeps its own direction between isolates. */
export const AD: Translation<typeof AD_ENGLISH> = { sponsored: (advertiser) => `إعلان من \u2068${advertiser}\u2069`, was: 'السعر السابق' };
