import type { ItemId } from '#core/catalogue';
import type { Brand } from '#core/units';

/** 32 hex digits drawn by the page; the same id again replaces the event (a view learns its dwell later). */
export type EventId = Brand<string, 'EventId'>;

/** Types that models number, in this order: it is part of what a trained model means, so it never changes. */
export const NUMBERED_TYPES = [
  'page_view', 'view_item_list', 'select_item', 'view_item', 'search', 'add_to_wishlist', 'add_to_cart', 'remove_from_cart',
  'view_cart', 'begin_checkout', 'purchase', 'refund', 'review', 'rec_impression', 'rec_click', 'rec_dismiss',
] as const;
/**
 * What becomes of an ad of ours: drawn, half in view for a second, followed, sent away; `ad_ghost` is one that an experiment's
 * holdout would have shown and did not.
 */
export const AD_EVENT_TYPES = ['ad_impression', 'ad_viewable', 'ad_click', 'ad_dismiss', 'ad_ghost'] as const;
/** Canonical names are GA4's; `review`, `rec_*` and `ad_*` are ours. Those after the numbered ones say nothing about one item. */
export const EVENT_TYPES = [...NUMBERED_TYPES, 'add_payment_info', 'view_promotion', 'select_promotion', ...AD_EVENT_TYPES] as const;
export type EventType = (typeof EVENT_TYPES)[number];
/** What the shopper did with the shop; ads have a history of their own. */
export type ShopEventType = Exclude<EventType, (typeof AD_EVENT_TYPES)[number]>;

/** Whether `event` tells what she did with the shop, and not what became of an ad. */
export function isBehaviour(event: ShopEvent): event is ShopEvent & { readonly type: ShopEventType } {
  return !event.type.startsWith('ad_');
}

/** Whether what a store gave back for an event can be read as one, whatever became of it there: every reader asks for its type, and for products of its lines. */
export function isReadable({ type, items }: { readonly type: unknown; readonly items: unknown }): boolean {
  return typeof type === 'string' && Array.isArray(items) && items.every((item: { itemId?: unknown } | null) => item?.itemId);
}

/** One line of an event. */
export interface EventItem {
  readonly itemId: ItemId;
  /** Whole units, 1 where the shop says nothing. */
  readonly quantity?: number;
  readonly priceCents?: number;
}

/** One thing a shopper did, as it is kept on the device. Holds no name, address or identifier of the shopper. */
export interface ShopEvent {
  readonly id: EventId;
  readonly type: EventType;
  /** Shopper's clock, ms since 1970. */
  readonly atMs: number;
  /** Empty for events without products (`page_view`, `search`). */
  readonly items: readonly EventItem[];
  /** Path and query of the page, without fragment; at most 512 characters. */
  readonly page: string;
  /** What the page calls itself, of a `page_view` where that is the shop's own wording; see `pageTitle`. */
  readonly title?: string;
  /** Visible and focused time on a viewed product, ms. */
  readonly dwellMs?: number;
  /** Largest part of the page seen, 0 to 1. */
  readonly scrollShare?: number;
  readonly query?: string;
  /** Removes a purchase reported twice. */
  readonly transactionId?: string;
  readonly valueCents?: number;
  /** Of a purchase: `couponDigest` of the code that was redeemed. */
  readonly coupon?: string;
  /** 1 to 5; a review's text is never stored. */
  readonly rating?: number;
  /** Joins a click or purchase to the recommendation that caused it. */
  readonly recId?: string;
  readonly placement?: string;
  readonly position?: number;
  /** Which list was looked at or chosen from, as the shop calls it (`item_list_id`). */
  readonly listId?: string;
  /** Which of the shop's own promotions was shown or followed. */
  readonly promotionId?: string;
  readonly creativeSlot?: string;
  /** Of `ad_*`: whose ad it was, which of its creatives, and in which slot. `recId` joins what became of one showing. */
  readonly campaignId?: string;
  readonly creativeId?: string;
  readonly slot?: string;
  /** Of `ad_impression` and `ad_ghost`: the chance with which this creative was drawn, above 0, for off-policy estimates. */
  readonly propensity?: number;
  /** Of `ad_impression`: how likely a trained model thought a click, and a purchase after one, before calibration and before her own past; above 0 and below 1. */
  readonly clickChance?: number;
  readonly buyChance?: number;
  /** Of `ad_impression`: the policy that was on trial, and the chance with which it would have drawn this creative, 0 to 1. */
  readonly policyId?: string;
  readonly target?: number;
}
