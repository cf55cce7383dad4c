/**
 * **Knows** what a campaign is, what is wrong with one, and the two public files of ads: the ad catalogue (what the merchant
 * says, and the rules that every text is held to) and the delivery (what the servers worked out about it).
 * **Not here** choosing, capping, attributing (`#core/ads`); keeping campaigns (`#server/store`); the log's leaves (`#core/protocol`).
 * **Trust** files and forms are read field by field: a wrong one is a fault that names its place, never a throw. Whoever
 * controls the ad catalogue decides what is advertised, the same for everyone; neither file can ask about one device.
 */
export { decodeAdCatalogue, encodeAdCatalogue, type AdCatalogue } from './ad-catalogue.ts';
export { type BrandRules, type Claim, CLAIMS, DEFAULT_RULES, parseBrandRules } from './brand-rules.ts';
export { type CampaignFault, campaignFaults, isLanding, lineFault } from './campaign-faults.ts';
export {
  AD_STYLES, type AdSize, type AdStyle, type Audience, type Campaign, type CampaignId, type CapSpan, type Creative, type CreativeId, type Daypart, LIFE_CYCLES, type LifeCycle, type NativeAssets,
} from './campaign.ts';
export { BANDIT_DIMS, decodeDelivery, type Delivery, encodeDelivery, type Experiment, type LinearPosterior, MAX_EXPERIMENTS } from './delivery.ts';
export { AD_ID_PATTERN, CAP_SPANS_MS, CLICK_WINDOW_MS, LAST_DATE_MS, MAX_CAMPAIGNS, MAX_CREATIVES, MAX_CTA_LENGTH, MAX_DESC_LENGTH, MAX_LISTED, MAX_NAME_LENGTH, MAX_PRICE_CENTS, MAX_TITLE_LENGTH, VIEW_WINDOW_MS } from './limits.ts';
export { isOffered, type ManagedCampaign, managedFaults, mayBecome, parseManagedCampaign } from './managed.ts';
export { decodeExperiments, encodeExperiments, MAX_KEPT_EXPERIMENTS, parseExperimentRequest, type ExperimentRequest, type PlannedExperiment } from './planned-experiment.ts';
export { readAudience } from './campaign-codec.ts';
