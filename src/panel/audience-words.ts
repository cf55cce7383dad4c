import { bookOf, pluralsOf, type Count } from '#page/words';

const plural = pluralsOf('en');

/** Words of what ads are chosen by, in English. */
export const AUDIENCE_ENGLISH = {
  lead: 'Ads on this page are chosen in this browser, by what stands here and nothing else. Nobody else sees it: it is worked out anew each time, and kept nowhere. Of age, gender and where you live nothing is known or guessed.',
  thinking: 'Working it out in this browser…',
  tags: 'Interests', tagsLead: 'From half on, an ad meant for that interest may be shown to you.', tagsNone: 'None yet. Look at a few products and come back.',
  held: 'used for ads', from: (deeds: string) => `From: ${deeds}`, semicolon: '; ',
  never: 'Never', neverWhat: (name: string) => `Never take me for somebody who likes ${name}`, forget: 'Forget', forgetWhat: (name: string) => `Forget ${name}: delete what it is based on`,
  pin: 'Pin', pinWhat: (name: string) => `Pin ${name}: it never fades`, pinned: 'Pinned', unpinWhat: (name: string) => `${name} is pinned: take it back`,
  more: (count: string) => `Show ${count} more`,
  add: 'Add', addWhat: 'Add an interest', kinds: { category: 'Categories', brand: 'Brands' },
  neverList: 'Never an interest of yours',
  words: 'Words', wordsLead: 'What names the things you turn to more often than the rest of the shop:', wordsNone: 'Too little seen to say.',
  price: 'Place among prices',
  priceAt: (place: string, low: string, high: string) => `The middle of what you turn to costs more than ${place} of the same category; half of your things lie between ${low} and ${high}.`,
  priceFrom: (count: Count) => plural(count, { one: 'From # product.', other: 'From # products.' }),
  priceNone: (seen: string, wanted: string) => `Not enough seen: ${seen} of ${wanted} products with a price.`,
  cheapest: 'cheapest', dearest: 'dearest',
  cycle: 'Where you stand with the shop',
  segment: {
    new: 'New here: you have not bought yet, and have not come often.', potential: 'Getting to know the shop: you bought once or twice, put something in the basket, or came several times.',
    loyal: 'A regular: you bought several times this year.', lapsing: 'Away for a while: you bought here before, and not for longer than is usual.',
  },
  cycleFrom: (purchases: Count, visits: Count) => `${plural(purchases, { one: '# purchase', other: '# purchases' })} in a year, ${plural(visits, { one: '# visit', other: '# visits' })}.`,
  portrait: 'Whom you are like', portraitOf: (number: string, of: string) => `Group ${number} of ${of}, made of products alone`, portraitTags: (tags: string) => `mostly ${tags}`, portraitNone: 'Nobody yet: nothing was seen that says it.',
  comma: ', ',
  buying: 'Chance of buying', buyingOf: (title: string, chance: string) => `A look like yours at ${title} ends in a purchase ${chance} of the time.`, buyingNone: 'How often a look ends in a purchase was not measured in this shop yet.',
  off: 'You have this off: it is not worked out, and no ad is chosen by it.', turnOff: 'Do not use', turnOffWhat: (what: string) => `Do not use: ${what}`, turnOn: 'Use again', turnOnWhat: (what: string) => `Use again: ${what}`,
  turnedOff: (what: string) => `${what}: no longer used.`, turnedOn: (what: string) => `${what}: used again.`, undo: 'It is as it was.',
} as const;

/** The same in the page's language. */
export const audienceBook = bookOf(AUDIENCE_ENGLISH, {
  zh: async () => (await import('./panel-ads-zh.ts')).AUDIENCE,
  ar: async () => (await import('./panel-ads-ar.ts')).AUDIENCE,
});
