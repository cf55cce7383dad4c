import type { EventDraft, ShopEvent } from '#core/events';

/** Clicked recommendations remembered on a page. */
const MAX_CLICKED = 100;
/** Types that a recommendation may have caused. */
const CAUSED = new Set<ShopEvent['type']>(['view_item', 'add_to_cart', 'add_to_wishlist', 'purchase']);

/** Joins what a shopper does with a product to the recommendation she clicked for it. Lives as long as the page. */
export interface Causes {
  clicked(draft: EventDraft): void;
  /** `event` with the id of the recommendation that led to it, if one did. */
  explain<Event extends EventDraft>(event: Event): Event;
  forget(): void;
}

/** Starts with no click. */
export function causes(): Causes {
  const recIdByItem = new Map<string, string>();
  return {
    clicked({ type, recId, items: [first] }) {
      if (type !== 'rec_click' || recId === undefined || !first) return;
      const [oldest] = recIdByItem.keys();
      if (recIdByItem.size >= MAX_CLICKED && oldest !== undefined) recIdByItem.delete(oldest);
      recIdByItem.set(first.itemId, recId);
    },
    explain(event) {
      const [first] = event.items;
      const recId = first && CAUSED.has(event.type) && event.recId === undefined ? recIdByItem.get(first.itemId) : undefined;
      return recId === undefined ? event : { ...event, recId };
    },
    forget: () => recIdByItem.clear(),
  };
}
