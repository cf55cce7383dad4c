import { audienceFacts, audienceShop, buyingLayout, countBuying, countReach, countWords, HELD_STRENGTH, itemsLike, matchOf, portraitsLayout, rfmOf, tagsOfItem, tasteWords, type AudienceFacts, type AudienceShop, type BuyingTable } from '#core/audience';
import { CARDS_PER_FILE, type Catalogue, type ItemIndex } from '#core/catalogue';
import { FACT_NAMES, type AudienceView, type DeviceStores, type FactName } from '#core/contract';
import type { ShopEvent } from '#core/events';
import { decodeModel } from '#core/fedavg';
import type { Interaction } from '#core/features';
import { keptFile, type ContentHash } from '#core/units';
import type { CountOf } from './counting.ts';
import { tasteWishes, type ReportSource } from './profile.ts';

/** Interests that the panel shows. */
const MAX_SHOWN = 30;
/** Names by which a portrait is told from others. */
const PORTRAIT_NAMES = 3;
/** Products whose words stand for the shop's: more would not change which words are rare, and take longer than a shopper waits. */
const MAX_TEXTS = 5_000;

/** What the public files of the newest catalogue say, with the portraits that are verified: worked out once. */
let known: { readonly shop: AudienceShop; readonly portraits: ContentHash | undefined } | undefined;

type Kept = Pick<ReportSource, 'catalogue'> & { readonly stores: Pick<DeviceStores, 'settings' | 'files'> };
type Source = Kept & Pick<ReportSource, 'events' | 'nowMs'> & { readonly history: Pick<ReportSource['history'], 'interactions'> };

async function shopOf({ catalogue, stores }: Kept): Promise<AudienceShop> {
  const portraits = (await stores.settings.read('verifiedAds'))?.models?.portraits?.hash;
  if (known?.shop.catalogue !== catalogue || known.portraits !== portraits) known = { shop: audienceShop(catalogue, await fittedOf(stores, catalogue, portraits)), portraits };
  return known.shop;
}

/** The portraits that devices fitted; undefined before there are any, and where the file is gone, harmed or that of another catalogue. */
async function fittedOf({ files }: Pick<DeviceStores, 'files'>, catalogue: Catalogue, hash: ContentHash | undefined): Promise<Pick<AudienceShop, 'layout' | 'portraits'> | undefined> {
  const bytes = await keptFile(files, hash);
  const model = bytes && decodeModel(bytes);
  if (!model?.ok || model.value.kind !== 'portraits' || model.value.catalogue !== catalogue.hash) return undefined;
  const { clusters, dims, mode, weights } = model.value;
  return { layout: portraitsLayout(clusters, dims, mode), portraits: weights };
}

/** What this device may be held for at any time of its log: her wishes as they are now, and what the shop's files say. */
export async function audienceOf(kept: Kept): Promise<{
  readonly shop: AudienceShop;
  /** What she does not want to be taken for. */
  readonly off: readonly FactName['name'][];
  factsAt(events: readonly ShopEvent[], interactions: readonly Interaction[], nowMs: number): AudienceFacts;
}> {
  const wishes = (await kept.stores.settings.read('interestWishes')) ?? [];
  const off = FACT_NAMES.filter((fact) => wishes.some(({ kind, name }) => kind === 'fact' && name === fact));
  const shop = await shopOf(kept);
  return { shop, off, factsAt: (events, interactions, nowMs) => audienceFacts(shop, { events, interactions, wishes: tasteWishes(wishes), off, nowMs }) };
}

/** What ads may be chosen by, now, and what she has off. */
export interface AudienceNow {
  readonly shop: AudienceShop;
  readonly facts: AudienceFacts;
  readonly off: readonly FactName['name'][];
  /** Typical price of the shop, cents; 0 where it names none. */
  readonly orderCents: number;
  /** Names of the tags that an item carries. */
  tagsOf(item: ItemIndex): readonly string[];
  /** Strongest of her interests that an item carries, 0 to 1. */
  interestIn(item: ItemIndex): number;
}

/** Worked out of her log as it is. */
export async function audienceNow({ catalogue, stores, events, history: { interactions }, nowMs }: Source): Promise<AudienceNow> {
  const { shop, off, factsAt } = await audienceOf({ catalogue, stores });
  const facts = factsAt(events, interactions, nowMs);
  return {
    shop, facts, off, orderCents: shop.medians.orderCents,
    tagsOf: (item) => tagsOfItem(shop.taxonomy, catalogue, item).flatMap((tag) => shop.taxonomy.tags[tag]?.name ?? []),
    interestIn: (item) => matchOf(shop, facts, item).interest,
  };
}

/** Where she stands today: strongest tags, portrait, life cycle. */
export const reachCount: CountOf = async ({ catalogue, stores, history }, layout, { nowMs }) => {
  const { facts: { scored, cluster, lifeCycle } } = await audienceNow({ catalogue, stores, events: await stores.events.all(), history: await history(), nowMs });
  return countReach({ tags: scored, cluster, lifeCycle }, layout);
};

/** Looks whose end became certain within the day, as far as this catalogue names what the layout counts; zeros where she has chances of buying off. */
export const buyingCount: CountOf = async ({ catalogue, stores }, layout, { nowMs }) => {
  const { shop: { taxonomy }, off } = await audienceOf({ catalogue, stores });
  const counts = off.includes('buying') ? new Int32Array(0) : countBuying({ events: await stores.events.all(), catalogue, taxonomy }, nowMs);
  const countByCell = new Map(buyingLayout(taxonomy).cells.map((cell, i) => [cell, counts[i] ?? 0]));
  return layout.cells.map((cell) => countByCell.get(cell) ?? 0);
};

/** What the shop's page takes her for, in words. @param measured - what the delivery says of looks and purchases, where they were measured */
export async function audienceView(source: ReportSource, measured?: BuyingTable): Promise<AudienceView> {
  const { events, history: { interactions }, nowMs } = source;
  const { facts, off, shop } = await audienceNow(source);
  const { scored, price, cluster, lifeCycle } = facts;
  const { taxonomy: { tags } } = shop;
  const isShown = new Set(scored.slice(0, MAX_SHOWN).map(({ kind, name }) => `${kind} ${name}`));
  const texts = await textsOf(source);
  const { frequency: purchases, visits } = rfmOf(events, nowMs);
  return {
    tags: scored.slice(0, MAX_SHOWN).map(({ kind, name, strength, isPinned, evidence }) => ({
      kind, name, strength, isPinned, isHeld: strength >= HELD_STRENGTH, evidence: evidence.map(({ type, item }) => ({ type, title: texts.titleOf(item) })),
    })),
    others: tags.flatMap(({ kind, name }) => (isShown.has(`${kind} ${name}`) ? [] : [{ kind, name }])),
    words: off.includes('words') ? [] : tasteWords(interactions, { textOf: texts.textOf, counts: texts.counts, nowMs }).map(({ word }) => word),
    price: price.kind === 'known' ? { position: price.position, low: price.low, high: price.high, items: price.items } : { items: price.items, wanted: price.wanted },
    lifeCycle: lifeCycle === undefined ? null : { segment: lifeCycle, purchases, visits },
    portrait: cluster === undefined ? null : portraitOf(shop, cluster),
    buying: measured && !off.includes('buying') && isTold(measured, shop) ? buyingOf(source, { shop, facts, table: measured }, texts.titleOf) : null,
    off,
  };
}

/** Deviations of noise that purchases, and looks that led to none, must stand out by: before, every chance would be near a half. */
const TOLD_DEVIATIONS = 4;

/** Whether a measured table is one of this shop's categories, and more than noise. */
function isTold({ counts, noiseStdDev }: BuyingTable, { taxonomy }: AudienceShop): boolean {
  const [bought = 0, left = 0] = [counts[0], counts[counts.length / 2]];
  return counts.length === buyingLayout(taxonomy).cells.length && Math.min(bought, left) > TOLD_DEVIATIONS * noiseStdDev;
}

/** The chance of buying what she looked at last and has not bought. */
function buyingOf({ events, history: { interactions }, nowMs }: ReportSource, { shop, facts, table }: { readonly shop: AudienceShop; readonly facts: AudienceFacts; readonly table: BuyingTable }, titleOf: (item: ItemIndex) => string): AudienceView['buying'] {
  const bought = new Set(interactions.filter(({ type }) => type === 'purchase').map(({ item }) => item));
  const last = interactions.findLast(({ type, item }) => type === 'view_item' && !bought.has(item));
  return last ? { title: titleOf(last.item), chance: matchOf(shop, facts, last.item, { table, source: { events }, nowMs }).buying } : null;
}

/** Titles and words of her items, and how often each word stands in the shop. */
async function textsOf({ catalogue, cards, history: { interactions } }: ReportSource) {
  const hers = [...new Set(interactions.map(({ item }) => item))];
  const found = await cards([...new Set([...hers, ...sampleOf(catalogue.items)])]);
  const titleById = new Map<string, string>(found.ok ? found.value.map(({ id, title }) => [id, title]) : []);
  const titleOf = (item: ItemIndex): string => {
    const id = catalogue.idByIndex.at(item) ?? '';
    return titleById.get(id) ?? id;
  };
  const textOf = (item: ItemIndex): string => `${titleOf(item)} ${(catalogue.paths[catalogue.pathByIndex[item] ?? -1] ?? []).join(' ')}`;
  return { titleOf, textOf, counts: countWords(sampleOf(catalogue.items).map(textOf)) };
}

/** Items of every so many files of cards, so that feeds in any order are seen from end to end. */
function sampleOf(items: number): readonly ItemIndex[] {
  const every = Math.ceil(items / MAX_TEXTS);
  return Array.from({ length: items }, (_, item) => item).filter((item) => Math.floor(item / CARDS_PER_FILE) % every === 0);
}

/** What a portrait is made of: tags that its items carry more often than the shop's do. */
function portraitOf({ catalogue, taxonomy, layout, portraits }: AudienceShop, cluster: number): AudienceView['portrait'] {
  const like = itemsLike(catalogue, portraits, layout, cluster);
  const carried = new Float64Array(taxonomy.tags.length);
  for (const item of like) for (const tag of tagsOfItem(taxonomy, catalogue, item)) carried[tag] = (carried[tag] ?? 0) + 1;
  const lift = taxonomy.tags.map(({ name, items }, tag) => {
    const share = (carried[tag] ?? 0) / Math.max(1, like.length);
    return { name, value: share * Math.log(1 + (share * catalogue.items) / items) };
  });
  lift.sort((a, b) => b.value - a.value || (a.name < b.name ? -1 : 1));
  return { cluster, of: layout.clusters, tags: [...new Set(lift.filter(({ value }) => value > 0).map(({ name }) => name))].slice(0, PORTRAIT_NAMES) };
}
