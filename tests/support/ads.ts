import { encodeAdCatalogue, encodeDelivery, type BrandRules, type Campaign, type Delivery } from '#core/campaigns';
import type { DeviceStores } from '#core/contract';
import { contentHash } from '#core/units';
import { memoryStores } from '#page/store';
import { SESSION_NOW_MS } from './a-session.ts';
import { anAdCatalogue, aDelivery } from './campaigns.ts';

/** Writes into `stores` what a visit to the leader leaves of these campaigns. */
export async function leaveAds(stores: DeviceStores, campaigns: readonly Campaign[], change: Partial<Delivery> = {}, rules?: BrandRules): Promise<DeviceStores> {
  const ads = encodeAdCatalogue({ ...anAdCatalogue(campaigns), ...(rules && { rules }) });
  const delivery = encodeDelivery(aDelivery(campaigns, { ads: contentHash(ads), issuedMs: SESSION_NOW_MS, ...change }));
  for (const bytes of [ads, delivery]) await stores.files.write(contentHash(bytes), bytes);
  await stores.settings.write('verifiedAds', { ads: contentHash(ads), delivery: contentHash(delivery), packs: [], confirmedMs: change.issuedMs ?? SESSION_NOW_MS });
  return stores;
}

/** Fresh stores with these campaigns. */
export function storesWithAds(campaigns: readonly Campaign[], change: Partial<Delivery> = {}, rules?: BrandRules): Promise<DeviceStores> {
  return leaveAds(memoryStores(), campaigns, change, rules);
}
