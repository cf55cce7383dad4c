import { bookOf, type Count } from '#page/words';

/** Every word of a shelf, in English. */
export const SHELF_ENGLISH = {
  placement: { home: 'Picked for you', category: 'Picked for you here', 'product-related': 'You may also like', cart: 'Goes with your basket', 'search-empty': 'Perhaps one of these' },
  popular: 'Popular in this shop',
  notPersonal: 'The same for everyone: nothing about you is used.',
  onDevice: 'Chosen in your browser, from what is kept in it.',
  earlier: 'Show earlier products', later: 'Show more products',
  actions: (title: string) => `Options for ${title}`,
  why: 'Why this?', less: 'Less like this', hide: 'Hide',
  lessDone: 'You will see less like this.', hidden: (title: string) => `Hidden: ${title}.`, undo: 'Undo', undone: 'Undone.', whyAway: 'More cannot be told now.',
  was: 'Before', rating: (mean: string, count: string) => `Rated ${mean} of 5 by ${count}`,
  reason: {
    popular: 'Popular in this shop (not personal)', popularLately: 'Popular in this shop lately (not personal)',
    thisPage: 'Like the product on this page',
    viewed: (title: string, more: Count) => (more.value > 0 ? `Because you viewed ${title} and ${more.text} more` : `Because you viewed ${title}`),
    viewedOften: (title: string, views: Count) => `Because you viewed ${title} ${views.value === 2 ? 'twice' : `${views.text} times`}`,
    bought: (title: string) => `Because you bought ${title}`, inCart: (title: string) => `Because ${title} is in your basket`,
    viewedSomething: 'Like what you viewed',
    interest: (about: string) => `You seem to like ${about}`,
    interestSomething: 'Matches what you looked at',
    pinned: (about: string) => `You pinned ${about}`,
    again: 'You looked at this before', againBought: 'You bought this before', againInCart: 'It is in your basket',
    againOften: (views: Count) => `You viewed this ${views.value === 2 ? 'twice' : `${views.text} times`}`,
    goesWith: (title: string) => `Goes with ${title}`,
    together: (title: string) => `Often chosen along with ${title}`, togetherInCart: (title: string) => `Often chosen along with ${title} in your basket`, togetherBought: (title: string) => `Often chosen along with ${title}, which you bought`,
    goesWithSomething: 'Goes with what you looked at', goesWithPage: 'Goes with the product on this page',
    explore: 'A random pick, to learn',
  },
} as const;

/** A shelf's words in the page's language. */
export const shelfBook = bookOf(SHELF_ENGLISH, {
  zh: async () => (await import('./words-zh.ts')).SHELF,
  ar: async () => (await import('./words-ar.ts')).SHELF,
});
