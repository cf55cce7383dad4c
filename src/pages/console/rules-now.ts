import { signal } from '@preact/signals';
import type { CampaignFault } from '#core/campaigns';
import { DEFAULT_RULES, type BrandRules } from '#core/campaigns';
import type { Result } from '#core/units';
import { ask, type ApiFault } from './api.ts';

/** Something of a live campaign that the rules forbid now. */
export interface Broken extends CampaignFault {
  readonly campaign: string;
}

/** Rules as the console keeps them. */
export interface KeptRules {
  readonly rules: BrandRules;
  /** Names them, for whoever writes over them. */
  readonly hash: string;
  readonly broken: readonly Broken[];
}

/** The shop's rules for texts; the usual ones before they came. */
export const rulesNow = signal<KeptRules & { readonly failure: string; readonly isLoaded: boolean }>({ rules: DEFAULT_RULES, hash: '', broken: [], failure: '', isLoaded: false });

/** Takes over what the console keeps. */
export function takeRules(kept: KeptRules): void {
  rulesNow.value = { ...kept, failure: '', isLoaded: true };
}

/** Asks for the rules once. */
export async function lookAtRules(): Promise<void> {
  const kept = await ask<KeptRules>('GET', '/api/brand-rules');
  if (kept.ok) takeRules(kept.value);
  else rulesNow.value = { ...rulesNow.value, failure: kept.fault.message };
}

/** Asks the console to keep `rules`. @param before - hash of those that they stand instead of */
export function keepRules(rules: BrandRules, before: string): Promise<Result<KeptRules, ApiFault<KeptRules>>> {
  return ask<KeptRules>('PUT', '/api/brand-rules', { rules, before });
}
