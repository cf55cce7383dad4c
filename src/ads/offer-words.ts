import { bookOf } from '#page/words';

/** Every word around an offer, in English. What discloses it comes with it. */
export const OFFER_ENGLISH = {
  title: 'Offer', copy: 'Copy', copyCode: (code: string) => `Copy the code ${code}`, copied: 'Copied', until: (day: string) => `until ${day}`, from: (amount: string) => `from ${amount} on`,
  now: (amount: string) => `Now ${amount}`, band: (base: string, floor: string, ceiling: string) => `Usually ${base}; never below ${floor} or above ${ceiling}.`,
} as const;

/** The words around an offer in the page's language. */
export const offerBook = bookOf(OFFER_ENGLISH, {
  zh: async () => (await import('./offer-words-zh.ts')).OFFER,
  ar: async () => (await import('./offer-words-ar.ts')).OFFER,
});
