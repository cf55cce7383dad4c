import { eligibility, ghostsOf, isSensitive, MAX_DELIVERY_AGE_MS, showingsOf, type AdBar, type AdFacts } from '#core/ads';
import type { ItemId } from '#core/catalogue';
import type { Campaign, Creative } from '#core/campaigns';
import type { ShopEvent } from '#core/events';
import { DAY_MS, HOUR_MS } from '#core/units';
import { expect, test } from 'vitest';
import { anAdEvent, someFacts } from '#support/ad-facts';
import { aCampaign, aCreative, aDelivery, CAMPAIGN_START_MS } from '#support/campaigns';

const NOW = CAMPAIGN_START_MS + HOUR_MS;

interface Case {
  readonly bar: AdBar;
  readonly campaign?: Partial<Campaign>;
  readonly creative?: Partial<Creative>;
  readonly facts?: Partial<AdFacts>;
  readonly events?: readonly ShopEvent[];
}

const seen = (agoMs: number, n = 1): readonly ShopEvent[] => Array.from({ length: n }, (_, i) => anAdEvent('ad_viewable', { atMs: NOW - agoMs, recId: `${i}`.padStart(32, 'b') }));
const sentAway = (...agoMs: readonly number[]): readonly ShopEvent[] => agoMs.map((ago, i) => anAdEvent('ad_dismiss', { atMs: NOW - ago, recId: `${i}`.padStart(32, 'c'), campaignId: 'other', creativeId: 'other-a' }));
/** Ads that an experiment kept from her. */
const kept = (agoMs: number, n = 1): Partial<AdFacts> => ({ ghosts: ghostsOf(Array.from({ length: n }, (_, i) => anAdEvent('ad_ghost', { atMs: NOW - agoMs, recId: `${i}`.padStart(32, 'd') }))) });
const targeted = { delivery: aDelivery([], { issuedMs: NOW, campaigns: { boots: { passThrough: 1, isTargeted: true } } as never }) };

const CASES: readonly Case[] = [
  { bar: 'cap-day', campaign: { caps: { day: 2 } }, facts: kept(2 * HOUR_MS, 2) },
  { bar: 'campaign-again', facts: kept(HOUR_MS - 1) },
  { bar: 'lease-spent', facts: kept(0, 3) },
  { bar: 'no-consent', facts: { hasConsent: false } },
  { bar: 'page-hidden', facts: { isPageVisible: false } },
  { bar: 'delivery-stale', facts: { delivery: aDelivery(undefined, { issuedMs: NOW - MAX_DELIVERY_AGE_MS - 1 }) } },
  { bar: 'delivery-stale', facts: { delivery: aDelivery(undefined, { issuedMs: NOW + 2 * DAY_MS }) } },
  { bar: 'catalogue-stale', facts: { catalogue: { hash: aDelivery().ads, confirmedMs: NOW - DAY_MS - 1 } } },
  { bar: 'catalogue-stale', facts: { catalogue: { hash: '0'.repeat(64) as never, confirmedMs: NOW } } },
  { bar: 'silenced', events: sentAway(HOUR_MS, 40 * HOUR_MS) },
  { bar: 'silenced', events: sentAway(-5 * DAY_MS, -5 * DAY_MS) },
  { bar: 'page-sensitive', facts: { pageCategories: ['Health Care'] } },
  { bar: 'hidden', facts: { wishes: { hidden: ['boots'], disliked: [] } } },
  { bar: 'hidden', facts: { wishes: { hidden: ['boots-a'], disliked: [] } } },
  { bar: 'not-delivered', facts: { delivery: aDelivery([], { issuedMs: NOW }) } },
  { bar: 'not-begun', campaign: { startMs: NOW + 1 } },
  { bar: 'ended', campaign: { endMs: NOW } },
  { bar: 'daypart', campaign: { dayparts: [{ weekdays: [5], fromHour: 10, toHour: 24 }, { weekdays: [4], fromHour: 0, toHour: 24 }] } },
  { bar: 'paced', facts: { leaseOf: () => 1 } },
  { bar: 'lease-spent', events: seen(-2 * HOUR_MS, 3) },
  { bar: 'other-slot', campaign: { slots: ['cart'] } },
  { bar: 'other-size', facts: { sizes: [{ width: 320, height: 50 }] } },
  { bar: 'other-language', creative: { locale: 'zh-CN' } },
  { bar: 'other-arm', facts: { isOfOtherArm: () => true } },
  { bar: 'facts-missing', facts: { textBars: new Map([[aCreative('boots-a').id, 'facts-missing']]) } },
  { bar: 'brand-rules', facts: { textBars: new Map([[aCreative('boots-a').id, 'brand-rules']]) } },
  { bar: 'page-category', campaign: { excludedCategories: ['Sale'] }, facts: { pageCategories: ['Sale'] } },
  { bar: 'sensitive', campaign: { audience: { tags: ['Religion'], categories: [], clusters: [], lifeCycles: [] } } },
  { bar: 'sensitive', creative: { itemId: 'pills' as ItemId }, facts: { categoriesOf: () => ['Pharmacy'] } },
  { bar: 'audience', campaign: { audience: { tags: ['hiking'], categories: [], clusters: [], lifeCycles: [] } }, facts: targeted },
  { bar: 'audience', campaign: { audience: { tags: ['hiking'], categories: [], clusters: [2], lifeCycles: [] } }, facts: { ...targeted, shopper: { tags: ['hiking'], categories: [], cluster: 1 } } },
  { bar: 'buyer', campaign: { excludedItemIds: ['boot'] as ItemId[] }, facts: { bought: new Set(['boot' as ItemId]) } },
  { bar: 'buyer', facts: { converted: new Set(['boots'] as never[]) } },
  { bar: 'cap-hour', campaign: { caps: { hour: 1 } }, events: seen(HOUR_MS - 1) },
  { bar: 'cap-day', campaign: { caps: { day: 1 } }, events: seen(DAY_MS - 1) },
  { bar: 'cap-week', campaign: { caps: { week: 2 } }, events: seen(6 * DAY_MS, 2) },
  { bar: 'cap-month', campaign: { caps: { month: 2 } }, events: seen(29 * DAY_MS, 2) },
  { bar: 'cap-total', campaign: { caps: { total: 1 } }, events: seen(300 * DAY_MS) },
  { bar: 'campaign-again', events: [anAdEvent('ad_viewable', { atMs: NOW - HOUR_MS + 1, creativeId: 'boots-b' })] },
  { bar: 'campaign-again', events: [anAdEvent('ad_impression', { atMs: NOW - 60_000, creativeId: 'boots-b' })] },
  { bar: 'creative-again', events: [anAdEvent('ad_viewable', { atMs: NOW - HOUR_MS + 1, campaignId: 'other' })] },
];

test.each(CASES)('eligibility() says $bar', ({ bar, campaign = {}, creative = {}, facts = {}, events = [] }) => {
  const own = aCampaign('boots', { creatives: [aCreative('boots-a', creative)], startMs: 0, ...campaign });
  const [first] = own.creatives;
  if (!first) throw new Error('A campaign has a creative');
  expect(eligibility(own, first, someFacts([own], { ...facts, showings: showingsOf(events) }))).toBe(bar);
});

test('eligibility() says no-delivery before there is one', () => {
  const { delivery: _, ...rest } = someFacts();
  expect(eligibility(aCampaign(), aCreative('boots-a'), rest)).toBe('no-delivery');
});

test.each<Omit<Case, 'bar'>>([
  {},
  { campaign: { caps: { hour: 1, day: 1, week: 1, month: 1, total: 1 } }, events: [anAdEvent('ad_impression', { atMs: NOW - 61_000 }), anAdEvent('ad_click', { atMs: NOW - 60_500 })] },
  { campaign: { caps: { day: 1 } }, events: seen(DAY_MS) },
  { events: seen(HOUR_MS) },
  { events: sentAway(48 * HOUR_MS, 47 * HOUR_MS + 96 * HOUR_MS) },
  { events: sentAway(HOUR_MS) },
  { campaign: { dayparts: [{ weekdays: [5], fromHour: 9, toHour: 10 }] } },
  { campaign: { audience: { tags: ['hiking'], categories: [], clusters: [], lifeCycles: [] } } },
  { creative: { locale: 'en-GB' } },
  { campaign: { excludedItemIds: ['boot'] as ItemId[] }, facts: { converted: new Set(['boots'] as never[]) } },
])('eligibility() lets through what no rule bars (%#)', ({ campaign = {}, creative = {}, facts = {}, events = [] }) => {
  const own = aCampaign('boots', { creatives: [aCreative('boots-a', creative)], ...campaign });
  const [first] = own.creatives;
  if (!first) throw new Error('A campaign has a creative');
  expect(eligibility(own, first, someFacts([own], { ...facts, showings: showingsOf(events) }))).toBeUndefined();
});

test('isSensitive() knows what is special in three languages, and leaves plain shelves alone', () => {
  for (const name of ['Health Care', 'Religious & Ceremonial', 'Politics', 'Sexual Wellness', '减肥产品', 'أدوية', 'Weight Loss', 'Online casino', 'ETHNIC PERSONAL CARE', 'Ethnic minorities', 'Ethnicity', 'Gay & Lesbian', 'Medicines & Treatment', 'Home Health Care', 'Depression', 'Religious Idols', 'ADULT INCONTINENCE', 'PHARMACY']) expect(isSensitive(name), name).toBe(true);
  for (const name of ['Hiking', 'Health & Beauty', 'Red boots', 'Premature sale', '登山鞋', 'أحذية', 'Gadgets', 'Bright', 'Ethnic Wear', 'Ethnic Sets', 'Kids Ethnic', 'The Ethnic Story', 'Gayatri Creations Lunch Boxes', 'Medicine Balls', 'Tongue depressors']) expect(isSensitive(name), name).toBe(false);
});
