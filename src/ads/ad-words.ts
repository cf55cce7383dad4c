import { bookOf } from '#page/words';

/** Every word around an ad, in English. */
export const AD_ENGLISH = {
  sponsored: (advertiser: string) => `Sponsored by ${advertiser}`,
  was: 'Before',
} as const;

/** The words around an ad in the page's language. */
export const adBook = bookOf(AD_ENGLISH, {
  zh: async () => (await import('./ad-words-zh.ts')).AD,
  ar: async () => (await import('./ad-words-ar.ts')).AD,
});
