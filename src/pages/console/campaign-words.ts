import type { Campaign, LifeCycle, ManagedCampaign } from '#core/campaigns';
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
