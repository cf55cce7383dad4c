import { DAY_MS, HOUR_MS, WEEK_MS } from '#core/units';
import type { CapSpan } from './campaign.ts';

/** Most campaigns of one ad catalogue: every device loads them all, some 600 bytes each. */
export const MAX_CAMPAIGNS = 200;
/** Largest price that an ad or an offer may name, cents: a thousand million of the shop's money. */
export const MAX_PRICE_CENTS = 100_000_000_000;
/** Most creatives of one campaign: more arms than a bandit learns apart in the life of a campaign. */
export const MAX_CREATIVES = 20;
/** Most entries in a list of a campaign: tags, categories, items, slots. */
export const MAX_LISTED = 100;
/** Longest name of an advertiser, a tag, a category or a slot, in UTF-16 units. */
export const MAX_NAME_LENGTH = 100;
/** Longest texts of native assets, in UTF-16 units: what the smallest slot shows without cutting (OpenRTB Native 1.2, recommended lengths). */
export const MAX_TITLE_LENGTH = 90;
export const MAX_DESC_LENGTH = 140;
export const MAX_CTA_LENGTH = 15;
/** Longest address of a landing page. */
export const MAX_LANDING_LENGTH = 500;
/** Largest bid, cents: a thousand units for one event. */
export const MAX_BID_CENTS = 100_000;
/** Last priority tier. */
export const MAX_TIER = 9;
/** Largest cap: nobody sees more of one campaign. */
export const MAX_CAP = 1000;
/** Longest side of an ad, CSS pixels. */
export const MAX_AD_SIDE = 2000;
/** Longest windows of a conversion: what the browsers' own attribution proposals allow. */
export const MAX_CLICK_WINDOW_MS = 30 * DAY_MS;
export const MAX_VIEW_WINDOW_MS = 7 * DAY_MS;
/** Windows where the shop says nothing (SHOPS.md §5). */
export const CLICK_WINDOW_MS = WEEK_MS;
export const VIEW_WINDOW_MS = DAY_MS;
/** Length of each span that a cap may name, ms; a month is 30 days, and spans slide. */
export const CAP_SPANS_MS: Readonly<Record<CapSpan, number>> = { hour: HOUR_MS, day: DAY_MS, week: WEEK_MS, month: 30 * DAY_MS, total: Infinity };
/** How an id of a campaign or creative is spelled. Figures are kept in objects by it: the one name that every object answers to is none. */
export const AD_ID_PATTERN = /^(?!constructor$)[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/;
/** Last instant that a date can express, ms since 1970. */
export const LAST_DATE_MS = 8_640_000_000_000_000;
