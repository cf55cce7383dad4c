import type { AdCatalogue, Campaign, CampaignId, Creative, CreativeId, Delivery, ManagedCampaign } from '#core/campaigns';
import { CLICK_WINDOW_MS, VIEW_WINDOW_MS } from '#core/campaigns';
import { contentHash, utf8Encode, WEEK_MS } from '#core/units';

/** When the campaigns of tests begin, ms since 1970. */
export const CAMPAIGN_START_MS = 1_800_000_000_000;

export function aCreative(id = 'red-boots', change: Partial<Creative> = {}): Creative {
  return {
    id: id as CreativeId, locale: '', sizes: [{ width: 300, height: 250 }], style: 'card', assets: { title: 'Boots for wet hills', sponsored: 'Fellworks' }, landing: '/products/boots', ...change,
  };
}

/** A campaign for everybody, at any time of a week, in any slot. */
export function aCampaign(id = 'boots', change: Partial<Campaign> = {}): Campaign {
  return {
    id: id as CampaignId, advertiser: 'Fellworks', objective: 'clicks', bid: { kind: 'cpc', cents: 40 }, tier: 0, startMs: CAMPAIGN_START_MS, endMs: CAMPAIGN_START_MS + WEEK_MS, dayparts: [],
    audience: { tags: [], categories: [], clusters: [], lifeCycles: [] }, excludedItemIds: [], excludedCategories: [], caps: {}, slots: [], creatives: [aCreative(`${id}-a`)],
    conversion: { itemIds: [], categories: [], clickWindowMs: CLICK_WINDOW_MS, viewWindowMs: VIEW_WINDOW_MS }, ...change,
  };
}

export function anAdCatalogue(campaigns: readonly Campaign[] = [aCampaign()]): AdCatalogue {
  return { version: 1, shop: 'test', currency: 'USD', campaigns, packs: [], pictures: [] };
}

/** Everything passes, nothing is targeted. */
export function aDelivery(campaigns: readonly Campaign[] = [aCampaign()], change: Partial<Delivery> = {}): Delivery {
  return {
    version: 1, ads: contentHash(utf8Encode('ads')), issuedMs: CAMPAIGN_START_MS, campaigns: Object.fromEntries(campaigns.map(({ id }) => [id, { passThrough: 1, isTargeted: false }])), experiments: [], ...change,
  };
}

export function aManagedCampaign(change: Partial<ManagedCampaign> = {}): ManagedCampaign {
  return { campaign: aCampaign(), name: 'Autumn boots', budget: { dailyCents: 5_000, totalCents: 30_000 }, state: 'live', ...change };
}
