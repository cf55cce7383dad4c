import type { ItemId } from '#core/catalogue';

/** A taste by the name that the profile shows: a category of any level, or a brand, as the feed spells it. */
export interface InterestName {
  readonly kind: 'category' | 'brand';
  readonly name: string;
}

/** What her page may take her for besides her tastes: where she stands among prices, how she stands with the shop, whom she is like, which words say so, how likely she buys. */
export const FACT_NAMES = ['price', 'life-cycle', 'portrait', 'words', 'buying'] as const;
export interface FactName {
  readonly kind: 'fact';
  readonly name: (typeof FACT_NAMES)[number];
}

/** What a shopper may steer: a product by its id, an interest, or what else she is taken for. */
export type SteerTarget = ItemId | InterestName | FactName;

/**
 * What she asks for. It holds from the next shelf on, in every tab and over every new model, until `none` or an erasure.
 * Of a product: `less` makes what is like it sink; `hide` never shows it again, and nothing done with it counts any more.
 * Of an interest: `pin` lifts its products on every shelf and never fades; `never` shows none of them, and nothing done
 * with them counts any more; `forget` deletes every line of the history that names one of them, at once, and a pin with it.
 * Of a fact: `never` has it worked out no more.
 * `none` takes back less, hide, pin and never, and the dismissal that a card noted with it; what was deleted comes back only
 * from whoever holds it, as the panel does for twelve seconds.
 */
export type SteerWish = 'less' | 'hide' | 'pin' | 'never' | 'forget' | 'none';

/** A wish about an interest or a fact, as it is kept. */
export interface InterestWish {
  readonly kind: (InterestName | FactName)['kind'];
  readonly name: string;
  readonly wish: 'pin' | 'never';
}
