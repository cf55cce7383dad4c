import { itemIdAt, type Catalogue, type ItemId, type ItemIndex, type ProductCard } from '#core/catalogue';
import type { DeviceStores, InterestWish, Profile, TimelineRow, UploadRow, WorkerFault } from '#core/contract';
import { isBehaviour, type ShopEvent, type ShopEventType } from '#core/events';
import { interestsOf, type ShopperHistory } from '#core/features';
import { budgetOf, epsilonOf, FLOORS, isMovedOutMark, movedOutUntilMs } from '#core/privacy';
import { decodePolicy, type LedgerEntry } from '#core/protocol';
import { hitsInTen, rankHistograms } from '#core/ranking';
import { isContentHash, keptFile, type Result } from '#core/units';

/** Interests a panel shows. */
const MAX_INTERESTS = 20;

/** What panel, export and move are made of. */
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
  const interestWishes = tasteWishes((await stores.settings.read('interestWishes')) ?? []);
  const items = await itemWishes(stores.settings);
  const titleOf = await titlesOf(source, items.map(({ itemId }) => itemId));
  return {
    events: events.length,
    storedBytes: await stores.storedBytes(),
    timeline: events.filter(isBehaviour).map((event) => timelineRow(event, titleOf)).reverse(),
    interests: interestsIn(source, titleOf, interestWishes),
    wishes: { items: items.map(({ itemId, wish }) => ({ itemId, title: titleOf(itemId), wish })), interests: interestWishes },
    liveQuality: liveQualityOf((await stores.settings.read('liveRanks'))?.pairs ?? []),
    uploads: ledger.filter((entry) => !isMovedOutMark(entry)).map(uploadRow).reverse(),
    movedOutUntilMs: movedOutUntilMs(ledger) ?? null,
    isPausedForVisit: (await stores.settings.read('isPausedForVisit')) === true,
    policy: await policyOf(source),
    budget: budgetOf(ledger, nowMs),
  };
}

/** A wish about a taste. */
type TasteWish = Profile['wishes']['interests'][number];

/** What she asked of her tastes, out of all that she asked. */
export function tasteWishes(wishes: readonly InterestWish[]): readonly TasteWish[] {
  return wishes.flatMap(({ kind, name, wish }) => (kind === 'fact' ? [] : [{ kind, name, wish }]));
}

async function itemWishes(settings: Pick<DeviceStores['settings'], 'read'>): Promise<readonly Pick<Profile['wishes']['items'][number], 'itemId' | 'wish'>[]> {
  const of = async (key: 'lessItems' | 'hiddenItems', wish: 'less' | 'hide') => ((await settings.read(key)) ?? []).map((id) => ({ itemId: id as ItemId, wish }));
  return [...(await of('lessItems', 'less')), ...(await of('hiddenItems', 'hide'))];
}

/** Told from the policy file that this device verified and keeps. */
async function policyOf({ stores, policyHash }: Pick<ReportSource, 'stores' | 'policyHash'>): Promise<Profile['policy']> {
  const bytes = isContentHash(policyHash) ? await keptFile(stores.files, policyHash) : undefined;
  const policy = bytes && decodePolicy(bytes);
  return policy?.ok ? { isWitnessed: policy.value.witnesses !== undefined, helperUrl: policy.value.helperUrl } : null;
}

function liveQualityOf(pairs: readonly number[]): Profile['liveQuality'] {
  const { served, popularity } = rankHistograms(pairs);
  return { events: served.reduce((sum, count) => sum + count, 0), servedHits: hitsInTen(served), popularityHits: hitsInTen(popularity) };
}

/** An entry of the ledger with what it means as ε. */
export function uploadRow(entry: LedgerEntry): UploadRow {
  return { ...entry, epsilon: epsilonOf(entry.rho, FLOORS.maxDelta) };
}

function timelineRow(event: ShopEvent & { readonly type: ShopEventType }, titleOf: (itemId: ItemId) => string): TimelineRow {
  const titles = event.items.map(({ itemId }) => titleOf(itemId));
  const label = titles.length > 0 ? titles.join(', ') : (event.query ?? event.title ?? event.page);
  const [only, ...others] = event.items;
  return { id: event.id, type: event.type, atMs: event.atMs, label, ...(only && others.length === 0 && { itemId: only.itemId }), ...(event.dwellMs !== undefined && { dwellMs: event.dwellMs }) };
}

/** Titles of everything in the history and of `others`; an item that has left the catalogue, or whose file cannot be loaded, keeps its id. */
export async function titlesOf({ catalogue, cards, events }: ReportSource, others: readonly ItemId[] = []): Promise<(itemId: ItemId) => string> {
  const ids = [...events.flatMap((event) => event.items.map(({ itemId }) => itemId)), ...others];
  const items = new Set(ids.flatMap((itemId) => catalogue.indexById.get(itemId) ?? []));
  const found = await cards([...items]);
  const titleById = new Map(found.ok ? found.value.map(({ id, title }) => [id, title]) : []);
  return (itemId) => titleById.get(idOf(catalogue, catalogue.indexById.get(itemId)) ?? itemId) ?? itemId;
}

function idOf(catalogue: Catalogue, item: ItemIndex | undefined): ItemId | undefined {
  return item === undefined ? undefined : catalogue.idByIndex.at(item); // an event may know an item by an alias
}

/** What she seems to like, pins first. */
export function interestsIn({ catalogue, history, nowMs }: ReportSource, titleOf: (itemId: ItemId) => string, wishes: readonly TasteWish[]): Profile['interests'] {
  const pins = wishes.filter(({ wish }) => wish === 'pin');
  return interestsOf(history, catalogue, nowMs, pins).interests.slice(0, Math.max(MAX_INTERESTS, pins.length)).map(({ kind, name, strength, evidence }, i) => ({
    kind, name, strength, isPinned: i < pins.length, evidence: evidence.map((item) => titleOf(itemIdAt(catalogue, item))),
  }));
}
