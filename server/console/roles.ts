import type { Campaign, ManagedCampaign } from '#core/campaigns';
import type { PersonRole } from '#server/store';

/** Kinds of events are worth different money: a bid of another kind counts as higher. */
function isHigher(after: Campaign['bid'], before: Campaign['bid']): boolean {
  if (after.kind === 'margin') return before.kind !== 'margin' || after.share > before.share;
  return before.kind !== after.kind || after.cents > before.cents;
}

/**
 * Why `role` may not make this change; undefined where it may. An editor prepares and stops; what begins to spend, or spends
 * more, is the owner's word.
 */
export function refusedTo(role: PersonRole, before: ManagedCampaign | undefined, after: ManagedCampaign): string | undefined {
  if (role === 'owner') return undefined;
  if (role === 'viewer') return 'A viewer reads; ask an owner for the role editor';
  if (after.state !== 'live') return undefined;
  if (before?.state !== 'live') return 'Going live spends money: an owner does that';
  const grows = (of: (managed: ManagedCampaign) => number): boolean => of(after) > of(before);
  const isDearer = grows(({ budget }) => budget.totalCents) || grows(({ budget }) => budget.dailyCents ?? Infinity) || grows(({ campaign }) => campaign.endMs) || isHigher(after.campaign.bid, before.campaign.bid);
  return isDearer ? 'Raising the budget or the bid of a live campaign, or running it longer, is the owner\'s word: pause it, or ask an owner' : undefined;
}
