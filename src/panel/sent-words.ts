import { bookOf } from '#page/words';

/** Words of what was sent, in English. */
export const SENT_ENGLISH = {
  uploads: 'What was sent', uploadsNone: 'Nothing was ever sent from this browser.',
  uploadLead: 'Each line is one report: a masked update. A line opens to the exact bytes that left, or will leave, this browser, unless they were erased.',
  bytes: 'Exact bytes', size: 'Size', task: 'Task', report: 'Report id', cost: 'Privacy spent', refusal: 'Why not', gone: 'Bytes were erased; the cost still counts.', goneShort: 'bytes erased', noBytes: 'no bytes kept', copy: 'Copy', copied: 'Copied', save: 'Save as a file', elsewhere: 'from another device', elsewhereWhat: 'Your other device sent this. Its bytes stayed there; here it counts towards your budget.',
  more: (count: string) => `Show ${count} more`,
  prove: 'Ask both servers whether it was counted',
  proveWhat: (server: string) => `Your browser cannot know that by itself. Opens a page of the helper, the second server (${server}), which knows the report’s id and asks only when you say so there. If it does not open, that server is down: try again later.`,
  states: { draft: 'Being made', sealed: 'Waiting to be sent', sent: 'Sent, not confirmed', acked: 'Received', refused: 'Not counted' }, givenUp: 'Given up',
  measurement: 'Measurement', measured: 'Counts of what happened on this browser, for a sum over many. Public and the same for everybody:', layout: 'what each number counts',
  models: { mix: 'Mix', t11: 'Encoder', pairs: 'What goes with what', ctr: 'Ads followed', cvr: 'Purchases after ads', portraits: 'Portraits' },
  about: { mix: 'How much each way of recommending counts', t11: 'What shoppers turn to after what', pairs: 'Which products the same shoppers turn to', ctr: 'Which ads are followed', cvr: 'Which followed ads lead to a purchase', portraits: 'What groups of shoppers like' },
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
  refusals: {
    'task-closed': 'it came after the round had ended', 'task-refused': 'the shop’s servers have changed', 'no-task': 'the server does not know the task', storage: 'the browser closed before it was ready',
    moved: 'you moved to another device before the servers confirmed it; had it left by then, it may have been counted', 'no-consent': 'you erased it before the servers confirmed it; had it left by then, it may have been counted',
  },
  /** Where the reason is the server's own. */
  refused: 'the server turned it away',
} as const;

/** What was sent, in the page's words. */
export const sentBook = bookOf(SENT_ENGLISH, {
  zh: async () => (await import('./panel-zh.ts')).SENT,
  ar: async () => (await import('./panel-ar.ts')).SENT,
});

/** Why a report was not counted, in the shopper's words. */
export function refusalWords(refusal: string): string {
  const known: Readonly<Record<string, string>> = sentBook.words().refusals;
  return known[refusal] ?? sentBook.words().refused;
}
