import { isTargeted, reachAt, type Reach } from '#core/audience';
import { decodeDelivery, encodeAdCatalogue, encodeDelivery, isOffered, type Campaign, type Delivery } from '#core/campaigns';
import { encodePicturePack, PICTURES_PER_PACK } from '#core/catalogue';
import { SUMS_MS } from '#core/measurement';
import { FLOORS } from '#core/privacy';
import type { Manifest } from '#core/protocol';
import { contentHash, DAY_MS, utf8Decode, utf8Encode, type Clock, type ContentHash } from '#core/units';
import type { LeaderStore, LeaderTables } from '#server/store';
import { writtenRules } from './brand-rules.ts';
import { offeredExperiments } from './experiments.ts';
import { managedCampaigns } from './kept-campaigns.ts';
import { sumsSince } from './measured.ts';
import { addFile, logged } from './public-files.ts';

/** Files of ads that the manifest names. */
type AdsOffer = Required<Pick<Manifest, 'ads' | 'delivery'>>;

/** Setting that holds what the manifest says of ads. */
const OFFER = 'ads-offer';
/** A delivery is issued again after this, ms, even where nothing changed: devices go by no old one. */
const REISSUE_MS = DAY_MS;

/** What the manifest says of ads; nothing where no campaign was ever live. */
export function adsOffer({ settings }: Pick<LeaderTables, 'settings'>): Partial<AdsOffer> {
  const kept = settings.get(OFFER);
  return kept ? (JSON.parse(utf8Decode(kept)) as AdsOffer) : {};
}

/** What the shop says of itself in its ad catalogue. */
export interface Advertising {
  readonly shop: string;
  /** ISO 4217. */
  readonly currency: string;
}

/** Campaigns that are live and not yet over. */
function offeredCampaigns(tables: Pick<LeaderTables, 'campaigns'>, nowMs: number): readonly Campaign[] {
  return managedCampaigns(tables).filter((managed) => isOffered(managed, nowMs)).map(({ campaign }) => campaign);
}

/** Whether any campaign is live and not yet over. */
export function hasCampaigns(tables: Pick<LeaderTables, 'campaigns'>, nowMs: number): boolean {
  return offeredCampaigns(tables, nowMs).length > 0;
}

/** Packs of the pictures that creatives name, and which picture is where. */
function packedPictures(tables: LeaderTables, campaigns: readonly Campaign[]): { readonly packs: readonly ContentHash[]; readonly pictures: readonly ContentHash[] } {
  const named = campaigns.flatMap(({ creatives }) => creatives.flatMap(({ assets: { image, icon } }) => [image, icon]));
  const pictures = [...new Set(named.filter((hash) => hash !== undefined))].filter((hash) => tables.files.get('picture', hash)).sort();
  const packs: ContentHash[] = [];
  for (let start = 0; start < pictures.length; start += PICTURES_PER_PACK) {
    packs.push(addFile(tables, 'pack', encodePicturePack(pictures.slice(start, start + PICTURES_PER_PACK).map((hash) => tables.files.get('picture', hash)))));
  }
  return { packs, pictures };
}

/** The delivery that devices are offered. */
export function keptDelivery(tables: LeaderTables): Delivery | undefined {
  const { delivery } = adsOffer(tables);
  const bytes = delivery && tables.files.get('delivery', delivery.hash);
  const read = bytes && decodeDelivery(bytes);
  return read?.ok ? read.value : undefined;
}

/** The delivery of another catalogue: a campaign is passed as it was, a new one whole; whether it is aimed is asked anew, for its audience may be what changed. */
function deliveryFor(ads: ContentHash, campaigns: readonly Campaign[], before: Delivery | undefined, { reach, ...now }: Pick<Delivery, 'issuedMs' | 'experiments'> & { readonly reach: Reach }): Delivery {
  const { bandit, candidate, calibration, purchases } = before ?? {};
  const each = campaigns.map(({ id, audience }) => [id, { passThrough: before?.campaigns[id]?.passThrough ?? 1, isTargeted: isTargeted(audience, reach, FLOORS.minBatch) }] as const);
  return { version: 1, ads, campaigns: Object.fromEntries(each), ...(bandit && { bandit }), ...(candidate && { candidate }), ...(calibration && { calibration }), ...(purchases && { purchases }), ...now };
}

/** Offers `delivery` beside `ads`, inside the caller's transaction. */
export function offerDelivery(tables: LeaderTables, ads: AdsOffer['ads'], delivery: Delivery): void {
  tables.settings.set(OFFER, utf8Encode(JSON.stringify({ ads, delivery: logged(tables, 'delivery', encodeDelivery(delivery), adsOffer(tables).delivery) })));
}

/**
 * Brings the public files of ads in step with the campaigns that are kept, inside the caller's transaction: file, leaf and
 * what the next manifest says become durable together, so that no manifest names what the log does not hold.
 */
export function publishAds(tables: LeaderTables, { shop, currency }: Advertising, nowMs: number): void {
  const now = adsOffer(tables);
  const campaigns = offeredCampaigns(tables, nowMs);
  if (campaigns.length === 0 && !now.ads) return; // a shop that never advertised says nothing of ads
  const rules = writtenRules(tables);
  const bytes = encodeAdCatalogue({ version: 1, shop, currency, campaigns, ...(rules && { rules }), ...packedPictures(tables, campaigns) });
  const before = keptDelivery(tables);
  const experiments = offeredExperiments(tables, nowMs);
  const isFresh = now.ads?.hash === contentHash(bytes) && before !== undefined && nowMs - before.issuedMs < REISSUE_MS && JSON.stringify(before.experiments) === JSON.stringify(experiments);
  if (isFresh) return;
  const ads = logged(tables, 'ads', bytes, now.ads);
  const reach = reachAt(sumsSince(tables, nowMs - SUMS_MS), nowMs);
  offerDelivery(tables, ads, deliveryFor(ads.hash, campaigns, before, { issuedMs: nowMs, experiments, reach }));
}

/** Publishes what the passing of time changes: campaigns that are over, a delivery that grew old. */
export async function keepAdsFresh(store: LeaderStore, advertising: Advertising, clock: Clock): Promise<void> {
  if (store.tables.campaigns.all().length > 0) await store.transact((tables) => publishAds(tables, advertising, clock.nowMs()));
}
