import { bookOf } from '#page/words';

/** What concerns ads is called, in English; what stands in it is worded where it is drawn. */
export const ADS_ENGLISH = {
  audience: 'What this shop’s page takes you for', shown: 'Ads you saw',
} as const;

/** The same in the page's language. */
export const adsBook = bookOf(ADS_ENGLISH, {
  zh: async () => (await import('./panel-ads-zh.ts')).ADS,
  ar: async () => (await import('./panel-ads-ar.ts')).ADS,
});
