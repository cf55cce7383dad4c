import { adsLayout, countAds } from '#core/ads';
import { encodeLayout, decodeLayout, MAX_CELLS } from '#core/measurement';
import { HOUR_MS, seededChance } from '#core/units';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anAdEvent, aPurchase } from '#support/ad-facts';
import { aCampaign, aCreative, CAMPAIGN_START_MS } from '#support/campaigns';

const AT = CAMPAIGN_START_MS;
const campaigns = [aCampaign('boots'), aCampaign('tents')];
const layout = adsLayout({ campaigns });
const counted = (events: Parameters<typeof countAds>[1]['events'], sinceMs: number, nowMs: number) => {
  const counts = countAds(layout, { events, campaigns, categoriesOf: () => [], sinceMs, nowMs, chance: seededChance(1) });
  return Object.fromEntries([...counts].flatMap((count, i): [string, number][] => (count === 0 ? [] : [[layout.cells[i] ?? '', count]])));
};

test('adsLayout() names campaigns first, then creatives, in at most 256 cells that a layout file takes', () => {
  expect(layout.cells.slice(0, 5)).toEqual(['boots/impressions', 'boots/viewables', 'boots/clicks', 'boots/conversions', 'boots/value']);
  expect(layout.cells).toContain('tents/tents-a/clicks');
  const many = { campaigns: Array.from({ length: 200 }, (_, i) => aCampaign(`c${i}`, { creatives: [aCreative(`c${i}-a`)] })) };
  for (const each of [layout, adsLayout({ campaigns: [] }), adsLayout(many), adsLayout(many, 51)]) {
    expect(each.cells.length).toBeLessThanOrEqual(MAX_CELLS);
    expect(decodeLayout(encodeLayout(each))).toEqual({ ok: true, value: each });
  }
  expect(adsLayout(many, 199).cells[0]).toBe('c199/impressions');
  expect(adsLayout(many, 199).cells[5]).toBe('c0/impressions');
});

test('countAds() counts what happened since, by campaign and by creative', () => {
  const events = [anAdEvent('ad_impression', { atMs: AT }), anAdEvent('ad_viewable', { atMs: AT + 1 }), anAdEvent('ad_click', { atMs: AT + 2 }), anAdEvent('ad_click', { atMs: AT + 3 }), aPurchase(['x'], { atMs: AT + HOUR_MS, valueCents: 12_000 })];
  expect(counted(events, AT, AT + HOUR_MS)).toEqual({
    'boots/viewables': 1, 'boots/clicks': 1, 'boots/conversions': 1, 'boots/value': 12, 'boots/boots-a/viewables': 1, 'boots/boots-a/clicks': 1, 'boots/boots-a/conversions': 1, 'boots/boots-a/value': 12,
  });
});

test('countAds() rounds value right on average', () => {
  const events = [anAdEvent('ad_click', { atMs: AT }), aPurchase(['x'], { atMs: AT + 1, valueCents: 2300 })];
  const chance = seededChance(4);
  const cell = layout.cells.indexOf('boots/value');
  const runs = 2000;
  const sum = Array.from({ length: runs }, () => countAds(layout, { events, campaigns, categoriesOf: () => [], sinceMs: AT, nowMs: AT + 1, chance })[cell] ?? 0).reduce((a, b) => a + b, 0);
  expect(Math.abs(sum / runs - 2.3)).toBeLessThan(5 * Math.sqrt((0.3 * 0.7) / runs)); // five standard errors
});

test('countAds() counts each event once over any cuts of time', () => {
  fc.assert(fc.property(
    fc.array(fc.tuple(fc.constantFrom('ad_impression' as const, 'ad_viewable' as const, 'ad_click' as const), fc.integer({ min: 1, max: 100 })), { maxLength: 20 }),
    fc.array(fc.integer({ min: 1, max: 99 }), { maxLength: 5 }),
    (told, cuts) => {
      const events = told.map(([type, ms], i) => anAdEvent(type, { atMs: AT + ms, recId: i.toString(16).padStart(32, '0') }));
      const ends = [0, ...cuts.sort((a, b) => a - b), 100];
      const parts = ends.slice(1).map((end, i) => counted(events, AT + (ends[i] ?? 0), AT + end));
      const sum = parts.flatMap((part) => Object.values(part)).reduce((a, b) => a + b, 0);
      expect(sum).toBe(2 * events.length); // a cell of the campaign and one of the creative
    },
  ));
});
