import { bookOf } from '#page/words';

/** Every word of the banner and of the switches, which the panel shows too, in English. */
export const CONSENT_ENGLISH = {
  title: 'Recommendations that stay in your browser',
  body: 'May this shop remember what you view here, in this browser only, to show you better products? Your history is not sent to anyone.',
  accept: 'Accept', decline: 'Decline', choose: 'Choose', save: 'Save my choice', back: 'Back',
  offer: 'Also help everyone’s recommendations',
  gpc: 'Your browser asks not to be tracked (Global Privacy Control). We follow it: what it covers stays off unless you switch it on yourself.',
  refusedByTool: 'The shop’s own privacy settings say no to it: change it there.',
  purpose: {
    local: { name: 'Remember and recommend', what: 'Keeps what you view and buy here in this browser, and orders products by it. Nothing is sent.' },
    federate: { name: 'Help improve recommendations', what: 'Sends what your browser learned as masked updates, usually two a week, and never more than a weekly privacy limit allows. Only the sum of at least 50 browsers is ever opened: neither of the two servers can read yours.' },
  },
} as const;

/** The banner's and the switches' words in the page's language. */
export const consentBook = bookOf(CONSENT_ENGLISH, {
  zh: async () => (await import('./words-zh.ts')).CONSENT,
  ar: async () => (await import('./words-ar.ts')).CONSENT,
});
