import { MAX_ID_CHARS, type ItemId } from '#core/catalogue';
import type { Fields } from '#core/fields';
import { HASH_PATTERN, type ContentHash } from '#core/units';
import {
  AD_STYLES, BID_KINDS, CAP_SPANS, LIFE_CYCLES, OBJECTIVES, type AdSize, type Audience, type Bid, type Campaign, type CampaignId, type Caps, type Conversion, type Creative, type CreativeId,
  type Daypart, type LifeCycle, type NativeAssets,
} from './campaign.ts';
import {
  AD_ID_PATTERN, LAST_DATE_MS, MAX_AD_SIDE, MAX_BID_CENTS, MAX_CAP, MAX_CLICK_WINDOW_MS, MAX_CREATIVES, MAX_CTA_LENGTH, MAX_DESC_LENGTH, MAX_LANDING_LENGTH, MAX_LISTED, MAX_NAME_LENGTH, MAX_PRICE_CENTS, MAX_TIER,
  MAX_TITLE_LENGTH, MAX_VIEW_WINDOW_MS,
} from './limits.ts';

const MAX_DAYPARTS = 28;
const MAX_SIZES = 10;
/** Portraits of one shop: a fit on noised sums finds no more apart. */
export const MAX_CLUSTERS = 64;
/** Longest language tag. */
const MAX_LOCALE_LENGTH = 35;
const LIFE_CYCLE_PATTERN = new RegExp(`^(?:${LIFE_CYCLES.join('|')})$`);

/** Reads a campaign from an object of strangers; each refusal names the field. Whether it makes sense is `campaignFaults`' to say. */
export function readCampaign(fields: Fields): Campaign {
  return {
    id: fields.pattern('id', AD_ID_PATTERN) as CampaignId,
    advertiser: fields.text('advertiser', MAX_NAME_LENGTH),
    objective: fields.oneOf('objective', OBJECTIVES),
    bid: fields.object('bid', readBid),
    tier: fields.integer('tier', 0, MAX_TIER),
    startMs: fields.integer('startMs', 0, LAST_DATE_MS),
    endMs: fields.integer('endMs', 0, LAST_DATE_MS),
    dayparts: fields.list('dayparts', MAX_DAYPARTS, readDaypart),
    audience: fields.object('audience', readAudience),
    excludedItemIds: fields.texts('excludedItemIds', MAX_LISTED, MAX_ID_CHARS) as ItemId[],
    excludedCategories: fields.texts('excludedCategories', MAX_LISTED, MAX_NAME_LENGTH),
    caps: fields.object('caps', readCaps),
    slots: fields.texts('slots', MAX_LISTED, MAX_NAME_LENGTH),
    creatives: fields.list('creatives', MAX_CREATIVES, readCreative),
    conversion: fields.object('conversion', readConversion),
  };
}

function readBid(fields: Fields): Bid {
  const kind = fields.oneOf('kind', BID_KINDS);
  return kind === 'margin' ? { kind, share: fields.number('share', 0, 1) } : { kind, cents: fields.integer('cents', 1, MAX_BID_CENTS) };
}

function readDaypart(fields: Fields): Daypart {
  return { weekdays: fields.numbers('weekdays', 7, 0, 6), fromHour: fields.integer('fromHour', 0, 23), toHour: fields.integer('toHour', 1, 24) };
}

/** Reads an audience from an object of strangers. */
export function readAudience(fields: Fields): Audience {
  return {
    tags: fields.texts('tags', MAX_LISTED, MAX_NAME_LENGTH),
    categories: fields.texts('categories', MAX_LISTED, MAX_NAME_LENGTH),
    clusters: fields.numbers('clusters', MAX_CLUSTERS, 0, MAX_CLUSTERS - 1),
    lifeCycles: fields.patterns('lifeCycles', LIFE_CYCLES.length, LIFE_CYCLE_PATTERN) as LifeCycle[],
  };
}

function readCaps(fields: Fields): Caps {
  return Object.fromEntries(CAP_SPANS.filter((span) => fields.has(span)).map((span) => [span, fields.integer(span, 1, MAX_CAP)]));
}

function readConversion(fields: Fields): Conversion {
  return {
    itemIds: fields.texts('itemIds', MAX_LISTED, MAX_ID_CHARS) as ItemId[],
    categories: fields.texts('categories', MAX_LISTED, MAX_NAME_LENGTH),
    clickWindowMs: fields.integer('clickWindowMs', 0, MAX_CLICK_WINDOW_MS),
    viewWindowMs: fields.integer('viewWindowMs', 0, MAX_VIEW_WINDOW_MS),
  };
}

function readSize(fields: Fields): AdSize {
  return { width: fields.integer('width', 1, MAX_AD_SIDE), height: fields.integer('height', 1, MAX_AD_SIDE) };
}

function readCreative(fields: Fields): Creative {
  return {
    id: fields.pattern('id', AD_ID_PATTERN) as CreativeId,
    locale: fields.text('locale', MAX_LOCALE_LENGTH),
    sizes: fields.list('sizes', MAX_SIZES, readSize),
    style: fields.oneOf('style', AD_STYLES),
    ...(fields.has('itemId') && { itemId: fields.text('itemId', MAX_ID_CHARS) as ItemId }),
    assets: fields.object('assets', readAssets),
    landing: fields.text('landing', MAX_LANDING_LENGTH),
  };
}

function readAssets(fields: Fields): NativeAssets {
  const hash = (name: 'image' | 'icon'): ContentHash => fields.pattern(name, HASH_PATTERN) as ContentHash;
  const price = (name: 'priceCents' | 'salePriceCents'): number => fields.integer(name, 0, MAX_PRICE_CENTS);
  return {
    title: fields.text('title', MAX_TITLE_LENGTH),
    sponsored: fields.text('sponsored', MAX_NAME_LENGTH),
    ...(fields.has('desc') && { desc: fields.text('desc', MAX_DESC_LENGTH) }),
    ...(fields.has('image') && { image: hash('image') }),
    ...(fields.has('icon') && { icon: hash('icon') }),
    ...(fields.has('priceCents') && { priceCents: price('priceCents') }),
    ...(fields.has('salePriceCents') && { salePriceCents: price('salePriceCents') }),
    ...(fields.has('ctatext') && { ctatext: fields.text('ctatext', MAX_CTA_LENGTH) }),
    ...(fields.has('displayurl') && { displayurl: fields.text('displayurl', MAX_NAME_LENGTH) }),
  };
}
