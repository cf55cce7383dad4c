import type { EventType, ShopEvent } from '#core/events';

/**
 * Interest one event of a type shows, in views of an item. Types without an entry say nothing about one item
 * (a list scrolled past, a cart looked at again) and make no interaction.
 */
const WEIGHT_BY_TYPE: { readonly [T in EventType]?: number } = {
  view_item: 1,
  select_item: 1.5,
  rec_click: 1.5,
  add_to_wishlist: 2,
  add_to_cart: 3,
  purchase: 5,
  remove_from_cart: -2,
  refund: -2,
  rec_dismiss: -2,
  review: 1,
};

/** Weight of a review by its stars, 1 to 5; a middling one still shows that the shopper cares for the kind. */
const WEIGHT_BY_STARS = [-2, -1, 0.5, 1.5, 3] as const;

/** Dwell scales a weight no further than this either way: a tab left open overnight is not love. */
const LEAST_DWELL_SCALE = 0.25;
const MOST_DWELL_SCALE = 2;

/** Interest of one event before dwell, in views of an item; undefined where its type says nothing about one item. */
export function weightOf(event: ShopEvent): number | undefined {
  if (event.type === 'review' && event.rating !== undefined) {
    const stars = Math.min(5, Math.max(1, Math.round(event.rating)));
    return WEIGHT_BY_STARS[stars - 1];
  }
  return WEIGHT_BY_TYPE[event.type];
}

/**
 * How much longer or shorter than usual the shopper stayed: 1 at her own median, so that slow and fast readers weigh
 * alike; 1 where the dwell is missing.
 */
export function dwellScale(dwellMs: number | undefined, medianDwellMs: number): number {
  if (dwellMs === undefined || !(dwellMs >= 0) || !(medianDwellMs > 0)) return 1;
  const scale = Math.log1p(dwellMs / 1000) / Math.log1p(medianDwellMs / 1000);
  return Math.min(MOST_DWELL_SCALE, Math.max(LEAST_DWELL_SCALE, scale));
}

/** Median of the known dwells of viewed items, ms; 0 where none is known. */
export function medianDwellMs(events: readonly ShopEvent[]): number {
  const dwells: number[] = [];
  for (const event of events) {
    if (event.type === 'view_item' && event.dwellMs !== undefined && event.dwellMs > 0) dwells.push(event.dwellMs);
  }
  dwells.sort((a, b) => a - b);
  return dwells[dwells.length >> 1] ?? 0;
}
