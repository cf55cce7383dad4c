import type { ItemId, ProductCard } from '#core/catalogue';
import type { Choice, Purpose, PurposeStates, ToolSignals } from '#core/consent';
import type { AdAct, AdAnswer, AdPlace, Deletion, Explanation, OfferAnswer, OfferPlace, Profile, RecentSearch, Recommendations, RecommendRequest, SearchAnswer, SearchRequest, SteerTarget, SteerWish } from '#core/contract';
import type { EventDraft, EventId, ShopEvent } from '#core/events';
import type { Fault, Result } from '#core/units';

/** What made the page worth drawing again. */
export type HostChange = 'ads-changed' | 'consent' | 'recommendations' | 'profile';

/** Purposes that a shop may ask for: those that something acts on there. */
export type OfferedPurpose = Purpose;

/** Consent as the banner and the panel see it. */
export interface HostConsent {
  states(): PurposeStates;
  /** Whether the browser sends Global Privacy Control. */
  hasGpc(): boolean;
  /** Purposes this shop asks for, in the order of display: a switch that nothing acts on is not shown. */
  readonly offered: readonly OfferedPurpose[];
  /** Whether the shop's own consent tool refuses it, whatever our switch says. */
  isRefusedByTool(purpose: OfferedPurpose): boolean;
  /** What the shop's consent tools say now, by tool; one that has not spoken says nothing of any purpose. */
  heard(): ToolSignals;
  /** Whether the banner should ask. */
  shouldAsk(): boolean;
  /**
   * The shopper chose in our own banner or panel.
   *
   * @param ownSwitches - purposes she switched on one by one, seeing each
   * @param isHers - whether the browser vouches for a real click or key (`Event.isTrusted`); a scripted one counts as the page's word
   */
  choose(choice: Choice, ownSwitches: readonly Purpose[], isHers: boolean): void;
}

/** What our elements ask of the tag that defined them. Answers are values; nothing here throws. */
export interface ElementHost {
  /** BCP 47, for numbers, prices and dates. */
  readonly locale: string;
  readonly consent: HostConsent;
  recommend(request: RecommendRequest): Promise<Result<Recommendations, Fault>>;
  products(ids: readonly ItemId[]): Promise<Result<readonly ProductCard[], Fault>>;
  search(request: SearchRequest): Promise<Result<SearchAnswer, Fault>>;
  /** None without consent. */
  recentSearches(): Promise<Result<readonly RecentSearch[], Fault>>;
  forgetSearches(ids: readonly EventId[]): Promise<Result<unknown, Fault>>;
  profile(): Promise<Result<Profile, Fault>>;
  explain(itemId: ItemId, request: RecommendRequest): Promise<Result<Explanation, Fault>>;
  /** At once, on every shelf. Gives what was deleted, for `restoreEvents`. */
  steer(target: SteerTarget, wish: SteerWish): Promise<Result<readonly ShopEvent[], Fault>>;
  /** Gives what was deleted, for `restoreEvents`. */
  deleteEvents(what: Deletion): Promise<Result<readonly ShopEvent[], Fault>>;
  restoreEvents(events: readonly ShopEvent[]): Promise<Result<void, Fault>>;
  /** An ad for a place on the page; needs `local` and `ads`. */
  ad(place: AdPlace): Promise<Result<AdAnswer, Fault>>;
  /** A product's price, or her coupon; needs `local` and `ads`. */
  offer(place: OfferPlace): Promise<Result<OfferAnswer, Fault>>;
  /** What became of a showing. */
  adEvent(recId: string, act: AdAct): Promise<Result<void, Fault>>;
  /** Keeps what the shopper did with a recommendation, if she agreed to that. */
  record(draft: EventDraft): void;
  /** Address of a product's page, a relative one resolved; '' where it may not be followed. */
  address(relative: string): string;
  /** The file of a product's picture from a pack, the address of one that the shop serves, or '' where it is to be drawn. */
  picture(product: ProductCard): Promise<Uint8Array | string>;
  nowMs(): number;
  /** The result stops it. */
  subscribe(listener: (change: HostChange) => void): () => void;
}
