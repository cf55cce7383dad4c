import { adPolicy, adTimeMs, chooseAd, drawOf, eligibility, ghostsOf, isAwaited, showingsOf, type AdFacts, type Draw, type Showing, type TextBar } from '#core/ads';
import type { AdSize, Creative, CreativeId } from '#core/campaigns';
import type { ItemId } from '#core/catalogue';
import { AD_ACTS, adSizes, type AdAct, type AdAnswer, type AdRequest, type AdRow, type WorkerFault } from '#core/contract';
import { isDynamic } from '#core/creative';
import type { EventId, EventType } from '#core/events';
import { fail, ok, seededChance, type Randomness, type Result } from '#core/units';
import { keptAds, type AdFiles } from './files.ts';
import { momentOf, wishesOf, type Asked } from './moment.ts';
import type { AdServerParts } from './parts.ts';
import { matchedOf, rowOf, titlesOf } from './rows.ts';

type Answer<Value> = Promise<Result<Value, WorkerFault>>;

/** Ads of one device. */
export interface AdServer {
  ad(request: AdRequest): Answer<AdAnswer>;
  adEvent(recId: string, act: AdAct): Answer<void>;
  adHistory(): Answer<readonly AdRow[]>;
  /**
   * Deletes what was kept under a yes that she took back: showings and ghosts with the chances of their draws, her secret, her coupon,
   * and which files were verified, which the next look at the leader then drops. What she hid stays hidden.
   */
  forget(): Promise<void>;
}

const TYPE_BY_ACT = { viewable: 'ad_viewable', click: 'ad_click', dismiss: 'ad_dismiss', hide: 'ad_dismiss', dislike: 'ad_dismiss' } as const satisfies Partial<Record<AdAct, EventType>>;
const WISHES_BY_ACT: Partial<Record<AdAct, 'hidden' | 'disliked'>> = { hide: 'hidden', dislike: 'disliked' };
/** As `MAX_ID_LENGTH` of events. */
const MAX_SLOT_LENGTH = 100;
/** Rows of the panel. */
const MAX_ROWS = 200;

/** What an event says of a showing. */
type Noted = Pick<Showing, 'recId' | 'campaignId' | 'creativeId' | 'slot'> & Draw & { readonly itemId?: ItemId | undefined };

/** A server of ads over `parts`; one a device and life of its worker. */
export function createAdServer(parts: AdServerParts): AdServer {
  const { stores, shopper, clock } = parts;
  const write = async (type: EventType, { recId, campaignId, creativeId, slot, itemId, ...more }: Noted, atMs: number): Promise<void> => {
    await shopper.add([{ id: parts.freshId() as EventId, type, atMs, items: itemId === undefined ? [] : [{ itemId }], page: '', recId, campaignId, creativeId, slot, ...drawOf(more) }]);
  };
  const draw = async (files: AdFiles, request: Asked): Promise<AdAnswer> => {
    const { facts: asked, audience, isHeld } = await momentOf(parts, files, request);
    const { filled, textBars } = await filledNow(parts, files, asked);
    const facts: AdFacts = { ...asked, textBars };
    const predict = await parts.predict?.(facts);
    const chance = seededChance(seedOf(parts.randomness));
    const options = { campaigns: files.catalogue.campaigns, facts, chance, orderCents: audience.orderCents, ...(predict && { predict }) };
    const policy = adPolicy(options);
    const { index = -1, isRandom = false } = chooseAd(policy, chance) ?? {};
    const drawn = policy.candidates[index];
    const bars = Object.fromEntries(policy.bars);
    // Consent may have gone while the log was read.
    if (!drawn || !parts.hasConsent()) return { ad: null, bars };
    const { campaign, size } = drawn;
    const creative = filled.get(drawn.creative.id) ?? drawn.creative;
    const propensity = policy.propensities[index] ?? 0;
    const clickChance = policy.clickChances[index] ?? 0;
    const showing = { recId: parts.freshId(), campaignId: campaign.id, creativeId: creative.id, slot: request.slot, propensity, itemId: filled.get(creative.id)?.itemId };
    const atMs = adTimeMs([...facts.showings, ...(facts.ghosts ?? [])], facts.nowMs);
    if (isHeld(campaign.id)) {
      await write('ad_ghost', showing, atMs);
      return { ad: null, bars: { ...bars, held: 1 } };
    }
    // Before it is answered: another tab's next draw must count it.
    const { candidate } = files.delivery;
    const trial = candidate && { policyId: candidate.id, target: adPolicy({ ...options, facts: { ...facts, delivery: { ...files.delivery, bandit: candidate.bandit } } }).propensities[index] ?? 0 };
    await write('ad_impression', { ...showing, ...(predict ? predict.plain(drawn) : clickChance < 1 && { clickChance }), ...trial }, atMs);
    const why = { matched: matchedOf(campaign, facts.shopper), propensity, isRandom, clickChance, valueCents: policy.valueCents[index] ?? 0 };
    return {
      ad: {
        recId: showing.recId, campaignId: campaign.id, creativeId: creative.id, advertiser: campaign.advertiser, assets: creative.assets, style: creative.style, locale: creative.locale,
        size, ...(files.catalogue.rules && { rules: files.catalogue.rules }), currency: files.catalogue.currency, landing: creative.landing, why,
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
      // Whatever will be drawn, and before the others wait in line.
      if (files.catalogue.campaigns.some(({ creatives }) => creatives.some(showsProduct))) await parts.loadProductPictures();
      return ok(await parts.inTurn(async () => (parts.hasConsent() ? draw(files, asked) : { ad: null, bars: { 'no-consent': 1 } })));
    },
    adEvent: (recId, act) => parts.inTurn(async () => {
      if (!AD_ACTS.includes(act)) return fail('bad-request', 'Cannot note this of an ad');
      if (!parts.hasConsent()) return fail('no-consent', 'The shopper took her yes to ads back');
      const events = await stores.events.all();
      const showings = showingsOf(events);
      const own = showings.find((showing) => showing.recId === recId);
      if (!own) return fail('bad-request', 'No ad was shown under this id');
      const atMs = adTimeMs([...showings, ...ghostsOf(events)], clock.nowMs());
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
    forget: () => parts.inTurn(async () => {
      await shopper.remove((await stores.events.all()).filter(({ type }) => type.startsWith('ad_')).map(({ id }) => id));
      for (const kept of ['adSecret', 'heldOffer', 'verifiedAds', 'verifiedOffers'] as const) if (await stores.settings.read(kept)) await stores.settings.write(kept, null);
    }),
    async adHistory() {
      const [events, files, wishes, shopper] = await Promise.all([stores.events.all(), keptAds(stores), wishesOf(stores), parts.audience()]);
      const showings = showingsOf(events).slice(-MAX_ROWS).reverse();
      const titles = await titlesOf(parts, files, showings);
      return ok(showings.map((showing) => rowOf(showing, { events, files, wishes, shopper, titles })));
    },
  };
}

/** Whether the creative's picture is a product's. */
const showsProduct = (creative: Creative): boolean => creative.assets.image === undefined && (creative.itemId !== undefined || isDynamic(creative));

/** Templates that every other rule lets through, as they read now; and texts that cannot be shown. */
async function filledNow(parts: AdServerParts, { catalogue: { campaigns, rules } }: AdFiles, facts: AdFacts): Promise<{ readonly filled: ReadonlyMap<CreativeId, Creative>; readonly textBars: ReadonlyMap<CreativeId, TextBar> }> {
  const all = campaigns.flatMap((campaign) => campaign.creatives.filter((creative) => rules !== undefined || isDynamic(creative)).map((creative) => ({ campaign, creative })));
  const templates = all.filter(({ campaign, creative }) => eligibility(campaign, creative, facts) === undefined);
  // Asked wherever the shop has any template or rules: whether its code is loaded must not tell which are for her.
  const texts = all.length > 0 ? await parts.fill(templates, facts.locale, rules) : [];
  const filled = new Map<CreativeId, Creative>();
  const textBars = new Map<CreativeId, TextBar>();
  templates.forEach(({ creative }, i) => {
    const text = texts[i];
    if (text === undefined || text === 'brand-rules') textBars.set(creative.id, text ?? 'facts-missing');
    else if (isDynamic(creative)) filled.set(creative.id, text);
  });
  return { filled, textBars };
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
