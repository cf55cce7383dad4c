import { adTimeMs, datedAnew, eligibility, ghostsOf, MAX_AHEAD_MS, showingsOf } from '#core/ads';
import type { ShopEvent } from '#core/events';
import { DAY_MS, HOUR_MS } from '#core/units';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anAdEvent, someFacts } from '#support/ad-facts';
import { aCampaign, aDelivery, CAMPAIGN_START_MS } from '#support/campaigns';

const NOW_MS = CAMPAIGN_START_MS + 100 * DAY_MS;
const CAMPAIGN = aCampaign('boots', { startMs: 0, endMs: 8e15, caps: { day: 1 } });
const [CREATIVE] = CAMPAIGN.creatives;
const YEARS_MS = 10 * 365 * DAY_MS;

/** A log of the campaign by a clock that was set anyhow: showings that were seen, each with its fates at times of their own. */
const logs = fc.array(fc.record({ shownMs: fc.integer({ min: -40 * DAY_MS, max: YEARS_MS }), fateMs: fc.integer({ min: -40 * DAY_MS, max: YEARS_MS }), fate: fc.constantFrom('ad_click' as const, 'ad_dismiss' as const, 'ad_ghost' as const) }), { maxLength: 8 })
  .map((shown) => shown.flatMap(({ shownMs, fateMs, fate }, i): readonly ShopEvent[] => {
    const one = { recId: i.toString(16).padStart(32, '0'), campaignId: 'boots', creativeId: 'boots-a' };
    return [anAdEvent('ad_impression', { ...one, atMs: NOW_MS + shownMs }), anAdEvent('ad_viewable', { ...one, atMs: NOW_MS + shownMs }), anAdEvent(fate, { ...one, atMs: NOW_MS + fateMs })];
  }));

/** The log as a device has it after a look at `nowMs`: an event that is dated anew replaces the one of its id. */
function settled(log: readonly ShopEvent[], nowMs: number): readonly ShopEvent[] {
  const anewById = new Map(datedAnew(log, nowMs).map((event) => [event.id, event]));
  return log.map((event) => anewById.get(event.id) ?? event);
}

function barAt(log: readonly ShopEvent[], nowMs: number) {
  if (!CREATIVE) throw new Error('aCampaign() has a creative');
  const delivery = aDelivery([CAMPAIGN], { issuedMs: nowMs - 1000 });
  return eligibility(CAMPAIGN, CREATIVE, someFacts([CAMPAIGN], { nowMs, delivery, catalogue: { hash: delivery.ads, confirmedMs: nowMs }, showings: showingsOf(log), ghosts: ghostsOf(log) }));
}

test('datedAnew() leaves nothing further ahead than a day, changes times alone, and finds nothing more in what it made', () => {
  fc.assert(fc.property(logs, (log) => {
    const anew = datedAnew(log, NOW_MS);
    const after = settled(log, NOW_MS);
    expect(after.every(({ atMs }) => atMs <= NOW_MS + MAX_AHEAD_MS)).toBe(true);
    expect(after.map((event) => ({ ...event, atMs: 0 }))).toEqual(log.map((event) => ({ ...event, atMs: 0 })));
    expect(anew.length).toBe(log.filter(({ atMs }) => atMs > NOW_MS + MAX_AHEAD_MS).length);
    expect(datedAnew(after, NOW_MS)).toEqual([]);
    expect(adTimeMs([...showingsOf(after), ...ghostsOf(after)], NOW_MS)).toBeLessThanOrEqual(NOW_MS + MAX_AHEAD_MS);
  }));
});

test('datedAnew() breaks no cap of the moment, and holds none longer than its span and a silence from a day on', () => {
  fc.assert(fc.property(logs, (log) => {
    const after = settled(log, NOW_MS);
    // Whoever was met by a clock ahead was met before now: it counts at least as long as it would have.
    if (datedAnew(log, NOW_MS).some(({ type }) => type === 'ad_viewable')) expect(barAt(after, NOW_MS)).toBeDefined();
    expect(barAt(after, NOW_MS + MAX_AHEAD_MS + 2 * DAY_MS + HOUR_MS)).toBeUndefined();
  }));
});

test('datedAnew() touches no event but those of ads', () => {
  const view: ShopEvent = { ...anAdEvent('ad_impression', { atMs: NOW_MS + YEARS_MS }), type: 'view_item' };
  expect(datedAnew([view], NOW_MS)).toEqual([]);
});

test('showingsOf() and ghostsOf() read nothing of an event that a store has harmed, and the rest as ever', () => {
  const whole = anAdEvent('ad_impression', { recId: 'a'.repeat(32), atMs: NOW_MS });
  const harms: readonly Readonly<Record<string, unknown>>[] = [{ items: undefined }, { items: null }, { items: 7 }, { atMs: 'today' }, { atMs: NaN }, { campaignId: 5 }, { creativeId: {} }, { slot: 9 }, { type: undefined }, { type: 3 }, { type: 'toString' }, { recId: 4 }];
  for (const type of ['ad_impression', 'ad_viewable', 'ad_click', 'ad_dismiss', 'ad_ghost'] as const) {
    for (const harm of harms) {
      const log = [whole, { ...anAdEvent(type, { recId: 'b'.repeat(32), atMs: NOW_MS }), ...harm } as unknown as ShopEvent];
      expect(showingsOf(log), JSON.stringify(harm)).toEqual(showingsOf([whole]));
      expect(ghostsOf(log), JSON.stringify(harm)).toEqual([]);
    }
  }
  expect(showingsOf([{ ...whole, items: [null] } as unknown as ShopEvent])).toEqual(showingsOf([whole]));
});
