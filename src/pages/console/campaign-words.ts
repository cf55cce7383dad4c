import type { AdStyle, Campaign, LifeCycle, ManagedCampaign } from '#core/campaigns';
import { formatMoney } from '#page/frame';

/** What each state is called, and its tone. */
export const STATES: Readonly<Record<ManagedCampaign['state'], { readonly name: string; readonly tone: '' | 'good' | 'warn' }>> = {
  draft: { name: 'Draft', tone: '' }, live: { name: 'Live', tone: 'good' }, paused: { name: 'Paused', tone: 'warn' }, archived: { name: 'Archived', tone: '' },
};

/** Where a campaign stands now: a live one may have yet to begin, or be over. */
export function standing({ state, campaign }: ManagedCampaign, nowMs: number): { readonly name: string; readonly tone: '' | 'good' | 'warn' } {
  if (state === 'live' && nowMs < campaign.startMs) return { name: 'Live, begins later', tone: 'good' };
  if (state === 'live' && nowMs >= campaign.endMs) return { name: 'Over', tone: '' };
  return STATES[state];
}

/** How somebody stands with the shop, for a merchant: each value beside its words. */
export const LIFE_CYCLE_NAMES: readonly (readonly [LifeCycle, string])[] = [['new', 'New: has not bought'], ['potential', 'Potential: bought little'], ['loyal', 'Loyal: buys often'], ['lapsing', 'Lapsing: has not come for long']];

/** What an event is worth, in words. */
export function bidText(bid: Campaign['bid'], currency: string): string {
  if (bid.kind === 'margin') return `${Number((bid.share * 100).toFixed(2))} % of what is bought`;
  const of = { cpm: 'a thousand views', cpc: 'a click', cpa: 'a conversion' }[bid.kind];
  return `${formatMoney(bid.cents, currency)} ${of}`;
}

/** What each objective is called. */
export const OBJECTIVE_NAMES: Readonly<Record<Campaign['objective'], string>> = { views: 'Views: to be seen', clicks: 'Clicks: to be visited', sales: 'Sales: to be bought' };
/** What is paid for, by the kind of bid. */
export const BID_NAMES: Readonly<Record<Campaign['bid']['kind'], string>> = { cpm: 'For a thousand viewable impressions', cpc: 'For a click', cpa: 'For a conversion', margin: 'A share of what is bought (own campaigns)' };
/** Spans of caps, in the order of the form. */
export const SPAN_NAMES = { hour: 'An hour', day: 'A day', week: 'A week', month: '30 days', total: 'In all' } as const;
/** How each style is called. */
export const STYLE_NAMES: Readonly<Record<AdStyle, string>> = { card: 'Card', banner: 'Banner, in the shop’s colour', price: 'Price first', quiet: 'Quiet, without a ground' };

/** Labels of the form's fields, which both sides of a conflict are told by. */
export const LABELS = {
  name: 'Name', id: 'Id', advertiser: 'Advertiser', objective: 'Objective', pays: 'Pays', bid: 'Bid', share: 'Share', total: 'Budget in all', daily: 'Budget of a day', tier: 'Tier', caps: 'Most viewable impressions on one device',
  start: 'Start', end: 'End', hours: 'Hours of the week, by the shopper’s clock', slots: 'Slots', tags: 'Interests', categories: 'Categories', clusters: 'Portraits', lifeCycles: 'Life cycle', excludedItemIds: 'Leave out who bought',
  excludedCategories: 'Leave out pages of', conversionItemIds: 'Purchase of', conversionCategories: 'Purchase in', clickDays: 'Days after a click', viewDays: 'Days after a view',
} as const;
/** The same of a creative's. */
export const CREATIVE_LABELS = {
  item: 'Product it shows', title: 'Title', desc: 'Description', sponsored: 'Who pays', ctatext: 'Call to action', price: 'Price', salePrice: 'Sale price', landing: 'Landing page', displayurl: 'Address shown', style: 'Style',
  locale: 'Language of its text', image: 'Picture', icon: 'Icon', sizes: 'Sizes it may be drawn in', id: 'Id',
} as const;
