import type { ItemId, ItemIndex } from '#core/catalogue';

/** Scorers and baselines by the names every table and file uses. */
export const SCORERS = ['popularity', 'content', 'model', 'co-occurrence', 'on-device', 'mix'] as const;
export type ScorerName = (typeof SCORERS)[number];

/** Why an item stands where it stands, from the scorer that decided. Rendered by `#page/elements` in the shopper's language. */
export interface Reason {
  /** The scorer with the largest share in the item's score. */
  readonly scorer: Exclude<ScorerName, 'mix'>;
  /** `similar-to-viewed`/`interest`/`viewed-again` name their evidence; `popular` and `popular-lately` are not personal; `pinned` is about an interest she pinned. */
  readonly kind: 'similar-to-viewed' | 'interest' | 'viewed-again' | 'goes-with' | 'popular' | 'popular-lately' | 'pinned' | 'explore';
  /** Items of the shopper's own history that carry it, strongest first, at most 3. */
  readonly evidence: readonly ItemId[];
  /** What she did with the first of them, the strongest of it, and how often she viewed it. Absent without evidence. */
  readonly act?: { readonly kind: 'in-cart' | 'bought' | 'viewed'; readonly views: number };
  /** Category or brand the reason is about; '' where there is none. */
  readonly about: string;
  /** Share of each scorer in the item's mixed score; sums to 1 over the absolute values. */
  readonly shares: Readonly<Partial<Record<ScorerName, number>>>;
}

/** One product in its place, and why it stands there. */
export interface Recommendation {
  readonly item: ItemIndex;
  readonly id: ItemId;
  readonly score: number;
  readonly reason: Reason;
}
