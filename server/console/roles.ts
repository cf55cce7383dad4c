import type { ManagedCampaign } from '#core/campaigns';
import type { PersonRole } from '#server/store';

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
  const isDearer = grows(({ budget }) => budget.totalCents) || grows(({ budget }) => budget.dailyCents ?? Infinity);
  return isDearer ? 'Raising the budget of a live campaign is the owner\'s word: pause it, or ask an owner' : undefined;
}
