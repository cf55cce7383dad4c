import { plural, type Count } from './format.ts';

/** Every word of the panel, in English, apart from the shelf's: most pages show no panel and load none of it. */
export const PANEL_ENGLISH = {
  title: 'Your privacy here',
  lead: 'What this shop’s recommendations know about you, all of it kept in this browser.',
  loading: 'Reading what is kept in this browser…',
  gpcOn: 'Global Privacy Control: on, followed', gpcOff: 'Global Privacy Control: not sent by your browser',
  sent: (what: string) => `${what} sent this month`, sentErased: (count: Count, isMost: boolean) => `${isMost ? 'up to ' : ''}${plural(count, 'erased report', 'erased reports')}`, and: ' and ',
  kept: (bytes: string) => `${bytes} of history kept here`, events: (count: Count) => plural(count, 'thing remembered', 'things remembered'),
  pictures: 'Pictures of products are loaded from where this shop keeps them. Whoever serves them can tell which products a shelf shows you, also a personal one.',
  purposes: 'What you allow',
  nothing: 'Nothing is being remembered, because you have not agreed to it. If something is still kept from before, “Erase everything” deletes it.',
  unavailable: (why: string) => `This cannot be shown now: ${why}.`,
  interests: 'What it thinks you like', interestsNone: 'Nothing yet. Look at a few products and come back.', evidence: (titles: string) => `From ${titles}`,
  live: (events: string, served: string, popularity: string) => `Of the last ${events} things you turned to, its first ten held ${served}; by popularity alone they would have held ${popularity}. This figure stays in this browser.`,
  timeline: 'What is remembered', timelineNone: 'Nothing is remembered yet.', search: 'Search what is remembered', noMatch: 'Nothing matches.',
  remove: (label: string) => `Delete ${label}`, removeDay: (day: string) => `Delete all of ${day}`, removeDayWord: 'Delete day', more: (count: string) => `Show ${count} more`,
  looked: (seconds: string) => `looked for ${seconds}`,
  uploads: 'What was sent', uploadsNone: 'Nothing was ever sent from this browser.',
  uploadLead: 'Each line is one report: a masked update. A line opens to the exact bytes that left, or will leave, this browser, unless they were erased.',
  bytes: 'Exact bytes', size: 'Size', task: 'Task', report: 'Report id', cost: 'Privacy spent', refusal: 'Why not', gone: 'Bytes were erased; the cost still counts.', goneShort: 'bytes erased', noBytes: 'no bytes kept', copy: 'Copy', copied: 'Copied',
  prove: 'Ask both servers whether it was counted',
  proveWhat: (server: string) => `Your browser cannot know that by itself. Opens a page of the helper, the second server (${server}), which knows the report’s id and asks only when you say so there. If it does not open, that server is down: try again later.`,
  states: { draft: 'Being made', sealed: 'Waiting to be sent', sent: 'Sent, not confirmed', acked: 'Received', refused: 'Not counted' }, givenUp: 'Given up',
  models: { mix: 'Mix', t11: 'Encoder', pairs: 'What goes with what' },
  about: { mix: 'How much each way of recommending counts', t11: 'What shoppers turn to after what', pairs: 'Which products the same shoppers turn to' },
  helperOnly: 'Only the helper vouches for the public log: shop and helper together could show you another one than everybody else (a split view).',
  budget: 'Privacy budget', budgetWeek: (share: string) => `${share} of this week’s limit spent`, epsilon: (week: string, year: string) => `ε ${week} in 7 days, ε ${year} in a year (δ = 10⁻⁶)`,
  unverified: 'Learning together is off: this shop’s servers could not be verified. Nothing is sent to them and nothing they publish is used. Recommendations go on with what is kept here.',
  away: 'This shop’s learning server does not answer now. Nothing is sent until it does. Recommendations go on with what is kept here.',
  words: 'What these words mean',
  meanings: [
    ['Masked update', 'What your browser learned or counted, as numbers in two halves that each look random. Both travel to the shop’s server, which can open one; only the helper, a second server, can open the other. What is ever put together is the sum over at least 50 browsers, with noise that each server adds.'],
    ['Mix, encoder, what goes with what', 'The three things that shoppers improve together: how much each way of recommending counts, what they turn to after what, and which products go together.'],
    ['Task', 'A published call for updates, with its limits. It stands in the public log before your browser answers it.'],
    ['Report id', 'A random number of one upload. With it you can ask both servers to prove that this upload was counted.'],
    ['ε, δ and ρ', 'How much all that was published can tell about you at most. With ε 1, nothing said about you gets more than 2.7 times as likely than if you had sent nothing, but for one chance in a million (δ). ρ is the unit in which the cost of reports adds up.'],
    ['Public log', 'A list that only grows, with every task and round. The helper, and a witness where the shop has one, vouch that everybody is shown the same list.'],
  ],
  controls: 'Your controls', pauseHour: 'Pause for an hour', pauseLong: 'Pause until I resume', resume: 'Resume',
  pausedUntil: (time: string) => `Paused until ${time}. Nothing is remembered, learned or sent.`, paused: 'Paused until you resume. Nothing is remembered, learned or sent.',
  export: 'Download everything (JSON)', erase: 'Erase everything',
  eraseAsk: 'Erase everything this shop’s recommendations keep in this browser, and stop?', eraseYes: 'Yes, erase', eraseNo: 'Keep it',
  erased: (count: Count) => `Erased ${plural(count, 'thing', 'things')}. Looked again: nothing is left but your “no”.`,
  erasedLog: (count: Count) => `Erased ${plural(count, 'thing', 'things')}. Looked again: only your “no” is left, and the last signed state of the public log, which is the same for everyone.`,
  erasedSpent: (count: Count, entries: Count) => `Erased ${plural(count, 'thing', 'things')}. Looked again: beside your “no” and the last signed state of the public log, the same for everyone, only what was spent is left (${plural(entries, 'entry', 'entries')}: which task, when, how much of the budget), so that nobody can make your device spend twice.`,
  erasedUnseen: (count: Count) => `Erased ${plural(count, 'thing', 'things')}. What was spent of your privacy budget is left; this browser does not let us look how much.`,
  erasedUnsure: (count: Count) => `Erased ${plural(count, 'thing', 'things')}, but the browser still lists the database. Close other tabs of this shop and erase again.`,
  past: 'Sums that were already published cannot be recalled. What was spent of your privacy budget stays noted for a year, so that it cannot be spent twice.',
  failed: (why: string) => `That did not work: ${why}.`,
  /** Why something cannot be done, by the fault's kind. */
  faults: {
    catalogue: 'the shop’s list of products could not be loaded', storage: 'the browser gives no room to keep things', offline: 'a file of this shop did not arrive',
    'no-consent': 'you have not agreed to it', paused: 'it is paused',
  },
  /** Where the kind says nothing to a shopper. */
  fault: 'the part that does this is not running; open the page again',
  refusals: {
    'task-closed': 'it came after the round had ended', 'task-refused': 'the shop’s servers have changed', 'no-task': 'the server does not know the task', storage: 'the browser closed before it was ready',
    'no-consent': 'you erased it before the servers confirmed it; had it left by then, it may have been counted',
  },
  /** Where the reason is the server's own. */
  refused: 'the server turned it away',
  lists: (count: Count) => `Looked at ${plural(count, 'list', 'lists')}`,
  event: {
    page_view: 'Visited', view_item_list: 'Looked at a list', select_item: 'Chose', view_item: 'Viewed', search: 'Searched for', add_to_wishlist: 'Wished for', add_to_cart: 'Put in basket', remove_from_cart: 'Took out of basket',
    view_cart: 'Looked at basket', begin_checkout: 'Began checkout', purchase: 'Bought', refund: 'Returned', review: 'Rated', rec_impression: 'Was shown', rec_click: 'Followed a recommendation', rec_dismiss: 'Dismissed',
  },
} as const;

/** What a fault means to the shopper. */
export function faultWords({ kind }: { readonly kind: string }): string {
  const known: Readonly<Record<string, string>> = PANEL_ENGLISH.faults;
  return known[kind] ?? PANEL_ENGLISH.fault;
}

/** Why a report was not counted, in the shopper's words. */
export function refusalWords(refusal: string): string {
  const known: Readonly<Record<string, string>> = PANEL_ENGLISH.refusals;
  return known[refusal] ?? PANEL_ENGLISH.refused;
}
