import { bookOf } from '#page/words';

/** Every word of the history of ads, in English. */
export const SHOWN_ENGLISH = {
  lead: 'Kept in this browser alone. What you delete here may come again as if you had not seen it.',
  thinking: 'Looking it up…', none: 'None yet.',
  by: (advertiser: string) => `Sponsored by ${advertiser}`, over: 'An ad that is over',
  seen: 'seen', unseen: 'not in view for long enough to count', followed: 'you followed it', sentAway: 'you sent it away', dot: ' · ',
  matched: (names: string) => `Meant for people interested in: ${names}.`, everybody: 'Shown to everybody: nothing about you was asked for.', comma: ', ',
  chance: (share: string) => `It was drawn with a chance of ${share}.`,
  hide: 'Hide', hideWhat: (title: string) => `Hide ${title}`, hidden: 'Hidden', hid: (title: string) => `${title} will not come again.`,
  less: (advertiser: string) => `Less from ${advertiser}`, lessened: (advertiser: string) => `You will see less from ${advertiser}.`,
  back: 'Take back', backWhat: (title: string) => `Take back what you said of ${title}`, remove: (title: string) => `Delete ${title}`, removed: (title: string) => `Deleted: ${title}.`, removeAll: 'Delete all', removedAll: 'All of them are deleted.',
  more: (count: string) => `Show ${count} more`,
} as const;

/** The same in the page's language. */
export const shownBook = bookOf(SHOWN_ENGLISH, {
  zh: async () => (await import('./panel-ads-zh.ts')).SHOWN,
  ar: async () => (await import('./panel-ads-ar.ts')).SHOWN,
});
