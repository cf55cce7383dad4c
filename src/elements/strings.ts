/** Every word of shelf and banner, in English; the panel's own are with its code (`./panel-strings.ts`). A second language is a second object of this shape. */
export const ENGLISH = {
  shelf: {
    home: 'Picked for you', category: 'Picked for you here', 'product-related': 'You may also like', cart: 'Goes with your basket', 'search-empty': 'Perhaps one of these',
    popular: 'Popular in this shop',
    notPersonal: 'The same for everyone: nothing about you is used.',
    onDevice: 'Chosen in your browser, from what is kept in it.',
    earlier: 'Show earlier products', later: 'Show more products',
    actions: (title: string) => `Options for ${title}`,
    why: 'Why this?', less: 'Less like this', hide: 'Hide', close: 'Close',
    lessDone: 'You will see less like this', hidden: (title: string) => `${title} is hidden`,
    was: 'Before', rating: (mean: string, count: string) => `Rated ${mean} of 5 by ${count}`,
    unavailable: 'Sold out',
  },
  reason: {
    popular: 'Popular in this shop',
    thisPage: 'Like the product on this page',
    viewed: (title: string, more: number) => (more > 0 ? `Because you viewed ${title} and ${more} more` : `Because you viewed ${title}`),
    viewedSomething: 'Like what you viewed',
    interest: (about: string) => `You seem to like ${about}`,
    interestSomething: 'Matches what you looked at',
    again: 'You looked at this before',
    goesWith: (title: string) => `Goes with ${title}`,
    goesWithSomething: 'Goes with what you looked at',
    explore: 'A random pick, to learn',
  },
  why: {
    title: 'Why you see this',
    evidence: 'From your visits, kept in this browser',
    numbers: 'What decided',
    scorers: { popularity: 'Popular with everyone', content: 'Similar to what you viewed', model: 'Learned from many shoppers', 'co-occurrence': 'Goes with what you viewed', 'on-device': 'Your own habits here', mix: 'Mix' },
    notPersonal: 'Nothing about you is in this: everyone sees it here.',
    local: 'Worked out in your browser. Neither the shop nor anyone else was asked.',
  },
  consent: {
    title: 'Recommendations that stay in your browser',
    body: 'May this shop remember what you view here, in this browser only, to show you better products? Your history is not sent to anyone.',
    accept: 'Accept', decline: 'Decline', choose: 'Choose', save: 'Save my choice', back: 'Back',
    offer: 'Also help everyone’s recommendations',
    gpc: 'Your browser asks not to be tracked (Global Privacy Control). We follow it: what it covers stays off unless you switch it on yourself.',
  },
  purpose: {
    local: { name: 'Remember and recommend', what: 'Keeps what you view and buy here in this browser, and orders products by it. Nothing is sent.' },
    federate: { name: 'Help improve recommendations', what: 'Sends what your browser learned as masked updates, usually two a week, and never more than a weekly privacy limit allows. Only the sum of at least 50 browsers is ever opened: neither of the two servers can read yours.' },
  },
} as const;

/** The shape of a language. */
export type Strings = typeof ENGLISH;
