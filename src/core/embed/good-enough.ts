/** Share of the products that pages name which a catalogue should know: below it, shelves learn from less than they could. One in twenty may be new, sold out or of another feed. */
export const GOOD_JOIN_SHARE = 0.95;
/** What says for sure that nothing is at an address: another error may be about who asks, not about the page. */
export const GONE_STATUSES: ReadonlySet<number> = new Set([404, 410]);
/** A script that holds the main thread longer in one go is felt, ms: the bound of a long task (W3C Long Tasks API). */
export const LONG_TASK_MS = 50;
