import type { ItemId } from '#core/catalogue';
import type { RecommendRequest } from '#core/contract';
import type { ShopEvent } from '#core/events';

/** Products of answers remembered on a page: some long lists. */
const MAX_NAMED = 500;
/** Types that a click on a recommendation may have caused. */
const CAUSED = new Set<ShopEvent['type']>(['view_item', 'add_to_cart', 'add_to_wishlist', 'purchase']);

/** Where a product stood in an answer. */
interface Place {
  readonly recId: string;
  readonly placement: RecommendRequest['placement'] | 'search';
  readonly position: number;
}

/**
 * Shelves and results that a shop draws itself from `recommend` and `search`: a choice (`select_item`) of a product that the page asked for counts
 * as a click on that recommendation, and what follows with the product carries its id. The newest answer counts; lives as
 * long as the page.
 */
export interface OwnShelves {
  answered(recId: string, placement: Place['placement'], ids: readonly ItemId[]): void;
  attribute(event: ShopEvent): ShopEvent;
}

/** Starts with no answer. */
export function ownShelves(): OwnShelves {
  const named = new Map<ItemId, Place>();
  const clicked = new Map<ItemId, string>();
  return {
    answered(recId, placement, ids) {
      for (const [position, id] of ids.entries()) {
        named.delete(id); // so that it is the youngest
        named.set(id, { recId, placement, position });
      }
      for (const id of [...named.keys()].slice(0, Math.max(0, named.size - MAX_NAMED))) named.delete(id);
    },
    attribute(event) {
      const [first] = event.items;
      if (!first || event.recId !== undefined) return event;
      const place = named.get(first.itemId);
      if (event.type === 'select_item' && place) {
        clicked.set(first.itemId, place.recId);
        return { ...event, type: 'rec_click', ...place };
      }
      const recId = CAUSED.has(event.type) ? clicked.get(first.itemId) : undefined;
      return recId === undefined ? event : { ...event, recId };
    },
  };
}
