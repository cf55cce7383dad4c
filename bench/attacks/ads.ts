import { DEFAULT_PORTRAITS, PORTRAIT_DIMS, portraitsLayout, startPortraits } from '#core/audience';
import { CLICK_WINDOW_MS, LAST_DATE_MS, VIEW_WINDOW_MS, type AdCatalogue, type Campaign, type CampaignId, type CreativeId } from '#core/campaigns';
import { CONTENT_DIMS, VECTOR_SCALE, type ItemId, type ItemIndex } from '#core/catalogue';
import type { EventId, ShopEvent } from '#core/events';
import { interestsOf, type Interaction } from '#core/features';
import type { PortraitsFile } from '#core/fedavg';
import { DAY_MS, seededChance } from '#core/units';
import { heldAdFiles } from '#bench/simulate';
import type { Subject } from '#bench/lanes';
import { memoryStores } from '#page/store';
import type { AdLessons } from '#worker/federation';
import { adLessonsOf } from '#worker/session';

/** Products that are advertised, those most met: every shopper of a shop sees the same campaigns. */
const ADVERTISED = 40;
/** Ads that a device was shown, in how many of them followed and, of these, led to a purchase: far more than in any shop, so that a report says as much as it can. */
const SHOWN = 18;
const FOLLOWED = 6;
const BOUGHT = 3;
/** Between a visit and the ad beside it, and between steps that follow, ms. */
const STEP_MS = 5_000;

/** Gives what a device's ads teach, by the client's own code. No log of a shop holds ads: they are made up, always alike for one history. */
export type LessonsOf = (interactions: readonly Interaction[]) => Promise<AdLessons>;

/** What ads teach the devices of a shop. Each sees ads at its newest visits; those nearest to its shopper's taste are followed, the nearest of all lead to purchases. */
export function adLessonsIn({ catalogue, seed }: Pick<Subject, 'catalogue' | 'seed'>): LessonsOf {
  const items = [...catalogue.popularity.keys()].sort((a, b) => (catalogue.popularity[b] ?? 0) - (catalogue.popularity[a] ?? 0)).slice(0, ADVERTISED);
  const idOf = (item: ItemIndex | undefined): ItemId => catalogue.idByIndex.at(item ?? 0) ?? ('' as ItemId);
  const files = heldAdFiles(adCatalogueOf(items.map(idOf)));
  const known = new WeakMap<readonly Interaction[], Promise<AdLessons>>();

  async function lessons(interactions: readonly Interaction[]): Promise<AdLessons> {
    const nowMs = (interactions.at(-1)?.atMs ?? 0) + CLICK_WINDOW_MS + DAY_MS; // what became of every ad is certain by then
    const stores = { ...memoryStores(), files: files.files };
    await stores.settings.write('verifiedAds', files.at(nowMs));
    const behaviour = interactions.map(({ item, type, atMs, eventId }): ShopEvent => ({ id: eventId as EventId, type, atMs, items: [{ itemId: idOf(item) }], page: '' }));
    await stores.events.put([...behaviour, ...adEventsOf(interactions)]);
    return adLessonsOf({ stores, catalogue, history: { interactions }, nowMs, pause: async () => undefined });
  }

  function adEventsOf(interactions: readonly Interaction[]): readonly ShopEvent[] {
    const { profile } = interestsOf({ interactions }, catalogue, interactions.at(-1)?.atMs ?? 0);
    const liking = (item: ItemIndex): number => {
      let cosine = 0;
      for (let d = 0; d < CONTENT_DIMS; d++) cosine += ((profile[d] ?? 0) * (catalogue.vectors[item * CONTENT_DIMS + d] ?? 0)) / VECTOR_SCALE;
      return cosine;
    };
    const chance = seededChance(seed + interactions.length + ((interactions[0]?.atMs ?? 0) % 1_000_003)); // by the history alone: whoever suspects it can make the same
    const shown = interactions.slice(-SHOWN).map(({ atMs }) => ({ atMs: atMs + STEP_MS, place: chance.below(items.length) }));
    const byLiking = [...shown].sort((a, b) => liking(items[b.place] ?? 0) - liking(items[a.place] ?? 0));
    return shown.flatMap((ad, index) => {
      const rank = byLiking.indexOf(ad);
      const share = shown.length / SHOWN; // of few visits, few ads
      const event = (type: ShopEvent['type'], step: number, own: Partial<ShopEvent> = {}): ShopEvent => ({ id: `${type}-${index}` as EventId, type, atMs: ad.atMs + step * STEP_MS, items: [], page: '', ...own });
      const of = { recId: `showing-${index}`, campaignId: campaignIdOf(ad.place), creativeId: campaignIdOf(ad.place), slot: 'list-top' };
      return [
        event('ad_impression', 0, of), event('ad_viewable', 1, of), ...(rank < FOLLOWED * share ? [event('ad_click', 2, of)] : []),
        ...(rank < BOUGHT * share ? [event('purchase', 3, { items: [{ itemId: idOf(items[ad.place]) }], transactionId: `bought-${index}` })] : []),
      ];
    });
  }

  return (interactions) => {
    const made = known.get(interactions) ?? lessons(interactions);
    known.set(interactions, made);
    return made;
  };
}

const campaignIdOf = (place: number): string => `campaign-${place}`;

/** One campaign a product, for everybody. */
function adCatalogueOf(itemIds: readonly ItemId[]): AdCatalogue {
  const campaigns = itemIds.map((itemId, place): Campaign => ({
    id: campaignIdOf(place) as CampaignId, advertiser: 'A', objective: 'clicks', bid: { kind: 'cpc', cents: 40 }, tier: 0, startMs: 0, endMs: LAST_DATE_MS, dayparts: [],
    audience: { tags: [], categories: [], clusters: [], lifeCycles: [] }, excludedItemIds: [], excludedCategories: [], caps: {}, slots: [],
    creatives: [{ id: campaignIdOf(place) as CreativeId, locale: '', sizes: [{ width: 300, height: 250 }], style: 'card', assets: { title: 'T', sponsored: 'A' }, landing: '/', itemId }],
    conversion: { itemIds: [itemId], categories: [], clickWindowMs: CLICK_WINDOW_MS, viewWindowMs: VIEW_WINDOW_MS },
  }));
  return { version: 1, shop: 'attacked', currency: 'EUR', campaigns, packs: [], pictures: [] };
}

/** Portraits before anybody has reported, as a shop begins with them. */
export function firstPortraits({ catalogue }: Pick<Subject, 'catalogue'>): PortraitsFile {
  const layout = portraitsLayout(DEFAULT_PORTRAITS, PORTRAIT_DIMS);
  return { kind: 'portraits', weights: startPortraits(catalogue, layout), clusters: layout.clusters, dims: layout.dims, mode: layout.kind, catalogue: catalogue.hash };
}
