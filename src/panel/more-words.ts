import { bookOf, pluralsOf, type Count } from '#page/words';

const plural = pluralsOf('en');

/** Words of what was recommended and of the choices made, in English. */
export const MORE_ENGLISH = {
  none: 'No recommendation has been remembered yet.',
  lead: 'Products that shelves showed you, newest first. What you hid or wanted less of can be taken back.',
  shown: (count: Count) => plural(count, { one: 'shown once', other: 'shown # times' }), followed: 'followed', dismissed: 'dismissed', last: (when: string) => `last ${when}`,
  why: 'Why?', whyWhat: (title: string) => `Why ${title}`, less: 'Less like this', lessWhat: (title: string) => `Less like ${title}`, hide: 'Hide', hideWhat: (title: string) => `Hide ${title}`,
  thinking: 'Working it out in this browser…',
  place: (place: string, of: string, everyone: string) => `If a front-page shelf were made now, it would stand at place ${place} of ${of} for you; for somebody without a history, at place ${everyone}.`,
  because: 'What of your history moves it', without: (place: string) => `without it, place ${place}`, nothing: 'Nothing in your history moves it: it would stand there for anybody.',
  pinned: 'You pinned what it belongs to.', lowered: 'You asked for less like this.',
  more: (count: string) => `Show ${count} more`,
  logNone: 'You have made no choice yet, so nothing is on.',
  logLead: 'Every change of what you allow, newest first. It is kept in this browser only.',
  refused: 'You said no. Of a no only the time is kept.', on: (purposes: string) => `switched on: ${purposes}`, off: (purposes: string) => `switched off: ${purposes}`,
  by: { shopper: 'You, here', page: 'A script of the shop', 'consent-mode': 'The shop’s consent tool (Consent Mode)', tcf: 'The shop’s consent tool (TCF)', shopify: 'The shop’s consent tool (Shopify)', external: 'The shop’s consent tool' },
  unchanged: 'nothing changed',
  purposes: { local: 'remember and recommend', ads: 'ads chosen here', measure: 'measuring', federate: 'help improve recommendations' },
  comma: ', ', semicolon: '; ',
} as const;

/** The same in the page's language. */
export const moreBook = bookOf(MORE_ENGLISH, {
  zh: async () => (await import('./panel-zh.ts')).MORE,
  ar: async () => (await import('./panel-ar.ts')).MORE,
});
