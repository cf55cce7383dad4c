import { readFields, type FieldFault } from '#core/fields';
import type { Result } from '#core/units';
import type { Campaign } from './campaign.ts';
import { campaignFaults, type CampaignFault } from './campaign-faults.ts';
import { readCampaign } from './campaign-codec.ts';
import { MAX_NAME_LENGTH } from './limits.ts';

/** What a campaign may cost, cents; the servers hold it by pass-through, and no device learns it. */
export interface Budget {
  /** Absent: only the total binds. */
  readonly dailyCents?: number;
  readonly totalCents: number;
}
/** `draft`: being written. `live`: in the ad catalogue between its start and end. `paused`: taken out by hand. `archived`: kept for its figures. */
export const CAMPAIGN_STATES = ['draft', 'live', 'paused', 'archived'] as const;
export type CampaignState = (typeof CAMPAIGN_STATES)[number];
/** Largest budget, cents: a hundred million units, well inside exact integers. */
const MAX_BUDGET_CENTS = 10_000_000_000;

/** A campaign as the merchant keeps it: what is published, and what is nobody else's. */
export interface ManagedCampaign {
  readonly campaign: Campaign;
  /** The merchant's own name of it. */
  readonly name: string;
  readonly budget: Budget;
  readonly state: CampaignState;
}

/** States that may follow each; a new campaign begins with any of `FIRST_STATES`. */
const NEXT_STATES: Readonly<Record<CampaignState, readonly CampaignState[]>> = {
  draft: ['live', 'archived'], live: ['paused', 'archived'], paused: ['live', 'archived'], archived: [],
};
const FIRST_STATES: readonly CampaignState[] = ['draft', 'live', 'paused'];

/** Whether a campaign in state `from` (undefined: a new one) may be saved in state `to`. What is archived stays as it was. */
export function mayBecome(from: CampaignState | undefined, to: CampaignState): boolean {
  if (from === undefined) return FIRST_STATES.includes(to);
  return from !== 'archived' && (from === to || NEXT_STATES[from].includes(to));
}

/** All that is wrong with a managed campaign; paths begin at it: `budget.dailyCents`, `campaign.creatives[0].landing`. */
export function managedFaults({ campaign, name, budget }: ManagedCampaign): readonly CampaignFault[] {
  const { dailyCents, totalCents } = budget;
  return [
    ...(name.trim() === '' ? [{ path: 'name', message: 'Give it a name by which colleagues know it' }] : []),
    ...(dailyCents !== undefined && dailyCents > totalCents ? [{ path: 'budget.dailyCents', message: 'A day cannot spend more than the whole campaign' }] : []),
    ...campaignFaults(campaign).map(({ path, message }) => ({ path: `campaign.${path}`, message })),
  ];
}

/** Whether everybody loads a campaign at `nowMs`: it is live and not over. One that has yet to begin is loaded too; the device waits for its start. */
export function isOffered({ state, campaign }: ManagedCampaign, nowMs: number): boolean {
  return state === 'live' && campaign.endMs > nowMs;
}

/** Reads a managed campaign from an object of strangers; see `readCampaign`. */
export function parseManagedCampaign(value: unknown): Result<ManagedCampaign, FieldFault> {
  return readFields('campaign', value, (fields) => ({
    campaign: fields.object('campaign', readCampaign),
    name: fields.text('name', MAX_NAME_LENGTH),
    budget: fields.object('budget', (budget): Budget => ({
      ...(budget.has('dailyCents') && { dailyCents: budget.integer('dailyCents', 1, MAX_BUDGET_CENTS) }),
      totalCents: budget.integer('totalCents', 1, MAX_BUDGET_CENTS),
    })),
    state: fields.oneOf('state', CAMPAIGN_STATES),
  }));
}
