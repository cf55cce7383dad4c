import { itemIdAt, type Catalogue, type ItemId, type ItemIndex, type ProductCard } from '#core/catalogue';
import type { DeviceStores, Profile, TimelineRow, UploadRow, WorkerFault } from '#core/contract';
import type { ShopEvent } from '#core/events';
import { interestsOf, type ShopperHistory } from '#core/features';
import { budgetOf, epsilonOf, FLOORS } from '#core/privacy';
import { decodePolicy, type LedgerEntry } from '#core/protocol';
import { hitsInTen, rankHistograms } from '#core/ranking';
import { contentHash, isContentHash, toHex, type Result } from '#core/units';

/** Interests a panel shows. */
const MAX_INTERESTS = 20;

/** What the panel and the export are made of. */
export interface ReportSource {
  readonly catalogue: Catalogue;
  readonly cards: (items: readonly ItemIndex[]) => Promise<Result<readonly ProductCard[], WorkerFault>>;
  readonly stores: Pick<DeviceStores, 'ledger' | 'files' | 'settings' | 'storedBytes'>;
  /** As the embed line pins it; '' for none. */
  readonly policyHash: string;
  readonly events: readonly ShopEvent[];
  readonly history: ShopperHistory;
  readonly nowMs: number;
}

/** The panel's page, but for what only the session knows. */
export async function profileOf(source: ReportSource): Promise<Omit<Profile, 'backend' | 'models' | 'pausedUntilMs' | 'leaderFault'>> {
  const { stores, events, nowMs } = source;
  const ledger = await stores.ledger.entries();
  const titleOf = await titlesOf(source);
  return {
    events: events.length,
    storedBytes: await stores.storedBytes(),
    timeline: events.map((event) => timelineRow(event, titleOf)).reverse(),
    interests: interestsIn(source, titleOf),
    liveQuality: liveQualityOf((await stores.settings.read('liveRanks'))?.pairs ?? []),
    uploads: ledger.map(uploadRow).reverse(),
    policy: await policyOf(source),
    budget: budgetOf(ledger, nowMs),
  };
}

/** Told from the policy file that this device verified and keeps. */
async function policyOf({ stores, policyHash }: Pick<ReportSource, 'stores' | 'policyHash'>): Promise<Profile['policy']> {
  const bytes = isContentHash(policyHash) ? await stores.files.read(policyHash) : undefined;
  const policy = bytes && contentHash(bytes) === policyHash ? decodePolicy(bytes) : undefined;
  return policy?.ok ? { isWitnessed: policy.value.witnesses !== undefined, helperUrl: policy.value.helperUrl } : null;
}

function liveQualityOf(pairs: readonly number[]): Profile['liveQuality'] {
  const { served, popularity } = rankHistograms(pairs);
  return { events: served.reduce((sum, count) => sum + count, 0), servedHits: hitsInTen(served), popularityHits: hitsInTen(popularity) };
}

function uploadRow(entry: LedgerEntry): UploadRow {
  return { ...entry, epsilon: epsilonOf(entry.rho, FLOORS.maxDelta) };
}

function timelineRow(event: ShopEvent, titleOf: (itemId: ItemId) => string): TimelineRow {
  const titles = event.items.map(({ itemId }) => titleOf(itemId));
  const label = titles.length > 0 ? titles.join(', ') : (event.query ?? event.page);
  return { id: event.id, type: event.type, atMs: event.atMs, label, ...(event.dwellMs !== undefined && { dwellMs: event.dwellMs }) };
}

/** Titles of everything in the history; an item that has left the catalogue, or whose file cannot be loaded, keeps its id. */
async function titlesOf({ catalogue, cards, events }: ReportSource): Promise<(itemId: ItemId) => string> {
  const items = new Set(events.flatMap((event) => event.items.flatMap(({ itemId }) => catalogue.indexById.get(itemId) ?? [])));
  const found = await cards([...items]);
  const titleById = new Map(found.ok ? found.value.map(({ id, title }) => [id, title]) : []);
  return (itemId) => titleById.get(idOf(catalogue, catalogue.indexById.get(itemId)) ?? itemId) ?? itemId;
}

function idOf(catalogue: Catalogue, item: ItemIndex | undefined): ItemId | undefined {
  return item === undefined ? undefined : catalogue.idByIndex.at(item); // an event may know an item by an alias
}

function interestsIn({ catalogue, history, nowMs }: ReportSource, titleOf: (itemId: ItemId) => string): Profile['interests'] {
  return interestsOf(history, catalogue, nowMs).interests.slice(0, MAX_INTERESTS).map(({ name, strength, evidence }) => ({
    name, strength, evidence: evidence.map((item) => titleOf(itemIdAt(catalogue, item))),
  }));
}

/** Everything on this device about the shopper as JSON text; schema in docs/SHOPS.md. */
export async function exportOf(source: ReportSource, shop: string): Promise<string> {
  const { stores, events, nowMs } = source;
  const [hiddenItems, lessItems, personalMix, pausedUntilMs, contributionDraw, verifiedModels, engineChoice, liveRanks] = await Promise.all([
    stores.settings.read('hiddenItems'), stores.settings.read('lessItems'), stores.settings.read('personalMix'), stores.settings.read('pausedUntilMs'),
    stores.settings.read('contributionDraw'), stores.settings.read('verifiedModels'), stores.settings.read('engineChoice'), stores.settings.read('liveRanks'),
  ]);
  const uploads = (await stores.ledger.entries()).map((entry) => ({ ...uploadRow(entry), body: toHex(entry.body) }));
  return JSON.stringify({
    version: 1, shop, exportedAtMs: nowMs, events, interests: interestsIn(source, await titlesOf(source)), uploads,
    settings: { hiddenItems: hiddenItems ?? [], lessItems: lessItems ?? [], personalMix: personalMix ?? null, pausedUntilMs: pausedUntilMs ?? null, contributionDraw: contributionDraw ?? null, verifiedModels: verifiedModels ?? {}, engineChoice: engineChoice ?? null, liveRanks: liveRanks ?? null },
  }, null, 2);
}
