import { buyerFacts, ghostsOf, leaseDraw, showingsOf, type AdFacts } from '#core/ads';
import type { AdSize } from '#core/campaigns';
import type { ItemId } from '#core/catalogue';
import type { AdRequest, DeviceStores } from '#core/contract';
import { experimentsHere } from '#core/experiment';
import { toHex } from '#core/units';
import type { AdFiles } from './files.ts';
import { eventsNow } from './log.ts';
import type { AdAudience, AdServerParts } from './parts.ts';
import { adSecret } from './secret.ts';

/** A question of a page, read. */
export type Asked = Required<Omit<AdRequest, 'offer'>> & { readonly sizes: readonly AdSize[] };

/** One moment in which an ad may be shown, and what decides beside the rules. */
export interface Moment {
  readonly facts: AdFacts;
  readonly audience: AdAudience;
  /** Whether an experiment keeps a campaign's ads from this device. */
  isHeld: ReturnType<typeof experimentsHere>['isHeld'];
}

/** What she said about ads; nothing where what is kept cannot be read. */
export async function wishesOf({ settings }: Pick<DeviceStores, 'settings'>): Promise<AdFacts['wishes']> {
  const { hidden, disliked }: Partial<AdFacts['wishes']> = (await settings.read('adWishes')) ?? {};
  return { hidden: Array.isArray(hidden) ? hidden : [], disliked: Array.isArray(disliked) ? disliked : [] };
}

/** Categories of an item, any level, by the catalogue. */
export function categoriesIn({ indexById, paths, pathByIndex }: AdServerParts['catalogue']): (itemId: ItemId) => readonly string[] {
  return (itemId) => paths[pathByIndex[indexById.get(itemId) ?? -1] ?? -1] ?? [];
}

/** All that a draw looks at, read anew. */
export async function momentOf(parts: AdServerParts, { catalogue, hash, delivery, confirmedMs }: AdFiles, request: Asked): Promise<Moment> {
  const { stores, clock } = parts;
  // From the store and not from memory: another tab may have shown an ad a moment ago.
  const [events, wishes, secret, audience] = await Promise.all([eventsNow(parts), wishesOf(stores), adSecret(stores, parts.randomness), parts.audience()]);
  const nowMs = clock.nowMs();
  const local = new Date(nowMs); // the zone is the device's own
  const categoriesOf = categoriesIn(parts.catalogue);
  const { isHeld, isOfOtherArm } = experimentsHere(delivery.experiments, secret, nowMs);
  const facts: AdFacts = {
    hasConsent: parts.hasConsent(), isPageVisible: request.isVisible, nowMs, weekday: local.getDay(), hour: local.getHours(), catalogue: { hash, confirmedMs }, delivery,
    showings: showingsOf(events), ghosts: ghostsOf(events), wishes, leaseOf: (id) => leaseDraw(toHex(secret), delivery.issuedMs, id), slot: request.slot, sizes: request.sizes, locale: request.locale,
    pageCategories: request.categories, isOfOtherArm, shopper: audience, ...buyerFacts(events, catalogue.campaigns, categoriesOf), categoriesOf,
  };
  return { facts, audience, isHeld };
}
