import type { AdFacts, AudienceFacts, Predict } from '#core/ads';
import type { BrandRules, Campaign, Creative } from '#core/campaigns';
import type { Catalogue, ItemId } from '#core/catalogue';
import type { DeviceStores } from '#core/contract';
import type { EventId, ShopEvent } from '#core/events';
import type { Clock, Randomness } from '#core/units';

/** What this device worked out about its shopper, and what its shop's files say beside it. */
export interface AdAudience extends AudienceFacts {
  /** Typical price of the shop, cents; 0 where it names none. */
  readonly orderCents: number;
}

/** A template, and the product that it was filled with where that is known. */
export interface Template {
  readonly campaign: Campaign;
  readonly creative: Creative;
  readonly itemId?: ItemId | undefined;
}

/** What a device's server of ads works over. */
export interface AdServerParts {
  readonly stores: DeviceStores;
  /** Writes and deletes so that the panel and other rooms see it. */
  readonly shopper: { add(events: readonly ShopEvent[]): Promise<void>; remove(ids: readonly EventId[]): Promise<number> };
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly freshId: () => string;
  readonly audience: () => Promise<AdAudience>;
  /** Chances by the models that are trained now, for this moment; without one, or where it gives none, the bandit's linear model speaks alone. */
  readonly predict?: (facts: AdFacts) => Promise<Predict | undefined>;
  /**
   * Templates as they read for her now, in the order asked: filled with the facts of a product, which is in `itemId` of the
   * creative. Undefined for one that no product of its campaign can fill, `brand-rules` for one that says what `rules` forbid. A text without slots comes back as it was written.
   */
  readonly fill: (templates: readonly Template[], locale: string, rules?: BrandRules) => Promise<readonly (Creative | 'brand-rules' | undefined)[]>;
  /** Whether `ads` is granted at this moment. */
  readonly hasConsent: () => boolean;
  /** One after the other among all tabs of the shop. */
  readonly inTurn: <Value>(act: () => Promise<Value>) => Promise<Value>;
  /** Loads the pictures of all products, so that none is asked for because of what was drawn. */
  readonly loadProductPictures: () => Promise<unknown>;
  /** The product's own picture, from packs. */
  readonly productPicture: (itemId: ItemId) => Promise<Uint8Array | null>;
}
