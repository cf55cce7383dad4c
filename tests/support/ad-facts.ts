import { NOBODY_KNOWN, type AdFacts } from '#core/ads';
import type { ItemId } from '#core/catalogue';
import type { Campaign } from '#core/campaigns';
import type { EventId, EventType, ShopEvent } from '#core/events';
import { CAMPAIGN_START_MS, aCampaign, aDelivery } from '#support/campaigns';

let made = 0;

/** One event of one showing. */
export function anAdEvent(type: EventType, change: Partial<ShopEvent> = {}): ShopEvent {
  made += 1;
  return { id: made.toString(16).padStart(32, '0') as EventId, type, atMs: CAMPAIGN_START_MS, items: [], page: '/', recId: 'a'.repeat(32), campaignId: 'boots', creativeId: 'boots-a', slot: 'list-top', ...change };
}

export function aPurchase(itemIds: readonly string[], change: Partial<ShopEvent> = {}): ShopEvent {
  const { recId: _, campaignId: __, creativeId: ___, slot: ____, ...event } = anAdEvent('purchase', { items: itemIds.map((id) => ({ itemId: id as ItemId, priceCents: 1000 })), ...change });
  return event;
}

/** A moment an hour after the start, Friday 15 January 2027 at nine, in which all of `campaigns` may be shown. */
export function someFacts(campaigns: readonly Campaign[] = [aCampaign()], change: Partial<AdFacts> = {}): AdFacts {
  const nowMs = CAMPAIGN_START_MS + 3_600_000;
  const delivery = aDelivery(campaigns, { issuedMs: nowMs });
  return {
    hasConsent: true, isPageVisible: true, nowMs, weekday: 5, hour: 9, catalogue: { hash: delivery.ads, confirmedMs: nowMs }, delivery, showings: [], wishes: { hidden: [], disliked: [] }, leaseOf: () => 0,
    slot: 'list-top', sizes: [{ width: 300, height: 250 }], locale: 'en', pageCategories: [], shopper: NOBODY_KNOWN, bought: new Set(), converted: new Set(), categoriesOf: () => [], ...change,
  };
}
