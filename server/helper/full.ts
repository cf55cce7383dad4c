import { problem } from '#core/protocol';
import type { Helper } from './helper.ts';
import { DEFAULT_QUOTA, type Quota } from './quota.ts';
import { refuse, type Refusal, type UsedUp } from './refusal.ts';

const DETAILS: Readonly<Record<UsedUp, string>> = {
  'store': 'This shop keeps as much here as its helper allows',
  'log': 'The copy of this shop\'s log is as long as its helper allows',
  'open-tasks': 'This shop has as many open tasks as its helper allows',
  'task-reports': 'The task holds as many reports as it takes',
};

/** The quota of this helper's shop. */
export function quotaOf({ quota }: Pick<Helper, 'quota'>): Quota {
  return quota ?? DEFAULT_QUOTA;
}

/** Refuses because `usedUp` is: the leader keeps what it has and asks again, for the operator may give it more. */
export function refuseFull(usedUp: UsedUp): Refusal {
  return refuse(problem('quota', DETAILS[usedUp]), usedUp);
}

/** The refusal of a store that is full; undefined while it is not. Shows operators how full it is. */
export function storeFull(helper: Pick<Helper, 'store' | 'metrics' | 'quota'>): Refusal | undefined {
  const bytes = helper.store.usedBytes();
  helper.metrics.set('store_bytes', 'Bytes that the shop keeps here', bytes);
  return bytes >= quotaOf(helper).storeBytes ? refuseFull('store') : undefined;
}

/** Tells the operator what a shop has used up: counted each time, one line a kind and process, because lines take disk too. */
export function createQuotaTeller({ metrics, logger }: Pick<Helper, 'metrics' | 'logger'>): (usedUp: UsedUp) => void {
  const told = new Set<UsedUp>();
  return (usedUp) => {
    metrics.count('quota_refused_total', 'Refused because the shop has used its quota up, by what of it', { quota: usedUp });
    if (!told.has(usedUp)) logger.warn('the shop has used its quota up: its quota.json may allow more', { quota: usedUp, why: DETAILS[usedUp] });
    told.add(usedUp);
  };
}
