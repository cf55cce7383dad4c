import { adTimeMs, ghostsOf, isAwaited, showingsOf, type Showing } from '#core/ads';
import type { AdSize, Creative } from '#core/campaigns';
import { AD_ACTS, adSizes, type AdAct, type AdAnswer, type AdRequest, type AdRow, type WorkerFault } from '#core/contract';
import { isDynamic } from '#core/creative';
import type { EventType } from '#core/events';
import { fail, ok, type Result } from '#core/units';
import { drawAd } from './draw.ts';
import { dropHeldAds, keptAds } from './files.ts';
import { eventsNow, note } from './log.ts';
import { wishesOf, type Asked } from './moment.ts';
import type { AdServerParts } from './parts.ts';
import { rowOf, titlesOf } from './rows.ts';

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

/** A server of ads over `parts`; one a device and life of its worker. */
export function createAdServer(parts: AdServerParts): AdServer {
  const { stores } = parts;
  return {
    async ad(request) {
      const asked = readRequest(request);
      if (!asked) return fail('bad-request', 'Cannot choose an ad: wanted a slot and at least one size');
      const files = await keptAds(stores);
      if (!files) return ok({ ad: null, bars: { files: 1 } });
      // Whatever will be drawn, and before the others wait in line.
      if (files.catalogue.campaigns.some(({ creatives }) => creatives.some(showsProduct))) await parts.loadProductPictures();
      return ok(await parts.inTurn(async () => (parts.hasConsent() ? drawAd(parts, files, asked) : { ad: null, bars: { 'no-consent': 1 } })));
    },
    adEvent: (recId, act) => parts.inTurn(() => noteAct(parts, recId, act)),
    forget: () => parts.inTurn(async () => {
      dropHeldAds(stores);
      await parts.shopper.remove((await stores.events.all()).filter(({ type }) => type.startsWith('ad_')).map(({ id }) => id));
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

/** Notes what became of a showing that the log holds, each fate once however often it is told. */
async function noteAct(parts: AdServerParts, recId: string, act: AdAct): Answer<void> {
  if (!AD_ACTS.includes(act)) return fail('bad-request', 'Cannot note this of an ad');
  if (!parts.hasConsent()) return fail('no-consent', 'The shopper took her yes to ads back');
  const events = await eventsNow(parts);
  const showings = showingsOf(events);
  const own = showings.find((showing) => showing.recId === recId);
  if (!own) return fail('bad-request', 'No ad was shown under this id');
  const atMs = adTimeMs([...showings, ...ghostsOf(events)], parts.clock.nowMs());
  if (act === 'undo') {
    await parts.shopper.remove(events.filter((event) => event.type === 'ad_dismiss' && event.recId === recId).map(({ id }) => id));
    await steer(parts, own, undefined);
    return ok(undefined);
  }
  if (act === 'viewable' && own.viewedMs === undefined && !isAwaited(own, atMs)) return fail('stale', 'This ad waited too long: ask for another');
  const type = TYPE_BY_ACT[act];
  if (!events.some((event) => event.type === type && event.recId === recId)) await note(parts, type, own, atMs);
  const wish = WISHES_BY_ACT[act];
  if (wish) await steer(parts, own, wish);
  return ok(undefined);
}

/** Whether the creative's picture is a product's. */
const showsProduct = (creative: Creative): boolean => creative.assets.image === undefined && (creative.itemId !== undefined || isDynamic(creative));

/** What a page asked, read field by field; undefined where it is no question of ours. */
function readRequest({ slot, sizes, locale, categories = [], isVisible }: AdRequest): Asked | undefined {
  const isFine = typeof slot === 'string' && slot.length > 0 && slot.length <= MAX_SLOT_LENGTH && typeof locale === 'string' && Array.isArray(categories);
  const read = typeof sizes === 'string' ? adSizes(sizes) : Array.isArray(sizes) ? (sizes as readonly AdSize[]) : [];
  return isFine && read.length > 0 ? { slot, sizes: read, locale, categories: categories.filter((name) => typeof name === 'string'), isVisible: Boolean(isVisible) } : undefined;
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
