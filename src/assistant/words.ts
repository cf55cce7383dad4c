import { bookOf, type Count, pluralsOf } from '#page/words';

const plural = pluralsOf('en');

/** Every word of the assistant, in English. */
export const ASSISTANT_ENGLISH = {
  open: 'Ask this shop', title: 'Ask this shop', close: 'Close', clear: 'Clear conversation', cleared: 'The conversation is cleared.',
  label: 'Answers come from this shop’s own pages, worked out on your device. What you type is not stored or sent.',
  field: 'Your question', send: 'Ask', thinking: 'Looking it up…', log: 'Questions and answers',
  hello: 'Hello! Ask about delivery, returns, payment, sizes or a product.',
  suggestions: 'For example', near: 'Perhaps you mean',
  unknown: 'I do not know. This shop’s pages do not say, as far as I can find.',
  pagesIn: (languages: string) => `I can only look things up in the language of this shop’s pages: ${languages}. Please ask in one of them.`,
  away: 'The assistant cannot be used now.',
  source: 'Source', you: 'You', it: 'Answer',
  found: (count: Count) => plural(count, { one: '# product fits:', other: '# products fit:' }),
  price: 'It costs:', stock: 'Whether it can be bought:', compare: 'Side by side:',
  inStock: 'In stock', soldOut: 'Sold out', noPrice: 'No price given', was: (price: string) => `before ${price}`, rated: (mean: string) => `rated ${mean} of 5`,
  cheapest: 'the cheaper', personal: 'Ordered by what is kept in your browser, too.',
  unhelpful: 'Not helpful', person: 'Ask a person', withTalk: 'Send this conversation along', handOff: 'Contact the shop', told: 'The shop was told.', noContact: 'This shop named no way to reach a person here.',
  careful: { card: 'This looks like a card number. Please do not type it here; it is not stored or sent.', 'e-mail': 'This looks like an e-mail address. No need to type it here; it is not stored or sent.', 'bank-account': 'This looks like an account number. Please do not type it here; it is not stored or sent.' },
  subject: 'A question about your shop',
} as const;

/** The assistant's words in the page's language. */
export const assistantBook = bookOf(ASSISTANT_ENGLISH, {
  zh: async () => (await import('./assistant-zh.ts')).ASSISTANT,
  ar: async () => (await import('./assistant-ar.ts')).ASSISTANT,
});
