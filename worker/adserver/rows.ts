import type { AudienceFacts, Showing } from '#core/ads';
import { isDynamic } from '#core/creative';
import type { Campaign } from '#core/campaigns';
import type { AdRow, SettingValues } from '#core/contract';
import type { ShopEvent } from '#core/events';
import type { AdFiles } from './files.ts';
import type { AdServerParts } from './parts.ts';

/** What a row is told from. */
interface RowSource {
  readonly events: readonly ShopEvent[];
  readonly files: AdFiles | undefined;
  readonly wishes: SettingValues['adWishes'];
  readonly shopper: AudienceFacts;
  /** By `recId`. */
  readonly titles: ReadonlyMap<string, string>;
}

/** Titles of showings by `recId`: what a template said is told again of the same product, by what the catalogue says now. None where a campaign is over, or a product gone. */
export async function titlesOf(parts: Pick<AdServerParts, 'fill'>, files: AdFiles | undefined, showings: readonly Showing[]): Promise<ReadonlyMap<string, string>> {
  const shown = showings.flatMap(({ recId, campaignId, creativeId, itemId }) => {
    const campaign = files?.catalogue.campaigns.find(({ id }) => id === campaignId);
    const creative = campaign?.creatives.find(({ id }) => id === creativeId);
    return campaign && creative ? [{ recId, campaign, creative, itemId }] : [];
  });
  const templates = shown.filter(({ creative }) => isDynamic(creative));
  const texts = templates.length > 0 ? await parts.fill(templates, '', files?.catalogue.rules) : [];
  const filled = new Map(templates.map(({ recId }, i) => {
    const text = texts[i];
    return [recId, typeof text === 'object' ? text.assets.title : ''];
  }));
  return new Map(shown.map(({ recId, creative }) => [recId, filled.get(recId) ?? creative.assets.title]));
}

/** One ad of the history, as the panel tells of it. */
export function rowOf({ recId, campaignId, slot, shownMs, ...fates }: Showing, { events, files, wishes, shopper, titles }: RowSource): AdRow {
  const campaign = files?.catalogue.campaigns.find(({ id }) => id === campaignId);
  return {
    recId, advertiser: campaign?.advertiser ?? campaignId, title: titles.get(recId) ?? '', slot, shownMs,
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
