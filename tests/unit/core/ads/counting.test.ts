import { AD_BOUND, ADS_AT_ONCE, adsLayout, adTotal, countAds, tellsTouches } from '#core/ads';
import { encodeLayout, decodeLayout, MAX_CELLS } from '#core/measurement';
import { HOUR_MS, seededChance } from '#core/units';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anAdEvent, aPurchase } from '#support/ad-facts';
import { aCampaign, aCreative, CAMPAIGN_START_MS } from '#support/campaigns';
import { totalsOfSteps } from '#support/measure';

const AT = CAMPAIGN_START_MS;
const campaigns = [aCampaign('boots'), aCampaign('tents')];
const layout = adsLayout({ campaigns });
const counted = (events: Parameters<typeof countAds>[1]['events'], sinceMs: number, nowMs: number) => {
  const counts = countAds(layout, { events, campaigns, categoriesOf: () => [], sinceMs, nowMs, chance: seededChance(1) });
  return Object.fromEntries([...counts].flatMap((count, i): [string, number][] => (count === 0 ? [] : [[layout.cells[i] ?? '', count * (layout.units[i] ?? 1)]])));
};

const many = { campaigns: Array.from({ length: 200 }, (_, i) => aCampaign(`c${i}`, { creatives: [aCreative(`c${i}-a`)] })) };

test('adsLayout() names creatives in turn, in at most 256 cells that a layout file takes', () => {
  expect(layout.cells.slice(0, 6)).toEqual(['impressions', 'viewables', 'clicks', 'conversions', 'value', 'viewthroughs'].map((count) => `boots/boots-a/${count}`));
  expect(layout.units.slice(0, 6)).toEqual([3, 1, 1 / 8, 1 / 16, 750, 1 / 8]);
  expect(layout.cells).toContain('tents/tents-a/clicks');
  for (const each of [layout, adsLayout({ campaigns: [] }), adsLayout(many), adsLayout(many, ADS_AT_ONCE)]) {
    expect(each.cells.length).toBeLessThanOrEqual(MAX_CELLS);
    expect(decodeLayout(encodeLayout(each))).toEqual({ ok: true, value: each });
  }
  expect(adsLayout(many, 199).cells[0]).toBe('c199/c199-a/impressions');
  expect(adsLayout(many, 199).cells[6]).toBe('c0/c0-a/impressions');
  expect(new Set([0, 1, 2, 3, 4].flatMap((turn) => adsLayout(many, turn * ADS_AT_ONCE).cells)).size).toBe(6 * 200);
});

test('countAds() counts what happened since, by creative', () => {
  const events = [anAdEvent('ad_impression', { atMs: AT }), anAdEvent('ad_viewable', { atMs: AT + 1 }), anAdEvent('ad_click', { atMs: AT + 2 }), anAdEvent('ad_click', { atMs: AT + 3 }), aPurchase(['x'], { atMs: AT + HOUR_MS, valueCents: 12_000 })];
  expect(counted(events, AT, AT + HOUR_MS)).toEqual({ 'boots/boots-a/viewables': 1, 'boots/boots-a/clicks': 1, 'boots/boots-a/conversions': 1, 'boots/boots-a/value': 12_000 });
});

test('countAds() tells a conversion after a view alone apart, without its value, and counts it as an older layout asks', () => {
  const events = [anAdEvent('ad_viewable', { atMs: AT + 1 }), aPurchase(['x'], { atMs: AT + 2, valueCents: 12_000 })];
  expect(counted(events, AT, AT + HOUR_MS)).toEqual({ 'boots/boots-a/viewables': 1, 'boots/boots-a/viewthroughs': 1 });
  const older = { ...layout, cells: layout.cells.map((cell) => cell.replace('/viewthroughs', '/unknown')) };
  const counts = countAds(older, { events, campaigns, categoriesOf: () => [], sinceMs: AT, nowMs: AT + HOUR_MS, chance: seededChance(1) });
  expect(Object.fromEntries(older.cells.map((cell, i) => [cell, (counts[i] ?? 0) * (older.units[i] ?? 1)]).filter(([, count]) => count !== 0))).toEqual({ 'boots/boots-a/viewables': 1, 'boots/boots-a/conversions': 1, 'boots/boots-a/value': 12_000 });
});

test('tellsTouches() is true of layouts as they are made now', () => {
  expect([layout, { cells: ['boots/boots-a/conversions'] }].map(tellsTouches)).toEqual([true, false]);
});

test('countAds() rounds value right on average', () => {
  const events = [anAdEvent('ad_click', { atMs: AT }), aPurchase(['x'], { atMs: AT + 1, valueCents: 2300 })];
  const chance = seededChance(4);
  const cell = layout.cells.indexOf('boots/boots-a/value');
  const runs = 2000;
  const sum = Array.from({ length: runs }, () => countAds(layout, { events, campaigns, categoriesOf: () => [], sinceMs: AT, nowMs: AT + 1, chance })[cell] ?? 0).reduce((a, b) => a + b, 0);
  expect(Math.abs(sum / runs - 2300 / 750)).toBeLessThan(5 * Math.sqrt(0.25 / runs)); // five standard errors
});

type Told = readonly (readonly ['ad_impression' | 'ad_viewable' | 'ad_click', number])[];
const told = (maxLength: number): fc.Arbitrary<Told> => fc.array(fc.tuple(fc.constantFrom('ad_impression' as const, 'ad_viewable' as const, 'ad_click' as const), fc.integer({ min: 1, max: 100 })), { maxLength });
const eventsOf = (drawn: Told): Parameters<typeof countAds>[1]['events'] => drawn.map(([type, ms], i) => anAdEvent(type, { atMs: AT + ms, recId: i.toString(16).padStart(32, '0') }));

test('countAds() counts each view and click once over any cuts of time', () => {
  fc.assert(fc.property(told(4), fc.array(fc.integer({ min: 1, max: 99 }), { maxLength: 5 }), (drawn, cuts) => {
    const ends = [0, ...cuts.sort((a, b) => a - b), 100];
    const parts = ends.slice(1).map((end, i) => counted(eventsOf(drawn), AT + (ends[i] ?? 0), AT + end));
    for (const [type, count] of [['ad_viewable', 'viewables'], ['ad_click', 'clicks']] as const) {
      expect(parts.reduce((sum, part) => sum + (part[`boots/boots-a/${count}`] ?? 0), 0)).toBe(drawn.filter(([own]) => own === type).length);
    }
  }));
});

test('countAds() never exceeds its bound, and many of one count cost no other', () => {
  fc.assert(fc.property(told(80), (drawn) => {
    const events = [...eventsOf(drawn), anAdEvent('ad_click', { atMs: AT + 1, recId: 'f'.repeat(32), campaignId: 'tents', creativeId: 'tents-a' }), aPurchase(['x'], { atMs: AT + 101, valueCents: 9_000 })];
    const counts = countAds(layout, { events, campaigns, categoriesOf: () => [], sinceMs: AT, nowMs: AT + 101, chance: seededChance(1) });
    expect(counts.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(AD_BOUND);
    expect(counts.every((count) => count >= 0)).toBe(true);
    const value = layout.cells.reduce((sum, cell, i) => sum + (cell.endsWith('/value') ? (counts[i] ?? 0) * (layout.units[i] ?? 0) : 0), 0);
    expect(value).toBe(9_000); // whatever else she did
  }));
});

test('limitation: what a report cannot hold is missing, 1 in 100 views where devices see three each, spread as a geometric law is', () => {
  // E[(N − 16)+] / E[N] of a geometric N of mean 3 is (3/4)^16.
  const chance = seededChance(8);
  let [seen, kept] = [0, 0];
  for (let device = 0; device < 4_000; device++) {
    const views = Math.floor(Math.log(1 - chance.next()) / Math.log(3 / 4));
    seen += views;
    kept += counted(eventsOf(Array.from({ length: views }, () => ['ad_viewable', 1])), AT, AT + 1)['boots/boots-a/viewables'] ?? 0;
  }
  expect(Math.abs(1 - kept / seen - (3 / 4) ** 16)).toBeLessThan(0.01); // 40 devices of 4,000 are cut; their excess varies by a third of the loss
});

test('adTotal() of a campaign is the sum of its creatives, noise with it; of what nobody counted nothing is known', () => {
  const two = adsLayout({ campaigns: [aCampaign('boots', { creatives: [aCreative('a'), aCreative('b')] })] });
  const totals = totalsOfSteps(two, two.cells.map((cell) => (cell.endsWith('a/clicks') ? 80 : cell.endsWith('b/clicks') ? 16 : 0)), 100);
  expect(adTotal(totals, 'boots', 'clicks')).toMatchObject({ value: 12, stdError: Math.sqrt(2 * 100) / 8 });
  expect(adTotal(totals, 'boots/a', 'clicks')).toMatchObject({ value: 10, stdError: 10 / 8, reports: 1 });
  expect(adTotal(totals, 'boo', 'clicks')).toMatchObject({ value: 0, stdError: Infinity, reports: 0 });
});
