import type { Translation } from '#page/words';
import type { AD_ENGLISH } from './ad-words.ts';

/** The words around an ad in Chinese. */
export const AD: Translation<typeof AD_ENGLISH> = { sponsored: (advertiser) => `广告：${advertiser}`, was: '原价' };
