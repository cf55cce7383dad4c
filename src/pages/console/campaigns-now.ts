import { signal } from '@preact/signals';
import { ask, type Kept } from './api.ts';

/** How often campaigns are asked for again while a page shows figures of them, ms. */
const LOOK_EVERY_MS = 60_000;

/** Campaigns as the console keeps them; undefined before they came. */
export const campaignsNow = signal<{ readonly campaigns: readonly Kept[] | undefined; readonly failure: string }>({ campaigns: undefined, failure: '' });

/** Asks for the campaigns once. What was there stays where the answer is a refusal. */
export async function lookAtCampaigns(): Promise<void> {
  const all = await ask<{ readonly campaigns: readonly Kept[] }>('GET', '/api/campaigns');
  campaignsNow.value = all.ok ? { campaigns: all.value.campaigns, failure: '' } : { ...campaignsNow.value, failure: all.fault.message };
}

/** Keeps asking; call the result to stop. */
export function keepCampaigns(): () => void {
  void lookAtCampaigns();
  const timer = setInterval(() => void lookAtCampaigns(), LOOK_EVERY_MS);
  return () => clearInterval(timer);
}
