import { conversionsOf } from '#core/ads';
import type { ItemId } from '#core/catalogue';
import type { Campaign } from '#core/campaigns';
import { DAY_MS, WEEK_MS } from '#core/units';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anAdEvent, aPurchase } from '#support/ad-facts';
import { aCampaign, CAMPAIGN_START_MS } from '#support/campaigns';

const AT = CAMPAIGN_START_MS;
const touched = (type: 'ad_viewable' | 'ad_click', recId: string, atMs: number, campaignId = 'boots') => anAdEvent(type, { recId: recId.repeat(32), atMs, campaignId, creativeId: `${campaignId}-a` });
const found = (events: Parameters<typeof conversionsOf>[0], campaigns: readonly Campaign[] = [aCampaign('boots'), aCampaign('tents')], categoriesOf: (itemId: ItemId) => readonly string[] = () => []) =>
  conversionsOf(events, campaigns, categoriesOf).map(({ campaignId, touch, valueCents }) => [campaignId, touch, valueCents]);

test('conversionsOf() takes a click for 7 days and a view for 1', () => {
  expect(found([touched('ad_click', 'a', AT), aPurchase(['x'], { atMs: AT + WEEK_MS })])).toEqual([['boots', 'click', 1000]]);
  expect(found([touched('ad_click', 'a', AT), aPurchase(['x'], { atMs: AT + WEEK_MS + 1 })])).toEqual([]);
  expect(found([touched('ad_viewable', 'a', AT), aPurchase(['x'], { atMs: AT + DAY_MS })])).toEqual([['boots', 'view', 1000]]);
  expect(found([touched('ad_viewable', 'a', AT), aPurchase(['x'], { atMs: AT + DAY_MS + 1 })])).toEqual([]);
  expect(found([touched('ad_click', 'a', AT), aPurchase(['x'], { atMs: AT - 1 })])).toEqual([]);
});

test('conversionsOf() gives a purchase to the last touch, to a click before a view', () => {
  expect(found([touched('ad_click', 'a', AT), touched('ad_click', 'b', AT + 1, 'tents'), aPurchase(['x'], { atMs: AT + 9 })])).toEqual([['tents', 'click', 1000]]);
  expect(found([touched('ad_click', 'a', AT), touched('ad_viewable', 'b', AT + 1, 'tents'), aPurchase(['x'], { atMs: AT + 9 })])).toEqual([['boots', 'click', 1000]]);
  expect(found([touched('ad_viewable', 'a', AT), touched('ad_viewable', 'b', AT + 1, 'tents'), aPurchase(['x'], { atMs: AT + 9 })])).toEqual([['tents', 'view', 1000]]);
});

test('conversionsOf() counts a transaction once and takes refunds back', () => {
  const bought = aPurchase(['x', 'y'], { atMs: AT + 9, transactionId: 't1', valueCents: 1500 });
  expect(found([touched('ad_click', 'a', AT), bought, { ...bought, id: 'f'.repeat(32) as never, atMs: AT + 20 }])).toEqual([['boots', 'click', 1500]]);
  const back = (itemIds: readonly string[]) => ({ ...aPurchase(itemIds, { atMs: AT + 30, transactionId: 't1' }), type: 'refund' as const });
  expect(found([touched('ad_click', 'a', AT), bought, back(['x'])])).toEqual([['boots', 'click', 1000]]);
  expect(found([touched('ad_click', 'a', AT), bought, back(['x']), back(['x'])])).toEqual([['boots', 'click', 1000]]);
  expect(found([touched('ad_click', 'a', AT), bought, back(['x', 'y'])])).toEqual([]);
  expect(found([touched('ad_click', 'a', AT), bought, back([])])).toEqual([]);
});

test('conversionsOf() counts what the campaign is for: items, categories, or all', () => {
  const conversion = { ...aCampaign().conversion, itemIds: ['x'] as ItemId[], categories: ['Shoes'] };
  const campaigns = [aCampaign('boots', { conversion })];
  const categoriesOf = (itemId: ItemId): readonly string[] => (itemId === 'z' ? ['Shoes'] : []);
  const buying = (ids: readonly string[]) => found([touched('ad_click', 'a', AT), aPurchase(ids, { atMs: AT + 9, valueCents: 9999 })], campaigns, categoriesOf);
  expect(buying(['y'])).toEqual([]);
  expect(buying(['x', 'y'])).toEqual([['boots', 'click', 1000]]);
  expect(buying(['x', 'y', 'z'])).toEqual([['boots', 'click', 2000]]);
  expect(buying(['x', 'z'])).toEqual([['boots', 'click', 9999]]);
});

const times = fc.integer({ min: 0, max: 3 * WEEK_MS });
const touches = fc.array(fc.tuple(fc.constantFrom('ad_viewable' as const, 'ad_click' as const), fc.constantFrom(...'0123456789'), times, fc.constantFrom('boots', 'tents')), { maxLength: 12 });
const buys = fc.array(fc.tuple(times, fc.constantFrom(undefined, 't1', 't2', 't3')), { maxLength: 6 });

test('conversionsOf() gives each purchase to at most one touch, inside its window, to a view only without a click', () => {
  fc.assert(fc.property(touches, buys, (shown, bought) => {
    const ads = shown.map(([type, rec, ago, campaign]) => touched(type, rec, AT + ago, campaign));
    const purchases = bought.map(([ago, transactionId]) => aPurchase(['x'], { atMs: AT + ago, ...(transactionId !== undefined && { transactionId }) }));
    const conversions = conversionsOf([...purchases, ...ads], [aCampaign('boots'), aCampaign('tents')], () => []);
    const transactions = new Set(bought.map(([, id], i) => id ?? `own ${i}`));
    expect(conversions.length).toBeLessThanOrEqual(transactions.size);
    for (const { touch, touchMs, atMs } of conversions) {
      expect(atMs - touchMs).toBeGreaterThanOrEqual(0);
      expect(atMs - touchMs).toBeLessThanOrEqual(touch === 'click' ? WEEK_MS : DAY_MS);
      if (touch === 'view') expect(ads.some(({ type, atMs: clickMs, recId }) => type === 'ad_click' && clickMs <= atMs && atMs - clickMs <= WEEK_MS && clickMs === Math.min(...ads.filter((other) => other.recId === recId && other.type === 'ad_click').map((other) => other.atMs)))).toBe(false);
    }
  }));
});
