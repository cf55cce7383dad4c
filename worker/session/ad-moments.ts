import { DAY_MS } from '#core/units';
import { showingsOf, type AdContext, type Showing } from '#core/ads';
import { rfmOf, type AudienceFacts, type AudienceShop } from '#core/audience';
import { CONTENT_DIMS, VECTOR_SCALE, type Catalogue, type ItemIndex } from '#core/catalogue';
import type { AdMoment } from '#core/ctr';
import { isBehaviour, type ShopEvent } from '#core/events';
import { interestsOf, SESSION_GAP_MS, type Interaction } from '#core/features';

/** What a device knows at one time: of events before it alone, so that a moment learnt from is the moment as it was served. */
export interface AdThen {
  readonly shop: AudienceShop;
  readonly audience: AudienceFacts;
  /** As `interestsOf` gives it. */
  readonly profile: ArrayLike<number>;
  readonly events: readonly ShopEvent[];
  readonly interactions: readonly Interaction[];
  readonly showings: readonly Showing[];
  readonly nowMs: number;
}

/** What was known at `nowMs`. @param audienceAt - what she was held for, of what counted of her log until then */
export function adThen(
  { shop, factsAt }: { readonly shop: AudienceShop; factsAt(events: readonly ShopEvent[], interactions: readonly Interaction[], nowMs: number): AudienceFacts },
  log: { readonly events: readonly ShopEvent[]; readonly interactions: readonly Interaction[] }, nowMs: number,
): AdThen {
  const events = log.events.filter(({ atMs }) => atMs < nowMs);
  const interactions = log.interactions.filter(({ atMs }) => atMs < nowMs);
  return { shop, audience: factsAt(events, interactions, nowMs), profile: interestsOf({ interactions }, shop.catalogue, nowMs).profile, events, interactions, showings: showingsOf(events), nowMs };
}

/** The moment in which an ad is shown, as the models see it. The page it is on is not among it: the log does not keep it. */
export function adMoment(then: AdThen, { campaign, creative, slot }: Pick<AdContext, 'campaign' | 'creative' | 'slot'>): AdMoment {
  const { shop: { catalogue }, audience, nowMs } = then;
  const item = creative.itemId === undefined ? undefined : catalogue.indexById.get(creative.itemId);
  const { priceCents: price = item === undefined ? 0 : (catalogue.priceCents[item] ?? 0), salePriceCents: sale } = creative.assets;
  const category = item === undefined ? campaign.audience.categories[0] : catalogue.categories[catalogue.categoryByIndex[item] ?? -1];
  const local = new Date(nowMs); // the zone is the device's own
  return {
    liking: likingOf(then, item, campaign.audience.categories), past: pastOf(then), item: itemPastOf(then, item), shown: shownOf(then, campaign.id, creative.id),
    offer: { priceCents: sale ?? price, discount: sale !== undefined && price > 0 ? Math.max(0, 1 - sale / price) : 0 },
    facts: {
      campaign: campaign.id, creative: creative.id, category: category ?? '', brand: item === undefined ? '' : brandOf(catalogue, item), slot, page: '', lifeCycle: audience.lifeCycle ?? '',
    },
    hour: local.getHours(), weekday: local.getDay(),
  };
}

const brandOf = ({ brands, brandByIndex }: Catalogue, item: ItemIndex): string => brands[brandByIndex[item] ?? -1] ?? '';

/** @param aimed - categories of the campaign, which stand for those of a creative without an item */
function likingOf({ shop: { catalogue, positions }, audience: { scored, price }, profile }: AdThen, item: ItemIndex | undefined, aimed: readonly string[]): AdMoment['liking'] {
  const path = item === undefined ? aimed : (catalogue.paths[catalogue.pathByIndex[item] ?? -1] ?? []);
  const strongest = (kind: 'category' | 'brand', names: readonly string[]): number => Math.max(0, ...scored.filter((tag) => tag.kind === kind && names.includes(tag.name)).map(({ strength }) => strength));
  const position = item === undefined ? NaN : (positions[item] ?? NaN);
  let content = 0;
  if (item !== undefined) for (let d = 0; d < CONTENT_DIMS; d++) content += ((profile[d] ?? 0) * (catalogue.vectors[item * CONTENT_DIMS + d] ?? 0)) / VECTOR_SCALE;
  return {
    category: strongest('category', path), brand: item === undefined ? 0 : strongest('brand', [brandOf(catalogue, item)]),
    price: price.kind === 'unknown' || Number.isNaN(position) ? 0.5 : 1 - Math.abs(position - price.position), content: Math.max(0, content),
  };
}

function pastOf({ events, nowMs }: AdThen): AdMoment['past'] {
  const { visits, frequency, recencyMs = Infinity } = rfmOf(events, nowMs);
  const behaviour = events.filter(isBehaviour);
  const lastVisitMs = behaviour.reduce((last, { atMs }) => (nowMs - atMs >= SESSION_GAP_MS ? Math.max(last, atMs) : last), -Infinity);
  return { events: behaviour.length, sessions: visits, purchases: frequency, daysSinceVisit: (nowMs - lastVisitMs) / DAY_MS, daysSincePurchase: recencyMs / DAY_MS };
}

function itemPastOf({ interactions }: AdThen, item: ItemIndex | undefined): AdMoment['item'] {
  const own = interactions.filter((interaction) => interaction.item === item);
  const count = (...types: readonly Interaction['type'][]): number => own.filter(({ type }) => types.includes(type)).length;
  return { viewed: count('view_item', 'select_item'), carted: count('add_to_cart'), bought: count('purchase') };
}

function shownOf({ showings, nowMs }: AdThen, campaignId: string, creativeId: string): AdMoment['shown'] {
  const seen = showings.filter(({ viewedMs }) => viewedMs !== undefined);
  const own = showings.filter((showing) => showing.campaignId === campaignId);
  return {
    campaign: seen.filter((showing) => showing.campaignId === campaignId).length, creative: seen.filter((showing) => showing.creativeId === creativeId).length,
    today: seen.filter(({ viewedMs = 0 }) => nowMs - viewedMs < DAY_MS).length,
    clicks: own.filter(({ clickedMs }) => clickedMs !== undefined).length, dismissals: own.filter(({ dismissedMs }) => dismissedMs !== undefined).length,
  };
}
