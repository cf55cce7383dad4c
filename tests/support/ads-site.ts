import sharp from 'sharp';
import type { Campaign, ManagedCampaign } from '#core/campaigns';
import { buildCatalogue } from '#core/catalogue';
import type { OfferSet } from '#core/offers';
import { encodePolicy, policyHashOf } from '#core/protocol';
import { contentHash, utf8Encode, WEEK_MS, type ContentHash } from '#core/units';
import { publishAds, publishOffers } from '#server/leader';
import { T11_PARAMETERS } from '#worker/models';
import { initialMix } from '#worker/recommender';
import { aCampaign, aCreative, aManagedCampaign } from './campaigns.ts';
import { STRICT_CSP, type FixtureSite } from './fixture-site.ts';
import { startPair, type TestPair } from './pair.ts';
import { serveShop, SHOP_PRODUCTS } from './shop-site.ts';

/** A shop with ads: its pages, and the leader that publishes its campaigns. */
export interface AdsSite extends FixtureSite {
  readonly pair: TestPair;
}

/** A campaign for one place, running since an hour. */
export function aCampaignFor(slot: string, change: Partial<Campaign> = {}, creative: Parameters<typeof aCreative>[1] = {}): Campaign {
  const startMs = Date.now() - 3_600_000;
  const assets = { title: `For the place ${slot}`, sponsored: 'Fellworks', desc: 'Full grain, resoled for life', priceCents: 18_900, salePriceCents: 14_900, ctatext: 'See them', displayurl: 'fellworks.example', ...creative.assets };
  return aCampaign(slot, { startMs, endMs: startMs + WEEK_MS, slots: [slot], creatives: [aCreative(`${slot}-a`, { landing: '/landing', ...creative, assets })], ...change });
}

/** Keeps campaigns as the console does, and publishes them. */
async function publish(pair: TestPair, campaigns: readonly ManagedCampaign[], pictures: readonly Uint8Array[]): Promise<void> {
  await pair.leader.store.transact((tables) => {
    for (const bytes of pictures) tables.files.add('picture', contentHash(bytes), bytes);
    for (const managed of campaigns) tables.campaigns.add({ id: managed.campaign.id, bytes: utf8Encode(JSON.stringify(managed)), changedBy: 'ann', changedMs: pair.clock.nowMs() });
    publishAds(tables, { shop: 'fixture', currency: 'EUR' }, pair.clock.nowMs());
  });
  await pair.turns();
}

export interface AdsSiteOptions {
  /** Bodies of the shop's pages, by path. */
  readonly pages: Readonly<Record<string, string>>;
  /** The page's own style sheet, which its bodies may link as `/page.css`. */
  readonly style: string;
  /** @param image - hash of a published picture, 200 × 400, whose thing, 80 × 80, begins at 60, 300 */
  campaigns(image: ContentHash): readonly Campaign[];
  readonly offers?: OfferSet;
  /** Picture files by product, for packs. */
  readonly thumbnails?: ReadonlyMap<number, Uint8Array>;
}

/** Serves a shop under a strict policy whose real leader has published `campaigns`. */
export async function serveAdsSite({ pages, style, campaigns, offers, thumbnails = new Map() }: AdsSiteOptions): Promise<AdsSite> {
  const [side, height] = [200, 400];
  const thing = await sharp({ create: { width: 80, height: 80, channels: 3, background: '#b02a2a' } }).png().toBuffer();
  const image = new Uint8Array(await sharp({ create: { width: side, height, channels: 3, background: '#dfe7e2' } }).composite([{ input: thing, left: 60, top: 300 }]).webp({ lossless: true }).toBuffer());
  const { manifestHash } = buildCatalogue(SHOP_PRODUCTS, { thumbnails });
  const pair = await startPair({ firstMix: initialMix(), t11Weights: T11_PARAMETERS, table: { catalogue: manifestHash, cells: 8, maxBlocks: 1 } });
  await publish(pair, campaigns(contentHash(image)).map((campaign) => aManagedCampaign({ campaign })), [image]);
  if (offers) await pair.leader.store.transact((tables) => publishOffers(tables, offers, pair.clock.nowMs()));
  await pair.turns();
  const site = await serveShop({
    endpoint: pair.leaderUrl, policy: policyHashOf(encodePolicy(pair.policy)), attributes: 'data-ads="on"', pages, thumbnails, csp: STRICT_CSP.replace("connect-src 'self'", `connect-src 'self' ${pair.leaderUrl}`),
    files: { '/page.css': { type: 'text/css', body: style } },
  });
  return {
    origin: site.origin, requests: site.requests, pair,
    async close() {
      await site.close();
      await pair.close();
    },
  };
}
