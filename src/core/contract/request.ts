/** Where on a shop's pages a shelf may stand. */
export const PLACEMENTS = ['home', 'category', 'product-related', 'cart', 'search-empty'] as const;
/** One of {@link PLACEMENTS}. */
export type Placement = (typeof PLACEMENTS)[number];

/** Items of a shelf whose page does not say how many: one row of a wide screen. */
export const DEFAULT_COUNT = 8;
/** Most items one request may ask for: a long page of results. */
export const MAX_COUNT = 100;

/** What a page wrote as a placement; a home shelf where it is none. */
export function placementOf(written: unknown): Placement {
  return PLACEMENTS.find((placement) => placement === written) ?? 'home';
}

/** Items to answer a request for `count` with: a whole number from 0 to {@link MAX_COUNT}, 0 where it is no number. */
export function servedCount(count: number): number {
  return Math.max(0, Math.min(MAX_COUNT, Math.floor(count) || 0));
}
