import type { Hono } from 'hono';
import type { CampaignFault } from '#core/campaigns';
import { DEFAULT_RULES, parseBrandRules, type BrandRules } from '#core/creative';
import { utf8Decode, utf8Encode } from '#core/units';
import { managedCampaigns } from '#server/leader';
import type { LeaderTables } from '#server/store';
import { jsonOf, type Guard } from './guard.ts';
import type { ConsoleParts } from './parts.ts';
import { answer, faultOf, refusal } from './problems.ts';
import { publishFaults, type Assortment } from './publish-faults.ts';

/** Setting that holds the merchant's rules. */
const RULES = 'brand-rules';

/** The merchant's rules for texts of ads. @throws TypeError where they cannot be read: they were written by this program */
export function keptRules({ settings }: Pick<LeaderTables, 'settings'>): BrandRules {
  const bytes = settings.get(RULES);
  if (!bytes) return DEFAULT_RULES;
  const read = parseBrandRules(JSON.parse(utf8Decode(bytes)));
  if (!read.ok) throw new TypeError(read.fault.message);
  return read.value;
}

/** Live campaigns that could not be published again as they are. */
function broken(tables: LeaderTables, assortment: Assortment | undefined): readonly (CampaignFault & { readonly campaign: string })[] {
  if (!assortment) return [];
  const rules = keptRules(tables);
  return managedCampaigns(tables).filter(({ state }) => state === 'live').flatMap(({ campaign }) => publishFaults(campaign, assortment, rules).map((fault) => ({ ...fault, campaign: campaign.id })));
}

/** Rules for texts: everybody signed in reads them, an owner writes them; they bind whatever is published from then on. */
export function rulesRoutes(app: Hono, { store, assortment }: ConsoleParts, guard: Guard): void {
  const shown = (): Response => answer({ rules: keptRules(store.tables), broken: broken(store.tables, assortment) });
  app.get('/api/brand-rules', guard.reads('viewer', shown));
  app.put('/api/brand-rules', guard.writes('owner', async (context) => {
    const body = await jsonOf(context);
    if (body instanceof Response) return body;
    const read = parseBrandRules(body.value);
    if (!read.ok) return refusal('invalid', 'Some fields want another value', { faults: [faultOf(read.fault.message, 'brand rules')] });
    await store.transact(({ settings }) => settings.set(RULES, utf8Encode(JSON.stringify(read.value))));
    return shown();
  }));
}
