import { signal } from '@preact/signals';
import type { CampaignFault } from '#core/campaigns';
import { DEFAULT_RULES, type BrandRules } from '#core/campaigns';
import { ask, type ApiFault } from './api.ts';

/** Something of a live campaign that the rules forbid now. */
export interface Broken extends CampaignFault {
  readonly campaign: string;
}

interface KeptRules {
  readonly rules: BrandRules;
  readonly broken: readonly Broken[];
}

/** The shop's rules for texts, as the console keeps them; the usual ones before they came. */
export const rulesNow = signal<KeptRules & { readonly failure: string; readonly isLoaded: boolean }>({ rules: DEFAULT_RULES, broken: [], failure: '', isLoaded: false });

/** Asks for the rules once. */
export async function lookAtRules(): Promise<void> {
  const kept = await ask<KeptRules>('GET', '/api/brand-rules');
  rulesNow.value = kept.ok ? { ...kept.value, failure: '', isLoaded: true } : { ...rulesNow.value, failure: kept.fault.message };
}

/** Keeps `rules`; undefined where that worked. */
export async function keepRules(rules: unknown): Promise<ApiFault | undefined> {
  const kept = await ask<KeptRules>('PUT', '/api/brand-rules', rules);
  if (!kept.ok) return kept.fault;
  rulesNow.value = { ...kept.value, failure: '', isLoaded: true };
  return undefined;
}
