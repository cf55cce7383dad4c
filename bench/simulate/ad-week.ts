import type { AdFacts } from '#core/ads';
import type { AdCatalogue } from '#core/campaigns';
import type { ItemId, ProductCatalogue } from '#core/catalogue';
import { adSizes, type DeviceStores, type ShownAd } from '#core/contract';
import type { EventId, ShopEvent } from '#core/events';
import { historyOf } from '#core/features';
import { HOUR_MS, ok, type Chance } from '#core/units';
import { categoriesIn, createAdServer, type AdServer } from '#worker/adserver';
import { audienceNow, chancesOf, filledTexts, type AudienceNow } from '#worker/session';
import type { AdFiles } from './ad-files.ts';
import type { AdTally, AdWeek } from './ad-truth.ts';
import type { Person } from './people.ts';

/** Places of the demo shop, as its pages name them (`src/pages/shop`), how often one is come near to, and how often it is then seen. */
const PLACES = {
  home: { slot: 'home-strip', sizes: '728x90,320x100', near: 0.6, seen: 0.6 },
  listing: { slot: 'listing-top', sizes: '728x90,320x100', near: 0.5, seen: 0.85 },
  product: { slot: 'product-side', sizes: '300x250', near: 0.45, seen: 0.6 },
} as const;

/** A pause after which what follows is another visit, ms. */
const VISIT_PAUSE_MS = HOUR_MS / 2;
/** From home page and list to the product that she opens there, from an ad to the look that counts, from that to the click, and from a landing to a purchase, ms. */
const HOME_BEFORE_MS = 20_000;
const LIST_BEFORE_MS = 8_000;
const SEEN_AFTER_MS = 1_500;
const CLICK_AFTER_MS = 3_000;
const BUY_AFTER_MS = 60_000;

/** What ads are met with on one device. */
export interface AdWeekParts {
  readonly stores: DeviceStores;
  readonly catalogue: ProductCatalogue;
  readonly ads: AdFiles;
  readonly respond: NonNullable<Person['respond']>;
  readonly tally: AdTally;
  readonly chance: Chance;
  /** A device that knows what it showed and nothing else, not even what was followed: what learning is measured beside. */
  readonly isUnlearning?: boolean;
}

/** Where she is in her week. */
interface Walk {
  nowMs: number;
  /** What she is held for in this visit; undefined before the first ad of one. */
  audience: AudienceNow | undefined;
}

/** A place that she comes to. */
interface Moment {
  readonly place: keyof typeof PLACES;
  readonly atMs: number;
  readonly categories: readonly string[];
  readonly isNewVisit: boolean;
}

/** Places met in a week of `events`, oldest first: the home page once a visit, a list before and a side beside each product. */
function momentsOf(events: readonly ShopEvent[], categoriesOf: (itemId: ItemId) => readonly string[]): readonly Moment[] {
  let lastMs = -Infinity;
  return events.filter(({ type }) => type === 'view_item').flatMap(({ atMs, items: [item] }) => {
    const isNewVisit = atMs - lastMs > VISIT_PAUSE_MS;
    lastMs = atMs;
    const categories = (item ? categoriesOf(item.itemId) : []).slice(-1);
    return [
      ...(isNewVisit ? [{ place: 'home', atMs: atMs - HOME_BEFORE_MS, categories: [], isNewVisit } as const] : []),
      { place: 'listing', atMs: atMs - LIST_BEFORE_MS, categories, isNewVisit: false }, { place: 'product', atMs, categories, isNewVisit: false },
    ] as const;
  });
}

const hexOf = (chance: Chance): string => Array.from({ length: 4 }, () => chance.below(2 ** 32).toString(16).padStart(8, '0')).join('');

/** Lets one simulated shopper meet the ads of a week that she has just lived: chosen by the device's own server, seen, followed and bought from by the choice model. */
export async function meetAds(parts: AdWeekParts, fromMs: number): Promise<AdWeek> {
  const { stores, catalogue, ads, chance } = parts;
  const known = ads.catalogue();
  const week = { seen: 0, clicks: 0, chosen: 0, random: 0 };
  if (!known) return week;
  const before = await stores.events.all();
  const categoriesOf = categoriesIn(catalogue);
  const walk: Walk = { nowMs: fromMs, audience: undefined };
  const server = serverAt(parts, walk);
  const seenBefore = new Map<string, number>();
  const count = (creativeId: string): number => seenBefore.get(creativeId) ?? 0;
  for (const { type, creativeId } of before) if (type === 'ad_viewable' && creativeId !== undefined) seenBefore.set(creativeId, count(creativeId) + 1);
  for (const { place, atMs, categories, isNewVisit } of momentsOf(before.filter((event) => event.atMs >= fromMs), categoriesOf)) {
    const { slot, sizes, near, seen } = PLACES[place];
    if (isNewVisit) walk.audience = undefined;
    if (chance.next() >= near) continue;
    walk.nowMs = Math.max(walk.nowMs + 1, atMs);
    const answer = await server.ad({ slot, sizes, locale: 'en-GB', categories, isVisible: true });
    const ad = answer.ok ? answer.value.ad : null;
    if (!ad) continue;
    tell(parts, ad, 'impressions', walk.nowMs);
    if (chance.next() >= seen) continue;
    walk.nowMs += SEEN_AFTER_MS;
    await server.adEvent(ad.recId, 'viewable');
    tell(parts, ad, 'viewables', walk.nowMs);
    const { own, all } = responsesTo(parts, known, { ad, itemId: await filledItem(parts, ad), sizes }, count);
    week.seen += 1;
    week.chosen += own?.clickChance ?? 0;
    week.random += all;
    seenBefore.set(ad.creativeId, count(ad.creativeId) + 1);
    if (!own || chance.next() >= own.clickChance) continue;
    walk.nowMs += CLICK_AFTER_MS;
    await server.adEvent(ad.recId, 'click');
    tell(parts, ad, 'clicks', walk.nowMs);
    week.clicks += 1;
    await stores.events.put(landing(parts, own.itemId, walk.nowMs, chance.next() < own.buyChance));
  }
  const lived = await stores.events.all();
  parts.tally.credit(lived, known.campaigns, categoriesOf);
  return week;
}

function tell({ tally }: AdWeekParts, { campaignId, creativeId }: ShownAd, what: 'impressions' | 'viewables' | 'clicks', atMs: number): void {
  tally.add({ campaignId, creativeId, what, amount: 1, atMs });
}

/** The device's own server of ads, at the moment of `walk`: what happens later in the week, nothing of it knows. */
function serverAt({ stores: whole, catalogue, ads, chance, isUnlearning = false }: AdWeekParts, walk: Walk): AdServer {
  const past = async (): Promise<ShopEvent[]> => (await whole.events.all()).filter(({ type, atMs }) => atMs <= walk.nowMs && (!isUnlearning || type === 'ad_impression' || type === 'ad_viewable'));
  const stores = { ...storesWithAds(whole, ads, () => walk.nowMs), events: { ...whole.events, all: past } };
  const log = async () => {
    const events = await past();
    return { catalogue, stores, events, history: historyOf(events, catalogue), nowMs: walk.nowMs };
  };
  // Worked out once a visit, as a device that is shopping does it: it hardly changes within one.
  const audience = async (): Promise<AudienceNow> => (walk.audience ??= await audienceNow(await log()));
  return createAdServer({
    stores, shopper: { add: (events) => whole.events.put(events), remove: async (ids) => (await whole.events.delete(ids), ids.length) },
    catalogue, clock: { nowMs: () => walk.nowMs }, randomness: { fill: (out) => out.forEach((_, i) => (out[i] = chance.below(256))) }, freshId: () => hexOf(chance),
    async audience() {
      const { facts, orderCents } = await audience();
      return { ...facts, orderCents };
    },
    async fill(templates, locale, rules) {
      const cards = async (items: readonly number[]) => ok(items.flatMap((item) => catalogue.products[item] ?? []));
      return filledTexts({ catalogue, cards, audience: await audience(), ...(rules && { rules }) }, templates, locale);
    },
    ...(!isUnlearning && { predict: async (facts: AdFacts) => chancesOf({ ...(await log()), held: await audience() }, facts) }),
    hasConsent: () => true, inTurn: (act) => act(), loadProductPictures: async () => undefined, productPicture: async () => null,
  });
}

/** `stores` of a device, with the files of ads as they stand at a moment of its week. */
export function storesWithAds(stores: DeviceStores, ads: AdFiles, nowMs: () => number): DeviceStores {
  const settings: DeviceStores['settings'] = {
    ...stores.settings,
    read: async (key) => (key === 'verifiedAds' ? (ads.at(nowMs()) as Awaited<ReturnType<typeof stores.settings.read<typeof key>>>) : stores.settings.read(key)),
  };
  return { ...stores, settings, files: ads.files };
}

/** The product that a template was filled with; undefined for an ad that names its own, or none. */
async function filledItem({ stores }: AdWeekParts, { recId }: ShownAd): Promise<ItemId | undefined> {
  return (await stores.events.all()).findLast((event) => event.recId === recId && event.type === 'ad_impression')?.items[0]?.itemId;
}

/** Her true chances with an ad, and the mean chance of a click over all that might have stood there. @param shown - `itemId`: what its template was filled with, which stands for no other template */
function responsesTo({ respond }: AdWeekParts, { campaigns }: AdCatalogue, shown: { readonly ad: ShownAd; readonly itemId: ItemId | undefined; readonly sizes: string }, timesSeen: (creativeId: string) => number) {
  const { ad, sizes } = shown;
  const tier = campaigns.find(({ id }) => id === ad.campaignId)?.tier;
  const fits = adSizes(sizes);
  const might = campaigns.filter((campaign) => campaign.tier === tier).flatMap(({ creatives }) => creatives).filter((creative) => creative.sizes.some(({ width, height }) => fits.some((size) => size.width === width && size.height === height)));
  const answers = might.flatMap(({ id, style, ...creative }) => {
    const itemId = creative.itemId ?? (id === ad.creativeId ? shown.itemId : undefined);
    const response = itemId === undefined ? undefined : respond({ itemId, style, timesSeen: timesSeen(id) });
    return response && itemId !== undefined ? [{ id, itemId, ...response }] : [];
  });
  return { own: answers.find(({ id }) => id === ad.creativeId), all: answers.reduce((sum, { clickChance }) => sum + clickChance, 0) / Math.max(1, answers.length) };
}

/** What follows a click: the product's page, and a purchase where she buys. */
function landing({ catalogue, chance }: AdWeekParts, itemId: ItemId, atMs: number, isBought: boolean): ShopEvent[] {
  const priceCents = catalogue.priceCents[catalogue.indexById.get(itemId) ?? -1] ?? 0;
  const items = [{ itemId, quantity: 1, priceCents }];
  const page = `/product/${itemId}`;
  return [
    { id: hexOf(chance) as EventId, type: 'view_item', atMs: atMs + 1, page, items, dwellMs: BUY_AFTER_MS },
    ...(isBought ? [{ id: hexOf(chance) as EventId, type: 'purchase', atMs: atMs + BUY_AFTER_MS, page, items, transactionId: hexOf(chance), valueCents: priceCents } as const] : []),
  ];
}
