import { bookOf, pluralsOf, type Count } from '#page/words';

const plural = pluralsOf('en');

/** Every word of the explanation of one product, in English. */
export const WHY_ENGLISH = {
  title: 'Why you see this', close: 'Close', loading: 'Working it out…',
  place: (place: Count, of: Count) => `Place ${place.text} of ${of.text} here.`, everyone: (place: Count) => `Without your history it would be place ${place.text}.`,
  together: (title: string, count: Count, place: Count) => `Without all ${count.text} things you did with ${title} it would be place ${place.text}.`,
  given: 'Three places in eight are kept for products that are new to you. This is one of them.',
  unavailable: 'More cannot be told now.',
  less: 'Less like this', hide: 'Hide', panel: 'All that is remembered',
  events: 'What you did that mattered', noEvents: 'Nothing you did plays a part here.',
  strip: (count: Count) => plural(count, { one: 'One thing you did, and what it does for this product', other: '# things you did, oldest first, and what each does for this product' }),
  legend: 'Up lifts this product, down lowers it.', attention: 'Darker below: where the model that foresees what comes next looked.',
  up: (places: Count) => plural(places, { one: 'lifts it one place', other: 'lifts it # places' }), down: (places: Count) => plural(places, { one: 'lowers it one place', other: 'lowers it # places' }),
  upSlightly: 'lifts it a little', downSlightly: 'lowers it a little', nothing: 'makes no difference',
  looked: (share: string) => `the model’s attention: ${share}`,
  page: 'The product on this page', more: (count: Count) => `and ${count.text} more`,
  all: (count: Count) => `Show all ${count.text}`, forget: 'Forget this', forgetWhat: (what: string) => `Forget this: ${what}`,
  forgotten: (place: Count) => `Forgotten. The product stands at place ${place.text} now.`, undo: 'Undo', undone: (place: Count) => `It counts again: place ${place.text}.`, failed: 'That did not work.',
  act: {
    select_item: 'Chose', view_item: 'Viewed', add_to_wishlist: 'Wished for', add_to_cart: 'Put in basket', remove_from_cart: 'Took out of basket', purchase: 'Bought', refund: 'Returned', review: 'Rated',
    rec_click: 'Followed a recommendation', rec_dismiss: 'Dismissed',
  },
  numbers: 'The numbers',
  scorers: { popularity: 'Popular with everyone', content: 'Similar to what you viewed', model: 'What comes next, as a model foresees it', 'co-occurrence': 'Goes with what you viewed', 'on-device': 'Your own habits here', mix: 'Mix' },
  parts: 'What the score is made of', input: 'Input', value: 'Value', weight: 'Weight', part: 'Adds', score: 'Score',
  pinned: 'You pinned it', lowered: 'You asked for less like it',
  inputs: {
    popularity: 'popularity', 'popularity lately': 'popularity lately', 'content of the whole history': 'like your history', 'content of the newest item': 'like your newest', encoder: 'the model',
    'company of the whole history': 'in the company of your history', 'liked category': 'category you like', 'category of the newest item': 'category of your newest', 'liked brand': 'brand you like', 'liked price': 'price you like',
    'goes with liked categories': 'goes with categories you like', 'follows the history': 'follows your history', 'follows the newest item': 'follows your newest', 'goes with the history': 'goes with your history',
    'met before': 'seen before', 'the newest item again': 'your newest again', 'met lately': 'seen lately', 'met often': 'seen often', 'left in the cart': 'left in the basket', 'bought before': 'bought before',
  },
  how: 'Each thing you did was left out in turn, and the product scored again by what made this shelf.',
  notPersonal: 'Nothing about you is in this: everyone sees it here.',
  local: 'Worked out in your browser. Neither the shop nor anyone else was asked.',
} as const;

/** The explanation's words in the page's language. */
export const whyBook = bookOf(WHY_ENGLISH, {
  zh: async () => (await import('./words-zh.ts')).WHY,
  ar: async () => (await import('./words-ar.ts')).WHY,
});
