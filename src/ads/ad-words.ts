import { bookOf } from '#page/words';

/** Every word around an ad, in English. */
export const AD_ENGLISH = {
  sponsored: (advertiser: string) => `Sponsored by ${advertiser}`,
  was: 'Before',
  why: 'Why this ad?', hide: 'Hide this ad', dislike: (advertiser: string) => `Less from ${advertiser}`,
  hidden: 'Hidden: it will not come again.', disliked: (advertiser: string) => `You will see less from ${advertiser}.`, undo: 'Undo', close: 'Close',
  matched: (names: string) => `It is meant for people interested in: ${names}.`, everybody: 'It is shown to everybody: nothing about you was asked for.', random: 'It is a random pick, to learn.',
  chance: (drawn: string, followed: string) => `It was drawn with a chance of ${drawn}; the chance that you follow it was put at ${followed}.`,
  local: 'Your browser chose it, from the same ads that everyone loads. Nobody is told what you saw.',
} as const;

/** The words around an ad in the page's language. */
export const adBook = bookOf(AD_ENGLISH, {
  zh: async () => (await import('./ad-words-zh.ts')).AD,
  ar: async () => (await import('./ad-words-ar.ts')).AD,
});
