import { adPolicy, adTimeMs, buyerFacts, chooseAd, isAwaited, leaseDraw, showingsOf, type AdFacts, type AudienceFacts, type Candidate, type Showing } from '#core/ads';
import type { AdSize } from '#core/campaigns';
import type { Catalogue, ItemId } from '#core/catalogue';
import { AD_ACTS, adSizes, type AdAct, type AdAnswer, type AdRequest, type AdRow, type DeviceStores, type WorkerFault } from '#core/contract';
import type { EventId, EventType, ShopEvent } from '#core/events';
import { fail, ok, seededChance, type Clock, type Randomness, type Result } from '#core/units';
import { keptAds, type AdFiles } from './files.ts';

/** What a device's server of ads works over. */
export interface AdServerParts {
  readonly stores: DeviceStores;
  /** Writes and deletes so that the panel and other rooms see it. */
  readonly shopper: { add(events: readonly ShopEvent[]): Promise<void>; remove(ids: readonly EventId[]): Promise<number> };
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly freshId: () => string;
  /** What this device worked out about its shopper. */
  readonly audience: () => Promise<AudienceFacts>;
  /** Whether `ads` is granted at this moment. */
  readonly hasConsent: () => boolean;
  /** One after the other among all tabs of the shop. */
  readonly inTurn: <Value>(act: () => Promise<Value>) => Promise<Value>;
  /** The product's own picture, from packs. */
  readonly productPicture: (itemId: ItemId) => Promise<Uint8Array | null>;
}

/** A question of a page, read. */
type Asked = Required<AdRequest> & { readonly sizes: readonly AdSize[] };

type Answer<Value> = Promise<Result<Value, WorkerFault>>;

/** Ads of one device. */
export interface AdServer {
  ad(request: AdRequest): Answer<AdAnswer>;
  adEvent(recId: string, act: AdAct): Answer<void>;
  adHistory(): Answer<readonly AdRow[]>;
}

const TYPE_BY_ACT = { viewable: 'ad_viewable', click: 'ad_click', dismiss: 'ad_dismiss', hide: 'ad_dismiss', dislike: 'ad_dismiss' } as const satisfies Partial<Record<AdAct, EventType>>;
const WISHES_BY_ACT: Partial<Record<AdAct, 'hidden' | 'disliked'>> = { hide: 'hidden', dislike: 'disliked' };
/** As `MAX_ID_LENGTH` of events. */
const MAX_SLOT_LENGTH = 100;
/** Rows of the panel. */
const MAX_ROWS = 200;

export function createAdServer(parts: AdServerParts): AdServer {
  const { stores, shopper, clock } = parts;
  const write = async (type: EventType, of: Pick<Showing, 'recId' | 'campaignId' | 'creativeId' | 'slot'> & { readonly propensity?: number }, atMs: number): Promise<void> => {
    const { recId, campaignId, creativeId, slot, propensity } = of;
    await shopper.add([{ id: parts.freshId() as EventId, type, atMs, items: [], page: '', recId, campaignId, creativeId, slot, ...(propensity !== undefined && { propensity }) }]);
  };
  const draw = async (files: AdFiles, request: Asked): Promise<AdAnswer> => {
    const facts = await factsOf(parts, files, request);
    const chance = seededChance(seedOf(parts.randomness));
    const policy = adPolicy({ campaigns: files.catalogue.campaigns, facts, chance });
    const index = chooseAd(policy, chance) ?? -1;
    const drawn = policy.candidates[index];
    const bars = Object.fromEntries(policy.bars);
    // Consent may have gone while the log was read.
    if (!drawn || !parts.hasConsent()) return { ad: null, bars };
    const showing = { recId: parts.freshId(), campaignId: drawn.campaign.id, creativeId: drawn.creative.id, slot: request.slot, propensity: policy.propensities[index] ?? 0 };
    // Before it is answered: another tab's next draw must count it.
    await write('ad_impression', showing, adTimeMs(facts.showings, facts.nowMs));
    const why = { matched: matchedOf(drawn, facts.shopper), propensity: showing.propensity, clickChance: policy.clickChances[index] ?? 0, valueCents: policy.valueCents[index] ?? 0 };
    const { campaign, creative, size } = drawn;
    return {
      ad: {
        recId: showing.recId, campaignId: campaign.id, creativeId: creative.id, advertiser: campaign.advertiser, assets: creative.assets, style: creative.style, locale: creative.locale,
        size, currency: files.catalogue.currency, landing: creative.landing, why,
        image: (await files.pictureOf(creative.assets.image)) ?? (creative.itemId === undefined ? null : await parts.productPicture(creative.itemId)),
        icon: await files.pictureOf(creative.assets.icon),
      },
      bars,
    };
  };

  return {
    async ad(request) {
      const asked = readRequest(request);
      if (!asked) return fail('bad-request', 'Cannot choose an ad: wanted a slot and at least one size');
      const files = await keptAds(stores);
      if (!files) return ok({ ad: null, bars: { files: 1 } });
      return ok(await parts.inTurn(() => draw(files, asked)));
    },
    adEvent: (recId, act) => parts.inTurn(async () => {
      if (!AD_ACTS.includes(act)) return fail('bad-request', 'Cannot note this of an ad');
      const events = await stores.events.all();
      const showings = showingsOf(events);
      const own = showings.find((showing) => showing.recId === recId);
      if (!own) return fail('bad-request', 'No ad was shown under this id');
      const atMs = adTimeMs(showings, clock.nowMs());
      if (act === 'undo') {
        await shopper.remove(events.filter((event) => event.type === 'ad_dismiss' && event.recId === recId).map(({ id }) => id));
        await steer(parts, own, undefined);
        return ok(undefined);
      }
      if (act === 'viewable' && own.viewedMs === undefined && !isAwaited(own, atMs)) return fail('stale', 'This ad waited too long: ask for another');
      const type = TYPE_BY_ACT[act];
      // Each fate once, however often it is told.
      if (!events.some((event) => event.type === type && event.recId === recId)) await write(type, own, atMs);
      const wish = WISHES_BY_ACT[act];
      if (wish) await steer(parts, own, wish);
      return ok(undefined);
    }),
    async adHistory() {
      const [events, files, wishes, shopper] = await Promise.all([stores.events.all(), keptAds(stores), wishesOf(stores), parts.audience()]);
      return ok(showingsOf(events).slice(-MAX_ROWS).reverse().map((showing) => rowOf(showing, { events, files, wishes, shopper })));
    },
  };
}

/** What a page asked, read field by field; undefined where it is no question of ours. */
function readRequest({ slot, sizes, locale, categories = [], isVisible }: AdRequest): Asked | undefined {
  const isFine = typeof slot === 'string' && slot.length > 0 && slot.length <= MAX_SLOT_LENGTH && typeof locale === 'string' && Array.isArray(categories);
  const read = typeof sizes === 'string' ? adSizes(sizes) : Array.isArray(sizes) ? (sizes as readonly AdSize[]) : [];
  return isFine && read.length > 0 ? { slot, sizes: read, locale, categories: categories.filter((name) => typeof name === 'string'), isVisible: Boolean(isVisible) } : undefined;
}

function seedOf(randomness: Randomness): number {
  const seed = new Uint32Array(1);
  randomness.fill(new Uint8Array(seed.buffer));
  return seed[0] ?? 0;
}

const wishesOf = async ({ settings }: Pick<DeviceStores, 'settings'>): Promise<AdFacts['wishes']> => (await settings.read('adWishes')) ?? { hidden: [], disliked: [] };

/** Takes up a wish about one showing's campaign or advertiser; without one, takes back both. */
async function steer({ stores }: AdServerParts, { campaignId }: Showing, wish: 'hidden' | 'disliked' | undefined): Promise<void> {
  const { hidden, disliked } = await wishesOf(stores);
  const advertiser = (await keptAds(stores))?.catalogue.campaigns.find(({ id }) => id === campaignId)?.advertiser;
  const after = (now: readonly string[], name: string | undefined, isWished: boolean): readonly string[] => [...now.filter((other) => other !== name), ...(isWished && name !== undefined ? [name] : [])];
  await stores.settings.write('adWishes', {
    hidden: wish === 'disliked' ? hidden : after(hidden, campaignId, wish === 'hidden'),
    disliked: wish === 'hidden' ? disliked : after(disliked, advertiser, wish === 'disliked'),
  });
}

/** This device's own draw for pacing; made at its first use, and nothing but pacing goes by it. */
async function adDraw({ stores: { settings }, randomness }: AdServerParts): Promise<number> {
  const kept = await settings.read('adDraw');
  if (kept !== undefined) return kept;
  const draw = seedOf(randomness) / 2 ** 32;
  await settings.write('adDraw', draw);
  return draw;
}

async function factsOf(parts: AdServerParts, { catalogue, hash, delivery, confirmedMs }: AdFiles, request: Asked): Promise<AdFacts> {
  const { stores, clock } = parts;
  // From the store and not from memory: another tab may have shown an ad a moment ago.
  const [events, wishes, draw, shopper] = await Promise.all([stores.events.all(), wishesOf(stores), adDraw(parts), parts.audience()]);
  const nowMs = clock.nowMs();
  const local = new Date(nowMs); // the zone is the device's own
  const { indexById, paths, pathByIndex } = parts.catalogue;
  const categoriesOf = (itemId: ItemId): readonly string[] => paths[pathByIndex[indexById.get(itemId) ?? -1] ?? -1] ?? [];
  return {
    hasConsent: parts.hasConsent(), isPageVisible: request.isVisible, nowMs, weekday: local.getDay(), hour: local.getHours(), catalogue: { hash, confirmedMs }, delivery,
    showings: showingsOf(events), wishes, leaseOf: (id) => leaseDraw(draw, delivery.issuedMs, id), slot: request.slot, sizes: request.sizes, locale: request.locale,
    pageCategories: request.categories, shopper, ...buyerFacts(events, catalogue.campaigns, categoriesOf), categoriesOf,
  };
}

function rowOf({ recId, campaignId, creativeId, slot, shownMs, ...fates }: Showing, { events, files, wishes, shopper }: {
  readonly events: readonly ShopEvent[]; readonly files: AdFiles | undefined; readonly wishes: AdFacts['wishes']; readonly shopper: AudienceFacts;
}): AdRow {
  const campaign = files?.catalogue.campaigns.find(({ id }) => id === campaignId);
  return {
    recId, advertiser: campaign?.advertiser ?? campaignId, title: campaign?.creatives.find(({ id }) => id === creativeId)?.assets.title ?? '', slot, shownMs,
    viewedMs: fates.viewedMs ?? null, clickedMs: fates.clickedMs ?? null, dismissedMs: fates.dismissedMs ?? null, propensity: fates.propensity ?? null,
    matched: campaign && files?.delivery.campaigns[campaignId]?.isTargeted === true ? matchedOf({ campaign }, shopper) : [],
    isHidden: wishes.hidden.includes(campaignId), isDisliked: campaign !== undefined && wishes.disliked.includes(campaign.advertiser),
    events: events.filter((event) => event.recId === recId && event.type.startsWith('ad_')).map(({ id }) => id),
  };
}

/** Names of what the campaign aims at and that is hers. */
function matchedOf({ campaign: { audience } }: Pick<Candidate, 'campaign'>, { tags, categories, lifeCycle }: AudienceFacts): readonly string[] {
  return [...audience.tags.filter((tag) => tags.includes(tag)), ...audience.categories.filter((name) => categories.includes(name)), ...audience.lifeCycles.filter((one) => one === lifeCycle)];
}
