import type { Hono } from 'hono';
import { parseBrandRules, type CampaignFault } from '#core/campaigns';
import { contentHash, utf8Encode } from '#core/units';
import { keepRules, managedCampaigns, rulesNow } from '#server/leader';
import type { LeaderTables } from '#server/store';
import { jsonOf, type Guard } from './guard.ts';
import type { ConsoleParts } from './parts.ts';
import { answer, faultOf, refusal } from './problems.ts';
import { publishFaults, type Assortment } from './publish-faults.ts';

/** Live campaigns that could not be published again as they are. */
function broken(tables: LeaderTables, assortment: Assortment | undefined): readonly (CampaignFault & { readonly campaign: string })[] {
  if (!assortment) return [];
  const rules = rulesNow(tables);
  return managedCampaigns(tables).filter(({ state }) => state === 'live').flatMap(({ campaign }) => publishFaults(campaign, assortment, rules).map((fault) => ({ ...fault, campaign: campaign.id })));
}

/** Rules for texts: everybody signed in reads them, an owner writes them; devices obey them as soon as they know. */
export function rulesRoutes(app: Hono, { store, clock, publish, assortment }: ConsoleParts, guard: Guard): void {
  // `hash` names what stands, so that nobody writes over what she has not read.
  const hashOf = (tables: LeaderTables): string => contentHash(utf8Encode(JSON.stringify(rulesNow(tables))));
  const shown = (tables: LeaderTables): object => ({ rules: rulesNow(tables), hash: hashOf(tables), broken: broken(tables, assortment) });
  app.get('/api/brand-rules', guard.reads('viewer', () => answer(shown(store.tables))));
  app.put('/api/brand-rules', guard.writes('owner', async (context) => {
    const body = await jsonOf(context);
    if (body instanceof Response) return body;
    const { rules, before } = typeof body.value === 'object' && body.value !== null ? (body.value as { readonly rules?: unknown; readonly before?: unknown }) : {};
    const read = parseBrandRules(rules);
    if (!read.ok) return refusal('invalid', 'Some fields want another value', { faults: [faultOf(read.fault.message, 'brand rules')] });
    return store.transact((tables) => {
      if (before !== hashOf(tables)) return refusal('stale', 'Somebody wrote other rules meanwhile', { current: shown(tables) });
      keepRules(tables, read.value);
      publish(tables, clock.nowMs());
      return answer(shown(tables));
    });
  }));
}
