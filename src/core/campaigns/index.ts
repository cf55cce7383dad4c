/**
 * **Knows** what a campaign is, what is wrong with one, and the two public files of ads: the ad catalogue (what the merchant
 * says) and the delivery (what the servers worked out about it).
 * **Not here** choosing, capping, attributing (`#core/ads`); keeping campaigns (`#server/store`); the log's leaves (`#core/protocol`).
 * **Trust** files and forms are read field by field: a wrong one is a fault that names its place, never a throw. Whoever
 * controls the ad catalogue decides what is advertised, the same for everyone; neither file can ask about one device.
 */
export { decodeAdCatalogue, encodeAdCatalogue, type AdCatalogue } from './ad-catalogue.ts';
export { LIFE_CYCLES, type AdSize, type AdStyle, type Audience, type Campaign, type CampaignId, type Creative, type CreativeId, type LifeCycle, type NativeAssets } from './campaign.ts';
export { campaignFaults, isLanding, type CampaignFault } from './campaign-faults.ts';
export { decodeDelivery, encodeDelivery, type Delivery, type Experiment } from './delivery.ts';
export { CLICK_WINDOW_MS, MAX_CAMPAIGNS, MAX_CREATIVES, MAX_CTA_LENGTH, MAX_DESC_LENGTH, MAX_NAME_LENGTH, MAX_TITLE_LENGTH, VIEW_WINDOW_MS } from './limits.ts';
export { isOffered, managedFaults, mayBecome, parseManagedCampaign, type ManagedCampaign } from './managed.ts';
