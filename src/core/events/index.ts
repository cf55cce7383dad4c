/**
 * **Knows** what a shop event is and the promise of the log that keeps it.
 * **Not here** reading pages (`#page/collect`), keeping bytes (`#page/store`), sessions (`#core/features`).
 * **Trust** events come from a page script: every field is bounded and checked by `parseEvent` before it is kept.
 */
export { EVENT_TYPES, type EventId, type EventItem, type EventType, type ShopEvent } from './event.ts';
export type { EventLog } from './log.ts';
