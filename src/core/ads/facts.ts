import type { ItemId } from '#core/catalogue';
import type { AdSize, Campaign, CampaignId, CreativeId, Delivery, LifeCycle } from '#core/campaigns';
import type { ShopEvent } from '#core/events';
import type { ContentHash } from '#core/units';
import { conversionsOf, purchasesOf } from './attribution.ts';
import type { Showing } from './history.ts';

/** What this device alone worked out about its shopper, as far as campaigns may aim by it. */
export interface AudienceFacts {
  /** Names, as the campaigns spell them. */
  readonly tags: readonly string[];
  readonly categories: readonly string[];
  readonly cluster?: number | undefined;
  readonly lifeCycle?: LifeCycle | undefined;
}
/** Of somebody nobody knows: no campaign that is aimed matches. */
export const NOBODY_KNOWN: AudienceFacts = { tags: [], categories: [] };

/** What she said about ads. */
export interface AdWishes {
  /** Campaigns and creatives that she hid, by id. */
  readonly hidden: readonly string[];
  /** Advertisers that she dislikes, by name. */
  readonly disliked: readonly string[];
}

/** Why a text cannot be shown: a template lacks a fact, or the merchant's rules forbid what it says. */
export type TextBar = 'facts-missing' | 'brand-rules';

/** One moment in which an ad may be shown: all that the rules ask. */
export interface AdFacts {
  /** Whether `ads` is granted now, Global Privacy Control heard. */
  readonly hasConsent: boolean;
  readonly isPageVisible: boolean;
  /** Shopper's clock, ms since 1970, and what it shows: weekday 0 (Sunday) to 6, hour 0 to 23. */
  readonly nowMs: number;
  readonly weekday: number;
  readonly hour: number;
  /** The ad catalogue in use, and when the log was last seen to hold it. */
  readonly catalogue: { readonly hash: ContentHash; readonly confirmedMs: number };
  /** Absent before one was loaded. */
  readonly delivery?: Delivery;
  /** As `showingsOf` gives them. */
  readonly showings: readonly Showing[];
  /** As `ghostsOf` gives them; absent: no experiment keeps ads from her. */
  readonly ghosts?: readonly Showing[];
  readonly wishes: AdWishes;
  /** This device's number for a campaign, as `leaseDraw` gives it. */
  leaseOf(id: CampaignId): number;
  readonly slot: string;
  /** Sizes that the slot takes, best first. */
  readonly sizes: readonly AdSize[];
  /** BCP 47, of the page. */
  readonly locale: string;
  /** Categories that the page is about, any level. */
  readonly pageCategories: readonly string[];
  /** Whether a running A/B test gives this creative to other devices (`experimentsHere`); absent: none runs. */
  isOfOtherArm?(campaign: CampaignId, creative: CreativeId): boolean;
  /** Creatives whose text cannot be shown now, and why; absent: none. */
  readonly textBars?: ReadonlyMap<CreativeId, TextBar>;
  readonly shopper: AudienceFacts;
  /** Items that she bought and did not send back. */
  readonly bought: ReadonlySet<ItemId>;
  /** Campaigns whose conversion she was. */
  readonly converted: ReadonlySet<CampaignId>;
  /** Categories of an item, any level; none of one that is not sold. */
  categoriesOf(itemId: ItemId): readonly string[];
}

/** What her purchases say to the rules. */
export function buyerFacts(events: readonly ShopEvent[], campaigns: readonly Campaign[], categoriesOf: AdFacts['categoriesOf']): Pick<AdFacts, 'bought' | 'converted'> {
  return {
    bought: new Set(purchasesOf(events).flatMap(({ lines }) => lines.map(({ itemId }) => itemId))),
    converted: new Set(conversionsOf(events, campaigns, categoriesOf).map(({ campaignId }) => campaignId)),
  };
}
