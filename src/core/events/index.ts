/**
 * **Knows** what a shop event is, how GA4 spells one, what is personal, and the promise of the log that keeps it.
 * **Not here** reading pages (`#page/collect`), keeping bytes (`#page/store`), sessions (`#core/features`).
 * **Trust** events come from a page script: every field is bounded and checked by `parseEvent` before it is kept, and only
 * known fields survive.
 */
export { AD_FIELDS } from './ad-fields.ts';
export { couponDigest } from './coupon-digest.ts';
export { EVENT_TYPES, isBehaviour, isReadable, NUMBERED_TYPES, type EventId, type EventItem, type EventType, type ShopEvent, type ShopEventType } from './event.ts';
export { isShopCall, readShopCall, type EventDraft } from './ga4.ts';
export type { EventLog } from './log.ts';
export { MAX_DWELL_MS, MAX_ITEMS, MAX_QUERY_LENGTH, parseEvent, type FieldChecks } from './parse.ts';
export { isPersonalKey, looksPersonal, MAX_PAGE_LENGTH, MAX_TITLE_LENGTH, pageTitle, pageWithoutPersonal } from './personal.ts';
