import { bookOf, pluralsOf, type Count } from '#page/words';

const plural = pluralsOf('en');

/** Words that the panel opens with, in English; those of its later parts stand with them. */
export const PANEL_ENGLISH = {
  title: 'Your privacy here',
  lead: 'What this shop’s recommendations know about you, all of it kept in this browser.',
  loading: 'Reading what is kept in this browser…',
  gpcOn: 'Global Privacy Control: on, followed', gpcOff: 'Global Privacy Control: not sent by your browser',
  sent: (what: string) => `${what} sent this month`, sentErased: (count: Count, isMost: boolean) => `${isMost ? 'up to ' : ''}${plural(count, { one: '# erased report', other: '# erased reports' })}`, and: ' and ',
  kept: (bytes: string) => `${bytes} of history kept here`, events: (count: Count) => plural(count, { one: '# thing remembered', other: '# things remembered' }),
  pictures: 'Pictures of products are loaded one by one from where this shop keeps them. Whoever serves them can tell which products a shelf shows you, also a personal one.',
  packs: 'Pictures of products come in packs that are the same for everyone, so nobody can tell from them what a shelf shows you.',
  purposes: 'What you allow',
  nothing: 'Nothing is being remembered, because you have not agreed to it. If something is still kept from before, “Erase everything” deletes it.',
  unavailable: (why: string) => `This cannot be shown now: ${why}.`,
  interests: 'What it thinks you like', interestsNone: 'Nothing yet. Look at a few products and come back.', evidence: (titles: string) => `From ${titles}`, comma: ', ',
  live: (events: string, served: string, popularity: string) => `Of the last ${events} things you turned to, its first ten held ${served}; by popularity alone they would have held ${popularity}. This figure stays in this browser.`,
  timeline: 'What is remembered', timelineNone: 'Nothing is remembered yet.', search: 'Search what is remembered', noMatch: 'Nothing matches.',
  remove: (label: string) => `Delete ${label}`, removeDay: (day: string) => `Delete all of ${day}`, removeDayWord: 'Delete day', more: (count: string) => `Show ${count} more`,
  looked: (seconds: string) => `looked for ${seconds}`,
  pin: 'Pin', pinWhat: (name: string) => `Pin ${name}: lift it on every shelf`, pinned: 'Pinned', unpinWhat: (name: string) => `${name} is pinned: take it back`,
  never: 'Never', neverWhat: (name: string) => `Never show ${name}`, forget: 'Forget', forgetWhat: (name: string) => `Forget ${name}: delete what it is based on`,
  forgot: (name: string) => `Forgot ${name}.`, steered: (name: string, wish: string) => `${name}: ${wish}.`,
  wishes: 'What you asked for', wish: { less: 'shown less', hide: 'hidden', pin: 'pinned', never: 'never shown' }, takeBack: 'Take back', takeBackWhat: (name: string) => `Take back: ${name}`,
  undo: 'Undo', undone: 'It is as it was.', close: 'Close',
  deleted: (count: Count) => plural(count, { one: 'Deleted # thing.', other: 'Deleted # things.' }),
  show: 'Show', kinds: { all: 'Everything', products: 'Products', searches: 'Searches', basket: 'Basket and purchases', shown: 'Recommendations', pages: 'Pages and lists' },
  only: (title: string) => `Only: ${title}`, onlyWhat: (title: string) => `Show everything about ${title}`, unonly: 'Show everything again',
  removeAll: 'Delete all', removeThese: (count: Count) => plural(count, { one: 'Delete this one', other: 'Delete these #' }), removeProduct: 'Delete everything about it',
  controls: 'Your controls', pause: 'Pause', pauseHour: 'For an hour', pauseVisit: 'For this visit', pauseLong: 'Until I resume', resume: 'Resume',
  pausedUntil: (time: string) => `Paused until ${time}. Nothing is remembered, learned or sent.`, paused: 'Paused until you resume. Nothing is remembered, learned or sent.',
  pausedVisit: (time: string) => `Paused for this visit: until ${time}, or half an hour after the last page you open here. Nothing is remembered, learned or sent.`,
  download: 'Download', export: 'Everything (JSON)', tables: 'As tables (CSV)', table: { events: 'History', interests: 'Interests', uploads: 'What was sent', wishes: 'Wishes' },
  seen: 'Recommendations you saw', log: 'Your choices so far', move: 'Move to another device', partAway: 'This part did not arrive. Close it and open it again.',
  erase: 'Erase everything',
  eraseAsk: 'Erase everything this shop’s recommendations keep in this browser, and stop?', eraseYes: 'Yes, erase', eraseNo: 'Keep it',
  past: 'Sums that were already published cannot be recalled. What was spent of your privacy budget stays noted for a year, so that it cannot be spent twice.',
  failed: (why: string) => `That did not work: ${why}.`,
  /** Why something cannot be done, by the fault's kind. */
  faults: {
    catalogue: 'the shop’s list of products could not be loaded', storage: 'the browser gives no room to keep things', offline: 'a file of this shop did not arrive',
    'no-consent': 'you have not agreed to it', paused: 'it is paused',
  },
  /** Where the kind says nothing to a shopper. */
  fault: 'the part that does this is not running; open the page again',
  lists: (count: Count) => `Looked at ${plural(count, { one: '# list', other: '# lists' })}`,
  event: {
    page_view: 'Visited', view_item_list: 'Looked at a list', select_item: 'Chose', view_item: 'Viewed', search: 'Searched for', add_to_wishlist: 'Wished for', add_to_cart: 'Put in basket', remove_from_cart: 'Took out of basket',
    view_cart: 'Looked at basket', begin_checkout: 'Began checkout', purchase: 'Bought', refund: 'Returned', review: 'Rated', rec_impression: 'Was shown', rec_click: 'Followed a recommendation', rec_dismiss: 'Dismissed',
    add_payment_info: 'Chose how to pay', view_promotion: 'Saw an offer', select_promotion: 'Followed an offer',
  },
} as const;

/** The panel's words in the page's language. */
export const panelBook = bookOf(PANEL_ENGLISH, {
  zh: async () => (await import('./panel-zh.ts')).PANEL,
  ar: async () => (await import('./panel-ar.ts')).PANEL,
});

/** What a fault means to the shopper. */
export function faultWords({ kind }: { readonly kind: string }): string {
  const known: Readonly<Record<string, string>> = panelBook.words().faults;
  return known[kind] ?? panelBook.words().fault;
}

/** Keeps a name of the shop's, in any script, from turning the words beside it around (Unicode isolates). */
export const apart = (name: string): string => `\u2068${name}\u2069`;
