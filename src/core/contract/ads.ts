import type { AdSize, AdStyle, BrandRules, NativeAssets } from '#core/campaigns';
import type { EventId } from '#core/events';

/** Where an ad is asked for. */
export interface AdPlace {
  /** As the page calls it. */
  readonly slot: string;
  /** Sizes that fit, best first; as text as `<homebird-ad sizes>` spells them. */
  readonly sizes: readonly AdSize[] | string;
  /** Categories that the page is about; absent where it is about none. */
  readonly categories?: readonly string[];
}

/** The same, of a page as it is now. */
export interface AdRequest extends AdPlace {
  /** BCP 47, of the page. */
  readonly locale: string;
  /** Whether somebody can see the page now. */
  readonly isVisible: boolean;
}

/** Sizes in a text such as `300x250,320x50`; none where it spells none. */
export function adSizes(text: string): readonly AdSize[] {
  return [...text.matchAll(/(\d+)x(\d+)/g)].map(([, width, height]) => ({ width: Number(width), height: Number(height) }));
}

/** An ad that was drawn for this device, and is noted as shown. Pictures are files of packs that every device loads whole. */
export interface ShownAd {
  /** Of this showing; what becomes of it is told by `WorkerApi.adEvent`. 32 hex digits. */
  readonly recId: string;
  readonly campaignId: string;
  readonly creativeId: string;
  readonly advertiser: string;
  readonly assets: NativeAssets;
  readonly style: AdStyle;
  /** BCP 47, of the text; '' for any. */
  readonly locale: string;
  readonly size: AdSize;
  /** What its text is held to, also where a browser's model rewords it; absent where the merchant wrote none. */
  readonly rules?: BrandRules;
  /** ISO 4217. */
  readonly currency: string;
  readonly landing: string;
  readonly image: Uint8Array | null;
  readonly icon: Uint8Array | null;
  readonly why: AdWhy;
}

/** Why she sees it, from what decided. */
export interface AdWhy {
  /** Interests, categories and where she stands with the shop that the campaign aims at and that are hers; empty where it aims at nobody. */
  readonly matched: readonly string[];
  /** The chance with which it was drawn, above 0. */
  readonly propensity: number;
  /** Whether the share of draws that are uniform over all drew it: a random pick, to learn. */
  readonly isRandom: boolean;
  /** How likely she was thought to follow it, 0 to 1, and what that is worth to the shop, cents. */
  readonly clickChance: number;
  readonly valueCents: number;
}

/** What may be shown, and how many creatives each rule kept away (`AdBar` of `#core/ads`; of `files`: nothing verified is there yet). */
export interface AdAnswer {
  readonly ad: ShownAd | null;
  readonly bars: Readonly<Record<string, number>>;
}

/** What became of a showing: half in view for a second, followed, sent away, its campaign hidden, its advertiser disliked, the last three taken back. */
export const AD_ACTS = ['viewable', 'click', 'dismiss', 'hide', 'dislike', 'undo'] as const;
export type AdAct = (typeof AD_ACTS)[number];

/** What she said about ads. */
export interface AdWishes {
  /** Ids of campaigns that she hid. */
  readonly hidden: readonly string[];
  /** Names of advertisers that she dislikes. */
  readonly disliked: readonly string[];
}

/** One ad she saw, as the panel tells of it. Times in ms since 1970. */
export interface AdRow {
  readonly recId: string;
  readonly advertiser: string;
  /** Of the creative; '' where its campaign is over. */
  readonly title: string;
  readonly slot: string;
  readonly shownMs: number;
  readonly viewedMs: number | null;
  readonly clickedMs: number | null;
  readonly dismissedMs: number | null;
  readonly propensity: number | null;
  /** As in {@link AdWhy}, as things stand now. */
  readonly matched: readonly string[];
  readonly isHidden: boolean;
  readonly isDisliked: boolean;
  /** For `WorkerApi.deleteEvents`: deleting them frees their caps too. */
  readonly events: readonly EventId[];
}
