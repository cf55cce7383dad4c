import { datedAnew, drawOf, MAX_AHEAD_MS, type Draw, type Showing } from '#core/ads';
import type { ItemId } from '#core/catalogue';
import type { EventId, EventType, ShopEvent } from '#core/events';
import { keptAds } from './files.ts';
import type { AdServerParts } from './parts.ts';

/** What an event says of a showing. */
type Noted = Pick<Showing, 'recId' | 'campaignId' | 'creativeId' | 'slot'> & Draw & { readonly itemId?: ItemId | undefined };

/**
 * All events of the device, those of ads that a wrong clock dated far ahead with the time of now, from now on. Not by a clock that
 * stands as far before the delivery that the log holds: it is the one that is wrong, and what it moved back would break every cap
 * once it is right. Called in turn among the tabs.
 */
export async function eventsNow({ stores, shopper, clock }: Pick<AdServerParts, 'stores' | 'shopper' | 'clock'>): Promise<readonly ShopEvent[]> {
  const files = await keptAds(stores);
  const events = await stores.events.all(); // last, so that nothing she deletes meanwhile comes back
  const nowMs = clock.nowMs();
  const anew = files && nowMs + MAX_AHEAD_MS >= files.delivery.issuedMs ? datedAnew(events, nowMs) : [];
  if (anew.length === 0) return events;
  await shopper.add(anew); // an id that is known is replaced
  return stores.events.all();
}

/** Notes something of a showing. */
export async function note({ shopper, freshId }: AdServerParts, type: EventType, { recId, campaignId, creativeId, slot, itemId, ...more }: Noted, atMs: number): Promise<void> {
  await shopper.add([{ id: freshId() as EventId, type, atMs, items: itemId === undefined ? [] : [{ itemId }], page: '', recId, campaignId, creativeId, slot, ...drawOf(more) }]);
}
