import type { AudienceFacts, Showing } from '#core/ads';
import type { Campaign } from '#core/campaigns';
import type { AdRow, SettingValues } from '#core/contract';
import type { ShopEvent } from '#core/events';
import type { AdFiles } from './files.ts';

/** What a row is told from. */
interface RowSource {
  readonly events: readonly ShopEvent[];
  readonly files: AdFiles | undefined;
  readonly wishes: SettingValues['adWishes'];
  readonly shopper: AudienceFacts;
}

/** One ad of the history, as the panel tells of it. */
export function rowOf({ recId, campaignId, creativeId, slot, shownMs, ...fates }: Showing, { events, files, wishes, shopper }: RowSource): AdRow {
  const campaign = files?.catalogue.campaigns.find(({ id }) => id === campaignId);
  return {
    recId, advertiser: campaign?.advertiser ?? campaignId, title: campaign?.creatives.find(({ id }) => id === creativeId)?.assets.title ?? '', slot, shownMs,
    viewedMs: fates.viewedMs ?? null, clickedMs: fates.clickedMs ?? null, dismissedMs: fates.dismissedMs ?? null, propensity: fates.propensity ?? null,
    matched: campaign && files?.delivery.campaigns[campaignId]?.isTargeted === true ? matchedOf(campaign, shopper) : [],
    isHidden: wishes.hidden.includes(campaignId), isDisliked: campaign !== undefined && wishes.disliked.includes(campaign.advertiser),
    events: events.filter((event) => event.recId === recId && event.type.startsWith('ad_')).map(({ id }) => id),
  };
}

/** Names of what the campaign aims at and that is hers. */
export function matchedOf({ audience }: Pick<Campaign, 'audience'>, { tags, categories, lifeCycle }: AudienceFacts): readonly string[] {
  return [...audience.tags.filter((tag) => tags.includes(tag)), ...audience.categories.filter((name) => categories.includes(name)), ...audience.lifeCycles.filter((one) => one === lifeCycle)];
}
