import type { LifeCycle } from '#core/campaigns';
import type { Catalogue, ItemIndex } from '#core/catalogue';
import type { ShopEvent } from '#core/events';
import { interestsOf, type Interaction } from '#core/features';
import { chanceOfBuying, type BuyingTable } from './buying.ts';
import { lifeCycleOf, mediansOf, rfmOf, type ShopMedians } from './life-cycle.ts';
import { browseOf, type OutcomeSource } from './outcomes.ts';
import { assign, DEFAULT_PORTRAITS, PORTRAIT_DIMS, portraitsLayout, profileFor, type PortraitsLayout } from './portraits.ts';
import { startPortraits } from './portraits-start.ts';
import { priceAffinity, pricePositions, type PriceAffinity } from './price.ts';
import { heldCategories, HELD_STRENGTH, interestTags, type ScoredTag, type TagWish } from './tags.ts';
import { tagsOfItem, taxonomyOf, type Taxonomy } from './taxonomy.ts';

/** What an audience is told by in one shop: of public files alone, the same on every device. */
export interface AudienceShop {
  readonly catalogue: Catalogue;
  readonly taxonomy: Taxonomy;
  /** As `pricePositions` gives them. */
  readonly positions: Float32Array;
  readonly medians: ShopMedians;
  readonly layout: PortraitsLayout;
  /** shape [layout.length]. */
  readonly portraits: ArrayLike<number>;
}

/** What a shop's files say, once a catalogue. @param fitted - the verified model of portraits; without one those the catalogue starts with */
export function audienceShop(catalogue: Catalogue, fitted?: Pick<AudienceShop, 'layout' | 'portraits'>): AudienceShop {
  const layout = fitted?.layout ?? portraitsLayout(DEFAULT_PORTRAITS, PORTRAIT_DIMS);
  const portraits = fitted?.portraits ?? startPortraits(catalogue, layout);
  return { catalogue, taxonomy: taxonomyOf(catalogue), positions: pricePositions(catalogue), medians: mediansOf(catalogue), layout, portraits };
}

/** What a device knows of its shopper. */
export interface AudienceState {
  readonly events: readonly ShopEvent[];
  /** What counts: nothing that she hid, or never wants to see. */
  readonly interactions: readonly Interaction[];
  readonly wishes: readonly TagWish[];
  /** What she does not want to be taken for. */
  readonly off?: readonly ('price' | 'life-cycle' | 'portrait' | 'words' | 'buying')[];
  readonly nowMs: number;
}

/** What a device holds its shopper for. Names alone decide whether a campaign is meant for her. */
export interface AudienceFacts {
  /** Names of the tags that are hers. */
  readonly tags: readonly string[];
  /** Names of the categories that are hers, of any level. */
  readonly categories: readonly string[];
  /** Her portrait; absent where nothing is known of her, none is kept, or she has it off. */
  readonly cluster?: number;
  /** Absent where she has it off. */
  readonly lifeCycle?: LifeCycle;
  readonly price: PriceAffinity;
  /** All tags with a strength, pinned ones first, then strongest first. */
  readonly scored: readonly ScoredTag[];
}

/** What campaigns, reach, and the panel are told of her. Pure: the same log at the same time gives the same facts. */
export function audienceFacts({ catalogue, taxonomy, positions, medians, layout, portraits }: AudienceShop, { events, interactions, wishes, off = [], nowMs }: AudienceState): AudienceFacts {
  const scored = interestTags({ interactions, catalogue, taxonomy, nowMs, wishes });
  const pinned = wishes.filter(({ kind, wish }) => kind === 'category' && wish === 'pin').map(({ name }) => name);
  const profile = off.includes('portrait') ? undefined : profileFor(interestsOf({ interactions }, catalogue, nowMs).profile, layout.dims);
  const cluster = profile && assign(profile, portraits, layout);
  return {
    tags: [...new Set(scored.filter(({ strength }) => strength >= HELD_STRENGTH).map(({ name }) => name))],
    categories: [...new Set([...heldCategories({ interactions, catalogue, nowMs }), ...pinned])],
    ...(cluster !== undefined && { cluster }),
    ...(!off.includes('life-cycle') && { lifeCycle: lifeCycleOf(rfmOf(events, nowMs), medians) }),
    price: priceAffinity(off.includes('price') ? [] : interactions, positions, nowMs),
    scored,
  };
}

/** What a prediction of clicks may read of her and one item: numbers from 0 to 1. */
export interface ItemMatch {
  /** Strongest of her interests that the item carries. */
  readonly interest: number;
  /** 1 where it costs what her things cost in their categories, falling to 0; 1/2 where either is not known. */
  readonly price: number;
  /** P(buy) by the shop's table; its base rate where she never looked at the item, 0 without a table. */
  readonly buying: number;
}

/** How an item matches her. */
export function matchOf(shop: AudienceShop, facts: AudienceFacts, item: ItemIndex, bought?: { readonly table: BuyingTable; readonly source: Omit<OutcomeSource, 'catalogue' | 'taxonomy'>; readonly nowMs: number }): ItemMatch {
  const { catalogue, taxonomy, positions } = shop;
  const names = tagsOfItem(taxonomy, catalogue, item).flatMap((tag) => taxonomy.tags[tag] ?? []);
  const interest = Math.max(0, ...facts.scored.filter(({ kind, name }) => names.some((tag) => tag.kind === kind && tag.name === name)).map(({ strength }) => strength));
  const position = positions[item] ?? NaN;
  const price = facts.price.kind === 'unknown' || Number.isNaN(position) ? 0.5 : 1 - Math.abs(position - facts.price.position);
  const browse = bought && browseOf({ ...bought.source, catalogue, taxonomy }, item, bought.nowMs);
  return { interest, price, buying: bought && browse ? chanceOfBuying(bought.table, browse) : 0 };
}
