import { bookOf } from '#page/words';

/** What an ad says whose text the browser's model worded, in English. */
export const POLISH_ENGLISH = { label: 'Worded by your browser’s model' } as const;

/** The label in the page's language. */
export const polishBook = bookOf(POLISH_ENGLISH, {
  zh: async () => (await import('./polish-words-zh.ts')).POLISH,
  ar: async () => (await import('./polish-words-ar.ts')).POLISH,
});
