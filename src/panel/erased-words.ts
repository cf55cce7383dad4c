import { bookOf, pluralsOf, type Count } from '#page/words';

const plural = pluralsOf('en');

/** What is said after an erasure, in English. */
export const ERASED_ENGLISH = {
  erased: (count: Count) => `Erased ${plural(count, { one: '# thing', other: '# things' })}. Looked again: nothing is left but your “no”.`,
  erasedLog: (count: Count) => `Erased ${plural(count, { one: '# thing', other: '# things' })}. Looked again: left are your “no” and the last signed state of the public log, which is the same for everyone.`,
  erasedSpent: (count: Count, entries: Count) => `Erased ${plural(count, { one: '# thing', other: '# things' })}. Looked again: left are your “no”, the last signed state of the public log, the same for everyone, and what was spent (${plural(entries, { one: '# entry', other: '# entries' })}: which task, when, how much of the budget), so that nobody can make your device spend twice.`,
  erasedOnly: (count: Count) => `Erased ${plural(count, { one: '# thing', other: '# things' })}. Looked again: your “no” is left.`,
  erasedMoved: 'The note that you moved to another device stays too, so that this one sends nothing until its time has passed.',
  erasedUnseen: (count: Count) => `Erased ${plural(count, { one: '# thing', other: '# things' })}. What was spent of your privacy budget is left; this browser does not let us look how much.`,
  erasedUnsure: (count: Count) => `Erased ${plural(count, { one: '# thing', other: '# things' })}, but the browser still lists the database. Close other tabs of this shop and erase again.`,
} as const;

/** The same in the page's language. */
export const erasedBook = bookOf(ERASED_ENGLISH, {
  zh: async () => (await import('./panel-zh.ts')).ERASED,
  ar: async () => (await import('./panel-ar.ts')).ERASED,
});
