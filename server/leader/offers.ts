import { basePrices, decodeOfferSet, decodePriceFile, encodeOfferSet, encodePriceFile, isPriced, keepsPrices, pricesAfter, withoutRedeemed, withRedeemed, type OfferSet, type ParityGap, type PriceFile } from '#core/offers';
import { SUMS_MS } from '#core/measurement';
import type { Manifest } from '#core/protocol';
import { contentHash, utf8Decode, utf8Encode, type Clock, type ContentHash } from '#core/units';
import type { LeaderStore, LeaderTables } from '#server/store';
import { sumsSince } from './measured.ts';
import { logged } from './public-files.ts';

/** Setting that holds what is kept of offers. */
const OFFERS = 'offers';

/** What is kept: two files that the manifest names, and why prices stand still. */
type Kept = Pick<Manifest, 'offers' | 'prices'> & {
  /** Prices that treated these two unlike: the base holds until the merchant publishes other bands. */
  readonly refused?: ParityGap;
  /** The last round that shares of redeemed coupons were read from. */
  readonly redeemedRound?: number;
};
type Tables = Pick<LeaderTables, 'settings'>;

function kept({ settings }: Tables): Kept {
  const bytes = settings.get(OFFERS);
  return bytes ? (JSON.parse(utf8Decode(bytes)) as Kept) : {};
}

function keep({ settings }: Tables, now: Kept): void {
  settings.set(OFFERS, utf8Encode(JSON.stringify(now)));
}

/** What the manifest says of offers; nothing where none were ever published. */
export function offersOffer(tables: Tables): Pick<Manifest, 'offers' | 'prices'> {
  const { offers, prices } = kept(tables);
  return { ...(offers && { offers }), ...(prices && { prices }) };
}

/** What stands, as the console shows it. */
export interface OffersNow {
  readonly set: OfferSet;
  readonly hash: ContentHash;
  /** The same for as long as the merchant publishes no other, whatever is measured meanwhile. */
  readonly written: ContentHash;
  readonly prices?: PriceFile;
  readonly refused?: ParityGap;
}

/** The offers that are published now; undefined before the first. @throws TypeError for a file that cannot be read: it was written by this program */
export function offersNow(tables: Pick<LeaderTables, 'settings' | 'files'>): OffersNow | undefined {
  const { offers, prices, refused } = kept(tables);
  const bytes = offers && tables.files.get('offers', offers.hash);
  if (!bytes) return undefined;
  const set = decodeOfferSet(bytes);
  const priceBytes = prices && tables.files.get('prices', prices.hash);
  const file = priceBytes && decodePriceFile(priceBytes);
  if (!set.ok || file?.ok === false) throw new TypeError('Cannot read the offers that are published');
  return { set: set.value, hash: offers.hash, written: contentHash(encodeOfferSet(withoutRedeemed(set.value))), ...(file && { prices: file.value }), ...(refused && { refused }) };
}

/**
 * Publishes `written` in place of the set before, inside the caller's transaction: files, leaves and what the next manifest says
 * become durable together. Other bands begin at their base; the same bands keep their prices and what stopped them.
 *
 * @param written - without `offerFaults`; what is redeemed of it is the leader's to say
 */
export function publishOffers(tables: LeaderTables, written: OfferSet, nowMs: number): void {
  const set = withRedeemed(written, sumsSince(tables, nowMs - SUMS_MS), nowMs);
  const [before, { offers: offersBefore, prices: pricesBefore, refused }] = [offersNow(tables), kept(tables)];
  const bytes = encodeOfferSet(set);
  const offers = logged(tables, 'offers', bytes, offersBefore);
  if (!isPriced(set)) return keep(tables, { offers });
  if (before && pricesBefore && keepsPrices(before.set, set)) return keep(tables, { offers, prices: pricesBefore, ...(refused && { refused }) });
  keep(tables, { offers, prices: logged(tables, 'prices', encodePriceFile(basePrices({ set, offers: offers.hash, nowMs })), pricesBefore) });
}

/**
 * The next day's prices from the demand measured since, where a day is over and a round was published. Before any price moves
 * the gate looks at whom the prices that hold met: where it refuses, every price is the base again, at once and until other
 * bands are published. @returns whether something changed
 */
function movePrices(tables: LeaderTables, nowMs: number): boolean {
  const now = offersNow(tables);
  if (!now?.prices || now.refused || !isPriced(now.set)) return false;
  const next = pricesAfter({ set: now.set, offers: now.hash, nowMs }, now.prices, sumsSince(tables, now.prices.fromMs + 1));
  if (!next) return false;
  const before = kept(tables);
  keep(tables, { ...before, prices: logged(tables, 'prices', encodePriceFile(next.file), before.prices), ...(next.gap && { refused: next.gap }) });
  return true;
}

/** The same coupons with the shares that another round left. */
function measureRedeemed(tables: LeaderTables, nowMs: number): void {
  const [now, last] = [offersNow(tables), tables.rounds.last()];
  if (!now || kept(tables).redeemedRound === last) return;
  publishOffers(tables, now.set, nowMs);
  keep(tables, { ...kept(tables), redeemedRound: last });
}

/** Brings prices and shares of redeemed coupons in step with what was measured; gives the gap that stops the prices, while one does. */
export async function keepOffersFresh(store: LeaderStore, clock: Clock): Promise<ParityGap | undefined> {
  const { offers, prices, redeemedRound } = kept(store.tables);
  if (prices) await store.transact((tables) => movePrices(tables, clock.nowMs()));
  if (offers && redeemedRound !== store.tables.rounds.last()) await store.transact((tables) => measureRedeemed(tables, clock.nowMs()));
  return kept(store.tables).refused;
}

/** Segments whose demand is to be measured; 0 where no price follows demand, or none may. For the plan of `demand`: `demandLayout(segments)`. */
export function pricedSegments(tables: Pick<LeaderTables, 'settings' | 'files'>): number {
  const now = offersNow(tables);
  return now?.prices && !now.refused ? (now.set.pricing?.segments.length ?? 0) : 0;
}
