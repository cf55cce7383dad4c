import type { ItemId } from '#core/catalogue';
import type { Brand, ContentHash } from '#core/units';

/** Names a campaign for ever: small letters, digits and dashes, 1 to 64. It stands in events, tasks and figures. */
export type CampaignId = Brand<string, 'CampaignId'>;
/** Names a creative within its shop: small letters, digits and dashes, 1 to 64. */
export type CreativeId = Brand<string, 'CreativeId'>;

/** What a campaign is after; it decides which event its value is counted by. */
export const OBJECTIVES = ['views', 'clicks', 'sales'] as const;
export type Objective = (typeof OBJECTIVES)[number];

/**
 * What one event is worth to the shop. `cpm`: of a thousand viewable impressions. `cpc`: of a click. `cpa`: of a conversion.
 * `margin`: the shop's own campaign earns this share of what is bought.
 */
export type Bid =
  | { readonly kind: 'cpm' | 'cpc' | 'cpa'; readonly cents: number }
  | { readonly kind: 'margin'; readonly share: number };
export const BID_KINDS = ['cpm', 'cpc', 'cpa', 'margin'] as const;

/** Hours of the week by the shopper's own clock: weekdays 0 (Sunday) to 6, from `fromHour` (0 to 23) to before `toHour` (1 to 24). */
export interface Daypart {
  readonly weekdays: readonly number[];
  readonly fromHour: number;
  readonly toHour: number;
}

/** Where a shopper stands with the shop, from how lately, how often and for how much she bought. */
export const LIFE_CYCLES = ['new', 'potential', 'loyal', 'lapsing'] as const;
export type LifeCycle = (typeof LIFE_CYCLES)[number];

/**
 * Whom a campaign is meant for, decided on the device and by what it did alone: no age, gender or region. Of each list one
 * match is enough, and every list that is not empty must match; all empty means everybody, and so does more than one
 * list as long as nobody counts whom several hold (`#core/audience` `isTargeted`).
 */
export interface Audience {
  /** Interest tags of the taxonomy, by their names. */
  readonly tags: readonly string[];
  /** Categories of the catalogue, any level. */
  readonly categories: readonly string[];
  /** Portraits, by their number. */
  readonly clusters: readonly number[];
  readonly lifeCycles: readonly LifeCycle[];
}

/** Most viewable impressions on one device; absent: no limit beyond those that hold for every campaign. */
export interface Caps {
  readonly hour?: number;
  readonly day?: number;
  readonly week?: number;
  readonly month?: number;
  readonly total?: number;
}
/** Spans a cap may name, with their lengths in `CAP_SPANS_MS`. */
export const CAP_SPANS = ['hour', 'day', 'week', 'month', 'total'] as const;
export type CapSpan = (typeof CAP_SPANS)[number];

/** What counts as a conversion, and until when after an ad. */
export interface Conversion {
  /** Items whose purchase counts; empty: any purchase in the shop. */
  readonly itemIds: readonly ItemId[];
  /** Categories whose purchase counts too. */
  readonly categories: readonly string[];
  /** After a click, ms; 7 days where the shop says nothing. */
  readonly clickWindowMs: number;
  /** After a viewable impression without a click, ms; 1 day where the shop says nothing, 0 for clicks only. */
  readonly viewWindowMs: number;
}

/** Width and height of an ad in CSS pixels. */
export interface AdSize {
  readonly width: number;
  readonly height: number;
}

/** Native assets by Prebid's names; text in `locale` of the creative, pictures as content addresses of the shop's packs. */
export interface NativeAssets {
  readonly title: string;
  /** Who pays, shown on every ad. */
  readonly sponsored: string;
  readonly desc?: string;
  /** Picture file of the ad catalogue's picture pack, by its hash; absent: the product's own, or a drawn one. */
  readonly image?: ContentHash;
  readonly icon?: ContentHash;
  readonly priceCents?: number;
  readonly salePriceCents?: number;
  readonly ctatext?: string;
  /** Shown, not followed. */
  readonly displayurl?: string;
}

/** Drawing styles a creative may name; each is one style sheet of `<homebird-ad>`. */
export const AD_STYLES = ['card', 'banner', 'price', 'quiet'] as const;
export type AdStyle = (typeof AD_STYLES)[number];

/** One way to show a campaign. */
export interface Creative {
  readonly id: CreativeId;
  /** BCP 47, or '' for any language. */
  readonly locale: string;
  /** Sizes it may be drawn in. */
  readonly sizes: readonly AdSize[];
  readonly style: AdStyle;
  /** The product it shows, whose catalogue facts its text may use; absent: a creative of the shop as a whole. */
  readonly itemId?: ItemId;
  readonly assets: NativeAssets;
  /** Where a click leads: a path of the shop or an absolute https address. */
  readonly landing: string;
}

/** A campaign as everybody loads it: all that a device needs to choose, draw and count, and nothing of budgets. */
export interface Campaign {
  readonly id: CampaignId;
  readonly advertiser: string;
  readonly objective: Objective;
  readonly bid: Bid;
  /** 0 (first) to 9: a lower tier is served before a higher one, whatever their values. */
  readonly tier: number;
  /** ms since 1970. */
  readonly startMs: number;
  readonly endMs: number;
  /** Empty: at any hour. */
  readonly dayparts: readonly Daypart[];
  readonly audience: Audience;
  /** Shoppers who bought one of these are left out, whatever the conversion; empty: those who converted. */
  readonly excludedItemIds: readonly ItemId[];
  /** Pages of these categories never show it. */
  readonly excludedCategories: readonly string[];
  readonly caps: Caps;
  /** Slots it may stand in, by `<homebird-ad slot>`; empty: any. */
  readonly slots: readonly string[];
  readonly creatives: readonly Creative[];
  readonly conversion: Conversion;
}
