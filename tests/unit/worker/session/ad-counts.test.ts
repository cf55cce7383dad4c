import { expect, test } from 'vitest';
import { adsLayout, banditLayout } from '#core/ads';
import { buyingLayout, reachLayout, taxonomyOf } from '#core/audience';
import type { Campaign, CampaignId, Experiment } from '#core/campaigns';
import type { FactName } from '#core/contract';
import { calibrationLayout } from '#core/ctr';
import type { ShopEvent } from '#core/events';
import { armOf, experimentLayout, MOST_OUTCOME_CENTS, OUTCOME_WINDOW_MS } from '#core/experiment';
import { historyOf } from '#core/features';
import type { Layout } from '#core/measurement';
import { MAX_REPORTED_WEIGHT, policyLayout, REPORTED_CHOICES } from '#core/offpolicy';
import { DAY_MS, fromHex, HOUR_MS, seededChance, WEEK_MS } from '#core/units';
import { storesWithAds } from '#support/ads';
import { anEvent, aShopOf, SESSION_NOW_MS } from '#support/a-session';
import { aCatalogue } from '#support/a-shop';
import { anAdEvent, aPurchase } from '#support/ad-facts';
import { aCampaign, anAdCatalogue } from '#support/campaigns';
import { countersOf } from '#worker/session';

const SHOP = aShopOf(aCatalogue({ items: 60 }).products);
const NOW_MS = SESSION_NOW_MS;
const SPAN = { sinceMs: NOW_MS - DAY_MS, nowMs: NOW_MS };
const CAMPAIGNS: readonly Campaign[] = [aCampaign('boots', { startMs: 0 })];
const SECRET = 'ab'.repeat(16);

/** What one device counts, by cell, without zeros. */
async function counted(layout: Layout, events: readonly ShopEvent[], { hasAds = true, experiments = [] as readonly Experiment[], span = SPAN, off = [] as readonly FactName['name'][] } = {}): Promise<Record<string, number>> {
  const stores = await storesWithAds(CAMPAIGNS, { experiments });
  await stores.settings.write('adSecret', SECRET);
  await stores.settings.write('interestWishes', off.map((name) => ({ kind: 'fact', name, wish: 'never' })));
  await stores.events.put(events);
  const counters = countersOf({ stores, catalogue: SHOP.catalogue, history: async () => historyOf(await stores.events.all(), SHOP.catalogue), chance: seededChance(3), hasAds: () => hasAds });
  const counts = Array.from((await counters[layout.subject]?.(layout, span)) ?? []);
  expect(counts).toHaveLength(layout.cells.length);
  expect(counts.every((count) => Number.isSafeInteger(count) && count >= 0)).toBe(true);
  return Object.fromEntries(layout.cells.map((cell, i) => [cell, counts[i] ?? 0] as const).filter(([, count]) => count > 0));
}

const at = (beforeMs: number): Pick<ShopEvent, 'atMs'> => ({ atMs: NOW_MS - beforeMs });
const SEEN = [anAdEvent('ad_impression', { ...at(3 * HOUR_MS), clickChance: 0.25, propensity: 0.5, policyId: 'next', target: 1 }), anAdEvent('ad_viewable', at(3 * HOUR_MS)), anAdEvent('ad_click', at(2.9 * HOUR_MS))];

test('ads: what happened since the last report, by campaign and creative', async () => {
  const layout = adsLayout(anAdCatalogue(CAMPAIGNS));
  const events = [...SEEN, aPurchase(['p-1', 'p-2'], { ...at(HOUR_MS), valueCents: 5_000 })];
  // A click is told in 8 steps, a conversion in 16; what is no whole number of steps is rounded by chance.
  const found = await counted(layout, events);
  expect(found).toMatchObject({ 'boots/boots-a/viewables': 1, 'boots/boots-a/clicks': 8, 'boots/boots-a/conversions': 16 });
  expect([6, 7]).toContain(found['boots/boots-a/value']);
  expect(await counted(layout, events, { span: { sinceMs: NOW_MS - 2 * HOUR_MS, nowMs: NOW_MS } })).toMatchObject({ 'boots/boots-a/conversions': 16 });
  expect(await counted(layout, events, { span: { sinceMs: NOW_MS, nowMs: NOW_MS + HOUR_MS } })).toEqual({});
});

test('experiment: the one observation of the report after its window closed, by the device’s own arm', async () => {
  const lift: Experiment = {
    id: 'lift', kind: 'holdout', campaign: 'boots' as CampaignId, salt: '01'.repeat(16), startMs: NOW_MS - 2 * WEEK_MS, endMs: NOW_MS, arms: [{ name: 'shown', thousandths: 500 }, { name: 'held', thousandths: 500 }],
  };
  const { layout } = experimentLayout([lift]);
  const metMs = NOW_MS - OUTCOME_WINDOW_MS - HOUR_MS;
  const events = [anAdEvent('ad_impression', { atMs: metMs }), aPurchase(['p-1'], { atMs: metMs + DAY_MS, valueCents: MOST_OUTCOME_CENTS / 2 })];
  const arm = armOf(lift, fromHex(SECRET));
  // n counts 2 steps, an outcome of a half 4 of 8.
  const found = await counted(layout, events, { experiments: [lift] });
  expect(found).toMatchObject({ [`lift/${arm}/all/n`]: 2, [`lift/${arm}/all/y`]: 4 });
  expect(Object.keys(found).every((cell) => cell.startsWith(`lift/${arm}/`))).toBe(true);
  expect(await counted(layout, events, { experiments: [lift], span: { sinceMs: NOW_MS, nowMs: NOW_MS + DAY_MS } })).toEqual({});
});

test('experiment by life cycle: told by what she was before she met the ad, whatever came of it; whoever has it off tells nothing', async () => {
  const lift: Experiment = {
    id: 'lift', kind: 'holdout', campaign: 'boots' as CampaignId, salt: '01'.repeat(16), startMs: NOW_MS - 2 * WEEK_MS, endMs: NOW_MS, arms: [{ name: 'shown', thousandths: 500 }, { name: 'held', thousandths: 500 }],
  };
  const { layout } = experimentLayout([{ ...lift, byLifeCycle: true }]);
  const metMs = NOW_MS - OUTCOME_WINDOW_MS - HOUR_MS;
  const after = [1, 2, 3].map((day) => aPurchase(['p-1'], { atMs: metMs + day * DAY_MS, valueCents: 1_000 }));
  const before = [1, 2, 3].map((day) => aPurchase(['p-1'], { atMs: metMs - day * 30 * DAY_MS, valueCents: 1_000 }));
  const segments = async (events: readonly ShopEvent[], off = false): Promise<readonly string[]> =>
    Object.keys(await counted(layout, [anAdEvent('ad_impression', { atMs: metMs }), ...events], { experiments: [lift], off: off ? ['life-cycle'] : [] })).filter((cell) => cell.endsWith('/n')).map((cell) => cell.split('/')[2] ?? '');
  expect(await segments(after)).toEqual(['new']); // three purchases make loyal, but the ad may have brought them
  expect(await segments([...before, ...after])).toEqual(['loyal']);
  expect(await segments(before.map((event) => ({ ...event, atMs: event.atMs - 200 * DAY_MS })))).toEqual(['lapsing']);
  expect(await segments(before, true)).toEqual([]);
});

test('calibration: an ad an hour after it was seen, in the bin of what was predicted before the click was known', async () => {
  const layout = calibrationLayout();
  const found = await counted(layout, SEEN);
  const bin = Math.floor((Math.log(0.25 / 0.75) + 8) / 0.5);
  // What is rare is told in 8 steps an event.
  expect(found).toMatchObject({ [`ctr/bin-${bin}/shown`]: 1, [`ctr/bin-${bin}/happened`]: 8 });
  expect(await counted(layout, SEEN, { span: { sinceMs: NOW_MS - DAY_MS, nowMs: NOW_MS - 2.5 * HOUR_MS } })).toEqual({});
});

test('calibration: a purchase after a click counts when its window is over', async () => {
  const layout = calibrationLayout();
  const followed = [anAdEvent('ad_impression', { ...at(8 * DAY_MS), buyChance: 0.5 }), anAdEvent('ad_click', at(7.5 * DAY_MS))];
  const bin = 8 / 0.5;
  const span = { sinceMs: NOW_MS - WEEK_MS, nowMs: NOW_MS };
  expect(await counted(layout, followed, { span })).toMatchObject({ [`cvr/bin-${bin}/shown`]: 1 });
  expect(await counted(layout, [...followed, aPurchase(['p-1'], at(7 * DAY_MS))], { span })).toMatchObject({ [`cvr/bin-${bin}/happened`]: 8 });
});

test('reach and buying: what she is held for, and looks that ended', async () => {
  const looks = Array.from({ length: 4 }, (_, n) => ({ ...anEvent(SHOP, 900 + n, 0), atMs: NOW_MS - HOUR_MS }));
  const taxonomy = taxonomyOf(SHOP.catalogue);
  const reach = await counted(reachLayout(taxonomy, 12), looks);
  expect(Object.keys(reach).filter((cell) => cell.startsWith('category/')).length).toBeGreaterThan(0);
  expect(Object.keys(reach).filter((cell) => cell.startsWith('life-cycle/'))).toHaveLength(1);
  const bought = { ...anEvent(SHOP, 910, 0, 'purchase'), atMs: NOW_MS - HOUR_MS / 2 };
  expect(await counted(buyingLayout(taxonomy), [...looks, bought])).toMatchObject({ 'bought/all': 1, 'bought/views/3-4': 1 });
  expect(await counted(buyingLayout(taxonomy), [...looks, bought], { off: ['buying'] })).toEqual({}); // she has chances of buying off
});

test('bandit: views and clicks by creative, and by who saw it', async () => {
  const layout = banditLayout(anAdCatalogue(CAMPAIGNS));
  expect(Object.keys(await counted(layout, SEEN))).toEqual(['boots/boots-a/other-first/viewables', 'boots/boots-a/other-first/clicks']);
  expect(await counted(layout, SEEN, { span: { sinceMs: NOW_MS, nowMs: NOW_MS + HOUR_MS } })).toEqual({});
});

test('policy: draws an hour later, weighed by what the policy on trial would have done', async () => {
  const { layout } = policyLayout(['next']);
  const drawn = (recId: string, change: Partial<ShopEvent>) => anAdEvent('ad_impression', { ...at(3 * HOUR_MS), recId: recId.repeat(32), propensity: 0.5, policyId: 'next', ...change });
  const events = [drawn('b', { target: 1 }), anAdEvent('ad_click', { ...at(2.9 * HOUR_MS), recId: 'b'.repeat(32) }), drawn('c', { target: 0 }), drawn('d', { target: 1, policyId: 'older' })];
  const most = MAX_REPORTED_WEIGHT * REPORTED_CHOICES;
  // One weight of 2 that was followed, one of 0: both sums are 2 of 20, in steps of 1/8 and 1/3, rounded by chance.
  const found = await counted(layout, events);
  expect(found['next/n']).toBe(2);
  expect(found['next/y'] ?? 0).toBeLessThanOrEqual(Math.ceil((8 * 2) / most));
  expect(Object.keys(found).every((cell) => cell.startsWith('next/'))).toBe(true);
  expect(await counted(layout, events, { span: { sinceMs: NOW_MS - HOUR_MS, nowMs: NOW_MS } })).toEqual({});
});

test('without ads every one of them counts zeros', async () => {
  const lift: Experiment = { id: 'lift', kind: 'ab', salt: '01'.repeat(16), startMs: 0, endMs: NOW_MS, arms: [{ name: 'a', thousandths: 1000 }] };
  const taxonomy = taxonomyOf(SHOP.catalogue);
  const metMs = NOW_MS - OUTCOME_WINDOW_MS - HOUR_MS;
  const events = [...SEEN, anAdEvent('ad_impression', { atMs: metMs, recId: 'b'.repeat(32) }), { ...anEvent(SHOP, 901, 0), atMs: NOW_MS - HOUR_MS }, { ...anEvent(SHOP, 902, 0, 'purchase'), atMs: NOW_MS - HOUR_MS / 2 }];
  for (const layout of [adsLayout(anAdCatalogue(CAMPAIGNS)), experimentLayout([lift]).layout, calibrationLayout(), banditLayout(anAdCatalogue(CAMPAIGNS)), policyLayout(['next']).layout, reachLayout(taxonomy, 12), buyingLayout(taxonomy)]) {
    expect(await counted(layout, events, { hasAds: false, experiments: [lift] })).toEqual({});
    expect(await counted(layout, events, { experiments: [lift] })).not.toEqual({});
  }
});
