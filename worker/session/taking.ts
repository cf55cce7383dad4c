import type { ItemId } from '#core/catalogue';
import type { ConsentRecord } from '#core/consent';
import type { ExportTable, MovedIn, SettingValues, WorkerFault } from '#core/contract';
import { isMovedOutMark, movedOutMark } from '#core/privacy';
import type { LedgerEntry } from '#core/protocol';
import { EXPORT_FORMAT, EXPORT_VERSION, exportTable, mergedAdSecret, mergedEvents, mergedLedger, mergedPause, mergedWishes, movedEntries, packageText, parsePackage, type ExportDocument, type MovePackage, type Wished } from '#core/transfer';
import { fail, ok, toHex, type Result } from '#core/units';
import { interestsIn, tasteWishes, titlesOf, uploadRow, type ReportSource } from './profile.ts';
import type { Shopper } from './shopper.ts';

/** Every setting is exported: a new one fails to compile until it stands here, in the schema, and with its fate in a move. */
const SETTINGS: Readonly<Record<keyof SettingValues, true>> = {
  pausedUntilMs: true, isPausedForVisit: true, hiddenItems: true, lessItems: true, interestWishes: true, erasedEvents: true, contributionDraw: true, verifiedModels: true,
  personalMix: true, liveRanks: true, companyFile: true, engineChoice: true, verifiedAds: true, adWishes: true, adSecret: true, verifiedOffers: true, heldOffer: true,
};

/** Everything on this device about the shopper: as one JSON document, or one of its tables as CSV. */
export async function exportOf(source: ReportSource, { shop, consent = null }: { readonly shop: string; readonly consent?: ConsentRecord | null | undefined }, table: ExportTable | undefined): Promise<string> {
  const document = await documentOf(source, shop, consent);
  return table === undefined ? JSON.stringify(document, null, 2) : exportTable(document, table);
}

async function documentOf(source: ReportSource, shop: string, consent: ConsentRecord | null): Promise<ExportDocument> {
  const { stores, events, nowMs } = source;
  const settings = Object.fromEntries(await Promise.all(Object.keys(SETTINGS).map(async (key) => [key, (await stores.settings.read(key as keyof SettingValues)) ?? null] as const))) as ExportDocument['settings'];
  const wished = [...(settings.hiddenItems ?? []), ...(settings.lessItems ?? [])] as ItemId[];
  const titleOf = await titlesOf(source, wished);
  const ids = new Set<ItemId>([...events.flatMap(({ items }) => items.map(({ itemId }) => itemId)), ...wished]);
  const entries = await stores.ledger.entries();
  return {
    format: EXPORT_FORMAT, version: EXPORT_VERSION, shop, exportedAtMs: nowMs, events, interests: interestsIn(source, titleOf, tasteWishes(settings.interestWishes ?? [])),
    uploads: entries.filter((entry) => !isMovedOutMark(entry)).map((entry) => ({ ...uploadRow(entry), body: toHex(entry.body) })),
    movedOutAtMs: entries.find(isMovedOutMark)?.atMs ?? null,
    titles: Object.fromEntries([...ids].map((id) => [id, titleOf(id)] as const).filter(([id, title]) => id !== title)), consent, settings,
  };
}

/**
 * What the leader has not confirmed will not leave this device any more: its cost stands, its bytes go. Also what is being
 * sent in this moment, or was and met no answer; one that had arrived all the same is still noted so when its answer comes.
 */
function stopped(entry: LedgerEntry): readonly LedgerEntry[] {
  if (entry.state === 'acked' || entry.state === 'refused') return [];
  return [{ ...entry, state: 'refused', refusal: 'moved', body: new Uint8Array(0), reportId: '', url: '' }];
}

async function wishedIn({ settings }: Pick<ReportSource['stores'], 'settings'>): Promise<Wished> {
  const [hiddenItems, lessItems, interestWishes, adWishes] = await Promise.all([settings.read('hiddenItems'), settings.read('lessItems'), settings.read('interestWishes'), settings.read('adWishes')]);
  return { hiddenItems: hiddenItems ?? [], lessItems: lessItems ?? [], interestWishes: interestWishes ?? [], adWishes: adWishes ?? { hidden: [], disliked: [] } };
}

/** The package as text: what she has and what she spent at this moment. */
export async function packMove({ stores, events, nowMs }: ReportSource, shop: string): Promise<string> {
  return packageText({
    shop, packedAtMs: nowMs, events, erasedEvents: (await stores.settings.read('erasedEvents')) ?? [], pausedUntilMs: (await stores.settings.read('pausedUntilMs')) ?? null,
    adSecret: (await stores.settings.read('adSecret')) ?? null, entries: movedEntries(await stores.ledger.entries()), ...(await wishedIn(stores)),
  });
}

const steeringOf = ({ erasedEvents, hiddenItems, lessItems, interestWishes, adWishes, pausedUntilMs }: MovePackage): string => JSON.stringify([erasedEvents, hiddenItems, lessItems, interestWishes, adWishes, pausedUntilMs]);

/** Whether she deleted or steered something since `packed` was: the other device must not bring back what she took away here. What only came since stays behind without harm. */
function isSteered(packed: MovePackage, now: MovePackage): boolean {
  const linesById = new Map(now.events.map(({ id, items }) => [id, JSON.stringify(items)]));
  return steeringOf(now) !== steeringOf(packed) || packed.events.some(({ id, items }) => linesById.get(id) !== JSON.stringify(items));
}

/** Marks this device as moved from, so that it reports no more, unless it spent something that `packed` does not count or she took away something that it holds. */
export async function moveOut(source: ReportSource, shop: string, packed: string): Promise<Result<void, WorkerFault>> {
  const { stores, nowMs } = source;
  const parsed = parsePackage(packed, shop);
  if (!parsed.ok) return parsed;
  const now = parsePackage(await packMove(source, shop), shop);
  if (!now.ok) return now;
  if (isSteered(parsed.value, now.value)) return fail('stale', 'Cannot move: something was deleted or steered since this was packed');
  let isStale = false;
  // Before anything can leave: from here on this device cannot spend what the other one will count. In one transaction with the
  // mark, and the ledger takes no `sent` over a stopped entry: no tab can begin a POST that its look at the ledger missed.
  await stores.ledger.revise((entries) => {
    isStale = mergedLedger(parsed.value.entries, movedEntries(entries)).length > 0;
    return isStale ? [] : [...entries.flatMap(stopped), movedOutMark(nowMs)];
  });
  return isStale ? fail('stale', 'Cannot move: more was spent since this was packed') : ok(undefined);
}

/**
 * Takes a package in: first what was spent, then wishes, then history. Each step can be done twice, so that one cut off is
 * mended by doing it again.
 *
 * @param refusedAtMs - when the shopper last said no on this device, ms since 1970, or 0: of what was packed before, only the costs come
 */
export async function moveIn(source: ReportSource & { readonly shopper: Shopper }, text: string, { shop, refusedAtMs }: { readonly shop: string; readonly refusedAtMs: number }): Promise<Result<MovedIn, WorkerFault>> {
  const parsed = parsePackage(text, shop);
  if (!parsed.ok) return parsed;
  const { stores: { ledger } } = source;
  const { entries, packedAtMs } = parsed.value;
  const known = new Set((await ledger.entries()).map(({ taskId }) => taskId));
  if (entries.length > 0) await ledger.revise((own) => mergedLedger(own, entries));
  const reports = entries.filter(({ taskId }) => !known.has(taskId)).length;
  if (packedAtMs <= refusedAtMs) return ok({ events: 0, reports, isOlderThanNo: true });
  return ok({ events: await mergeHistory(source, parsed.value), reports, isOlderThanNo: false });
}

/** Gives how many events were not here before. */
async function mergeHistory({ stores, events, shopper }: Pick<ReportSource, 'stores' | 'events'> & { readonly shopper: Shopper }, theirs: MovePackage): Promise<number> {
  const { settings } = stores;
  const wishes = mergedWishes(await wishedIn(stores), theirs);
  await settings.write('hiddenItems', wishes.hiddenItems);
  await settings.write('lessItems', wishes.lessItems);
  await settings.write('interestWishes', wishes.interestWishes);
  await settings.write('adWishes', wishes.adWishes);
  const adSecret = mergedAdSecret({ adSecret: (await settings.read('adSecret')) ?? null, events }, theirs);
  if (adSecret !== null) await settings.write('adSecret', adSecret);
  const own = (await settings.read('pausedUntilMs')) ?? null;
  const pause = mergedPause(own, theirs.pausedUntilMs);
  if (pause !== own) {
    await settings.write('isPausedForVisit', false);
    await settings.write('pausedUntilMs', pause);
  }
  const erased = new Set<string>([...((await settings.read('erasedEvents')) ?? []), ...theirs.erasedEvents]);
  const merged = mergedEvents(events, theirs.events, erased);
  const kept = new Set(merged.map(({ id }) => id));
  await shopper.remove(events.filter(({ id }) => !kept.has(id)).map(({ id }) => id));
  await settings.write('erasedEvents', [...erased]);
  const before = new Set(events.map(({ id }) => id));
  await shopper.add(merged);
  return merged.filter(({ id }) => !before.has(id)).length;
}
