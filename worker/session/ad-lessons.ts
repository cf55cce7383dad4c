import { conversionsOf, FOLLOWED_WITHIN_MS, showingsOf, type Showing } from '#core/ads';
import { portraitsLayout, portraitUpdate, profileFor } from '#core/audience';
import type { Campaign, Creative } from '#core/campaigns';
import type { Catalogue } from '#core/catalogue';
import type { DeviceStores } from '#core/contract';
import { interestsOf, type ShopperHistory } from '#core/features';
import { categoriesIn, keptAds } from '#worker/adserver';
import type { AdLessons } from '#worker/federation';
import { adMoment, adThen } from './ad-moments.ts';
import { audienceOf } from './audience.ts';

/** Ads that one report learns from, the newest: an update of bounded length has no room for what more would say. */
const MAX_AD_LESSONS = 64;

/** What lessons are drawn from. */
export interface LessonSource {
  readonly stores: Pick<DeviceStores, 'events' | 'settings' | 'files'>;
  readonly catalogue: Catalogue;
  /** What counts of her log: nothing that she hid, or never wants to see. */
  readonly history: Pick<ShopperHistory, 'interactions'>;
  readonly nowMs: number;
  /** Awaited between ads; rejects to abandon. */
  readonly pause: () => Promise<void>;
}

/**
 * What this device's ads teach: each that was seen, an hour later, with whether it was followed; each that was followed, with
 * whether she bought, once that is certain. A moment is told as it was then, of what the log held before it.
 */
export async function adLessonsOf({ stores, catalogue, history: { interactions }, nowMs, pause }: LessonSource): Promise<AdLessons> {
  const [files, events, audience] = [await keptAds(stores), await stores.events.all(), await audienceOf({ catalogue, stores })];
  const campaigns = files?.catalogue.campaigns ?? [];
  const known = new Map(campaigns.flatMap((campaign) => campaign.creatives.map((creative): [string, { campaign: Campaign; creative: Creative }] => [`${campaign.id} ${creative.id}`, { campaign, creative }])));
  const converted = new Set(conversionsOf(events, campaigns, categoriesIn(catalogue)).map(({ recId }) => recId));
  const shown = showingsOf(events).flatMap((showing) => {
    const ad = known.get(`${showing.campaignId} ${showing.creativeId}`);
    return ad ? [{ ...showing, ...ad }] : []; // what is offered no more teaches nothing of what is
  });
  const taught = async (ends: readonly (Ad & { readonly label: 0 | 1 })[]): Promise<AdLessons['clicks']> => {
    const examples: AdLessons['clicks'][number][] = [];
    for (const { label, shownMs, ...ad } of ends.slice(-MAX_AD_LESSONS)) {
      examples.push({ moment: adMoment(adThen(audience, { events, interactions }, shownMs), ad), label });
      await pause();
    }
    return examples;
  };
  return {
    clicks: await taught(shown.flatMap((ad) => (ad.viewedMs !== undefined && (ad.clickedMs !== undefined || nowMs - ad.viewedMs >= FOLLOWED_WITHIN_MS) ? [{ ...ad, label: ad.clickedMs === undefined ? 0 : 1 }] : []))),
    purchases: await taught(shown.flatMap((ad) => {
      const isBought = converted.has(ad.recId);
      const isOver = ad.clickedMs !== undefined && nowMs - ad.clickedMs > ad.campaign.conversion.clickWindowMs;
      return ad.clickedMs !== undefined && (isBought || isOver) ? [{ ...ad, label: isBought ? 1 : 0 }] : [];
    })),
    portraitIn({ weights, clusters, dims, mode }) {
      const own = audience.off.includes('portrait') ? undefined : profileFor(interestsOf({ interactions }, catalogue, nowMs).profile, dims);
      return own ? portraitUpdate(own, weights, portraitsLayout(clusters, dims, mode)) : new Float32Array(weights.length);
    },
  };
}

type Ad = Showing & { readonly campaign: Campaign; readonly creative: Creative };
