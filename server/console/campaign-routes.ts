import type { Hono } from 'hono';
import { managedFaults, mayBecome, MAX_CAMPAIGNS, parseManagedCampaign, type CampaignFault, type ManagedCampaign } from '#core/campaigns';
import { utf8Encode } from '#core/units';
import { believedSpend, managedCampaigns, managedOf, rulesNow } from '#server/leader';
import type { CampaignRow, LeaderTables, PersonRow } from '#server/store';
import { jsonOf, type Guard } from './guard.ts';
import { answer, faultOf, refusal } from './problems.ts';
import { publishFaults } from './publish-faults.ts';
import { refusedTo } from './roles.ts';
import type { ConsoleParts } from './parts.ts';

/** Most campaigns kept, those that are archived too. */
const MAX_KEPT = 2_000;
/** Largest file of campaigns, bytes. */
const MAX_IMPORT_BYTES = 16 * 1024 * 1024;
/** All pictures of live creatives together, bytes: what every device that shows ads loads (decision 0016). */
const MAX_PICTURE_BYTES = 4_000_000;

/** Where a change of a campaign ended. */
type Outcome = { readonly kind: 'written'; readonly row: CampaignRow } | { readonly kind: 'refused'; readonly response: Response };

/** A campaign as the page gets it. */
function shown({ people }: Pick<LeaderTables, 'people'>, row: CampaignRow): unknown {
  const changedBy = people.get(row.changedBy)?.name ?? (row.changedBy === 'command-line' ? 'Command line' : 'somebody who left');
  return { managed: managedOf(row), revision: row.revision, changedBy, changedMs: row.changedMs };
}

/** What of a strange value is a campaign; else every fault that can be named, by path. */
function readManaged(value: unknown): { readonly managed: ManagedCampaign } | { readonly faults: readonly CampaignFault[] } {
  const read = parseManagedCampaign(value);
  if (read.ok) {
    const faults = managedFaults(read.value);
    return faults.length === 0 ? { managed: read.value } : { faults };
  }
  return { faults: [faultOf(read.fault.message, 'campaign')] };
}

/** All campaigns that are kept, read once: a file of two thousand is held to them one by one. */
interface KeptCampaigns {
  readonly byId: ReadonlyMap<string, ManagedCampaign>;
  /** The campaign that has the creative. */
  ownerOf(creative: string): string | undefined;
  put(managed: ManagedCampaign): void;
}

function keptOf(tables: LeaderTables): KeptCampaigns {
  const [byId, owners] = [new Map<string, ManagedCampaign>(), new Map<string, string>()];
  const put: KeptCampaigns['put'] = (managed) => {
    const { id } = managed.campaign;
    byId.get(id)?.campaign.creatives.forEach((creative) => owners.delete(creative.id));
    byId.set(id, managed);
    managed.campaign.creatives.forEach((creative) => owners.set(creative.id, id));
  };
  managedCampaigns(tables).forEach(put);
  return { byId, ownerOf: (creative) => owners.get(creative), put };
}

/** What a campaign is written into. */
interface Surroundings extends Pick<ConsoleParts, 'assortment'> {
  readonly nowMs: number;
  readonly kept: KeptCampaigns;
}

/** What only the shop's other campaigns and files can tell. */
function faultsAmong(tables: LeaderTables, managed: ManagedCampaign, { nowMs, assortment, kept }: Surroundings): readonly CampaignFault[] {
  const { campaign } = managed;
  const faults: CampaignFault[] = [];
  campaign.creatives.forEach(({ id, assets }, i) => {
    if ((kept.ownerOf(id) ?? campaign.id) !== campaign.id) faults.push({ path: `campaign.creatives[${i}].id`, message: 'Another campaign has a creative of this id' });
    for (const name of ['image', 'icon'] as const) {
      const hash = assets[name];
      if (hash !== undefined && !tables.files.get('picture', hash)) faults.push({ path: `campaign.creatives[${i}].assets.${name}`, message: 'This picture is not here: upload it again' });
    }
  });
  if (managed.state !== 'live') return faults;
  const live = [...[...kept.byId.values()].filter((other) => other.state === 'live' && other.campaign.id !== campaign.id), managed];
  if (assortment) faults.push(...publishFaults(campaign, assortment, rulesNow(tables)).map(({ path, message }) => ({ path: `campaign.${path}`, message })));
  if (campaign.endMs <= nowMs) faults.push({ path: 'campaign.endMs', message: 'A campaign that is over cannot be live: set a later end' });
  if (live.length > MAX_CAMPAIGNS) faults.push({ path: 'state', message: `At most ${MAX_CAMPAIGNS} campaigns are live at once` });
  const pictures = new Set(live.flatMap((each) => each.campaign.creatives.flatMap(({ assets }) => [assets.image, assets.icon])));
  const bytes = [...pictures].reduce((sum, hash) => sum + (hash === undefined ? 0 : (tables.files.get('picture', hash)?.length ?? 0)), 0);
  if (bytes > MAX_PICTURE_BYTES) faults.push({ path: 'campaign.creatives', message: `Pictures of live creatives take ${Math.ceil(bytes / 1000)} kB; every device loads them, so ${MAX_PICTURE_BYTES / 1000} kB is the limit` });
  return faults;
}

/** A campaign and the revision that it was changed from; undefined for a new one. */
interface Change {
  readonly managed: ManagedCampaign;
  readonly revision: number | undefined;
}

/** Writes `managed` over `revision` (undefined: as a new one), or says why not. Inside a transaction. */
function write(tables: LeaderTables, { managed, revision }: Change, who: PersonRow, surroundings: Surroundings): Outcome {
  const refused = (response: Response): Outcome => ({ kind: 'refused', response });
  const { id } = managed.campaign;
  const row = tables.campaigns.get(id);
  if (row && revision === undefined) return refused(refusal('taken', `There is a campaign "${id}" already: an id names one campaign for ever`, { faults: [{ path: 'campaign.id', message: 'Another campaign has this id, perhaps one that is archived' }] }));
  if (!row && revision !== undefined) return refused(refusal('missing', `There is no campaign "${id}"`));
  if (row && row.revision !== revision) return refused(refusal('stale', 'Somebody saved this campaign after you opened it. Nothing of yours was written, and nothing of theirs is lost', { current: shown(tables, row) }));
  const before = surroundings.kept.byId.get(id);
  if (!mayBecome(before?.state, managed.state)) return refused(refusal('invalid', `A campaign cannot go from ${before?.state ?? 'nothing'} to ${managed.state}`, { faults: [{ path: 'state', message: `It cannot become ${managed.state} now` }] }));
  const forbidden = refusedTo(who.role, before, managed);
  if (forbidden !== undefined) return refused(refusal('not-yours', forbidden));
  const faults = faultsAmong(tables, managed, surroundings);
  if (faults.length > 0) return refused(refusal('invalid', 'Some fields want another value', { faults }));
  const next = { id, bytes: utf8Encode(JSON.stringify(managed)), changedBy: who.id, changedMs: surroundings.nowMs };
  if (row) tables.campaigns.put({ ...next, revision: row.revision });
  else tables.campaigns.add(next);
  surroundings.kept.put(managed);
  const written = tables.campaigns.get(id);
  if (!written) throw new TypeError(`Campaign ${id} was not kept`);
  return { kind: 'written', row: written };
}

/** Undoes a transaction whose answer is a refusal. */
class Refused extends Error {
  readonly response: Response;
  constructor(response: Response) {
    super('refused');
    this.response = response;
  }
}

/** Campaigns: everybody signed in reads, an editor changes, `roles.ts` says what takes an owner. */
export function campaignRoutes(app: Hono, { store, clock, publish, assortment }: ConsoleParts, guard: Guard): void {
  const { tables } = store;
  const all = (): unknown[] => tables.campaigns.all().map((row) => shown(tables, row));

  /** Writes all or nothing, and publishes with it. */
  async function writeAll(changes: readonly Change[], who: PersonRow): Promise<readonly CampaignRow[] | Response> {
    try {
      return await store.transact((inside) => {
        const nowMs = clock.nowMs();
        const surroundings = { nowMs, kept: keptOf(inside), ...(assortment && { assortment }) };
        const rows = changes.map((change) => {
          const outcome = write(inside, change, who, surroundings);
          if (outcome.kind === 'refused') throw new Refused(outcome.response);
          return outcome.row;
        });
        publish(inside, nowMs);
        return rows;
      });
    } catch (error) {
      if (error instanceof Refused) return error.response;
      throw error;
    }
  }

  const saved = async (managed: ManagedCampaign, revision: number | undefined, who: PersonRow): Promise<Response> => {
    const rows = await writeAll([{ managed, revision }], who);
    if (rows instanceof Response) return rows;
    const [row] = rows;
    return answer(row && shown(tables, row), revision === undefined ? 201 : 200);
  };

  app.get('/api/campaigns', guard.reads('viewer', () => answer({ campaigns: all() })));
  app.get('/api/campaigns/:id', guard.reads('viewer', (context) => {
    const row = tables.campaigns.get(context.req.param('id') ?? '');
    return row ? answer(shown(tables, row)) : refusal('missing', 'There is no campaign of this id');
  }));
  app.get('/api/spend', guard.reads('viewer', () => answer({ spend: believedSpend(tables, clock.nowMs()) })));
  app.post('/api/campaigns', guard.writes('editor', async (context, who) => {
    const body = await jsonOf(context);
    if (body instanceof Response) return body;
    const read = readManaged(body.value);
    if ('faults' in read) return refusal('invalid', 'Some fields want another value', read);
    if (tables.campaigns.all().length >= MAX_KEPT) return refusal('invalid', `A shop keeps at most ${MAX_KEPT} campaigns`);
    return saved(read.managed, undefined, who);
  }));
  app.put('/api/campaigns/:id', guard.writes('editor', async (context, who) => {
    const body = await jsonOf(context);
    if (body instanceof Response) return body;
    const change = changeOf(body.value);
    if (!change) return refusal('invalid', 'Wanted {"managed": …, "revision": …}: the campaign, and the revision that it was changed from');
    const read = readManaged(change.managed);
    if ('faults' in read) return refusal('invalid', 'Some fields want another value', read);
    if (read.managed.campaign.id !== context.req.param('id')) return refusal('invalid', 'An id never changes: copy the campaign under another', { faults: [{ path: 'campaign.id', message: 'An id never changes' }] });
    return saved(read.managed, change.revision, who);
  }));
  app.get('/api/campaigns-file', guard.reads('viewer', () => answer({ version: 1, campaigns: managedCampaigns(tables) })));
  app.post('/api/campaigns-file', guard.writes('editor', async (context, who) => {
    const body = await jsonOf(context, MAX_IMPORT_BYTES);
    if (body instanceof Response) return body;
    const listed = (body.value as { readonly campaigns?: unknown } | null)?.campaigns;
    if (!Array.isArray(listed) || listed.length > MAX_KEPT) return refusal('invalid', `Wanted {"version": 1, "campaigns": […]} with at most ${MAX_KEPT} campaigns`);
    const each = listed.map(readManaged);
    const faults = each.flatMap((read, i) => ('faults' in read ? read.faults.map(({ path, message }) => ({ path: `campaigns[${i}].${path}`, message })) : []));
    if (faults.length > 0) return refusal('invalid', `Nothing was taken: ${faults[0]?.path ?? ''}: ${faults[0]?.message ?? ''}`, { faults });
    const changes = each.flatMap((read) => ('managed' in read ? [read.managed] : [])).flatMap((managed) => {
      const row = tables.campaigns.get(managed.campaign.id);
      return row && JSON.stringify(managedOf(row)) === JSON.stringify(managed) ? [] : [{ managed, revision: row?.revision }]; // the same file again changes nothing
    });
    const rows = await writeAll(changes, who);
    return rows instanceof Response ? rows : answer({ changed: rows.length, unchanged: listed.length - rows.length });
  }));
}

function changeOf(value: unknown): { readonly managed: unknown; readonly revision: number } | undefined {
  if (typeof value !== 'object' || value === null || !('managed' in value) || !('revision' in value)) return undefined;
  const { managed, revision } = value;
  return typeof revision === 'number' && Number.isSafeInteger(revision) && revision > 0 ? { managed, revision } : undefined;
}
