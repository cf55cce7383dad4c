import { bookOf, pluralsOf, type Count } from '#page/words';

const plural = pluralsOf('en');

/** Every word of the search field, in English. */
export const SEARCH_ENGLISH = {
  label: 'Search this shop', clear: 'Clear', results: 'Products',
  recent: 'Your recent searches', forget: (query: string) => `Forget “${query}”`, forgetAll: 'Forget all',
  found: (count: Count) => plural(count, { one: '# product found', other: '# products found' }),
  none: (query: string) => `Nothing found for “${query}”.`,
  unavailable: 'Search cannot be used now.', soldOut: 'Sold out',
  all: (query: string) => `All results for “${query}”`,
  personal: 'Ordered in your browser, also by what is kept in it. Your search is sent to nobody.',
  popular: 'Ordered in your browser. Your search is sent to nobody.',
} as const;

/** The search field's words in the page's language. */
export const searchBook = bookOf(SEARCH_ENGLISH, {
  zh: async () => (await import('./words-zh.ts')).SEARCH,
  ar: async () => (await import('./words-ar.ts')).SEARCH,
});
