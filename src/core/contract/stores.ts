import type { EventLog } from '#core/events';
import type { AdsKind, CheckpointStore, FileCache, Ledger, ShopKind } from '#core/protocol';
import type { ContentHash } from '#core/units';
import type { AdWishes } from './ads.ts';
import type { InterestWish } from './steering.ts';
import type { PausedUntil } from './taking.ts';

/** Small things a device remembers beside the event log, by key. */
export interface SettingValues {
  /** As `WorkerApi.pause` was last given it. */
  readonly pausedUntilMs: PausedUntil;
  /** Whether that time moves on with what she does. */
  readonly isPausedForVisit: boolean;
  /** Item ids never to be shown again; what was done with them counts for nothing. */
  readonly hiddenItems: readonly string[];
  /** Item ids whose neighbourhood is to be shown less. */
  readonly lessItems: readonly string[];
  /** At most one an interest. */
  readonly interestWishes: readonly InterestWish[];
  /** Ids of events that she deleted, newest last, so that another device's copy does not bring them back; they say nothing of what was deleted. */
  readonly erasedEvents: readonly string[];
  /** The one stored random draw, in [0, 1), that decides when and for which block this device reports. */
  readonly contributionDraw: number;
  /** Newest models this device has verified, so that the next page ranks with them before the leader answers. */
  readonly verifiedModels: Readonly<Partial<Record<ShopKind, { readonly hash: ContentHash; readonly round: number }>>>;
  /** Weights of this device's own mix, if it keeps one; never leaves the device. */
  readonly personalMix: readonly number[];
  /** How the served model ranked what the shopper turned to, newest last; leaves the device only as counts of a report, under `measure`. */
  readonly liveRanks: LiveRanks;
  /** What was read out of a table of pairs, by the table's hash; public, the same on every device. */
  readonly companyFile: { readonly table: ContentHash; readonly file: ContentHash };
  /** Files of ads, and models that they are chosen by, that the last look at the leader verified; public, the same on every device. Null where the shop runs none. */
  readonly verifiedAds: { readonly ads: ContentHash; readonly delivery: ContentHash; readonly packs: readonly ContentHash[]; readonly models?: Readonly<Partial<Record<AdsKind, { readonly hash: ContentHash; readonly round: number }>>>; readonly confirmedMs: number } | null;
  /** Files of offers, as of ads. `confirmedMs`: when the log last said that they hold; absent where an older version kept them. */
  readonly verifiedOffers: { readonly offers: ContentHash; readonly prices?: ContentHash; readonly confirmedMs?: number } | null;
  /** The coupon that is hers, and since when, ms since 1970. `earlier`: those before it, the oldest first; kept under `measure` alone, for reports of what was redeemed. */
  readonly heldOffer: { readonly couponId: string; readonly sinceMs: number; readonly earlier?: readonly { readonly couponId: string; readonly sinceMs: number }[] } | null;
  /** What she said about ads: ids of campaigns that she hid, names of advertisers that she dislikes. */
  readonly adWishes: AdWishes;
  /** This device's one secret for ads, 32 hex digits, drawn at their first use: its numbers for pacing and its arms of experiments come of it. Never sent. Null once she took her yes back. */
  readonly adSecret: string | null;
  /** Fastest engine by measurement on this device. */
  readonly engineChoice: EngineChoice;
}

/** Ranks of the shopper's own next events, ready to be counted (`rankHistograms`). */
export interface LiveRanks {
  /** Time of the newest event that was looked at, ms since 1970. */
  readonly untilMs: number;
  /** One number an event, as `rankPairOf` gives it; at most 200. */
  readonly pairs: readonly number[];
  /** When each of them was, ms since 1970, for reports to count it once; fewer than pairs where the oldest are from before times were kept. */
  readonly timesMs?: readonly number[];
}

/** An engine that was measured, so that the next page need not measure again. */
export interface EngineChoice {
  /** Size of the catalogue and version of the browser: where it differs, the choice is stale. */
  readonly key: string;
  readonly engine: 'arrays' | 'wasm' | 'webgpu';
  /** What one ranking and one training step took. */
  readonly ms: number;
}

/** Files of the public catalogue, the same for everyone: a worker that starts again needs none of them from the shop. */
export interface CatalogueCache extends FileCache {
  /** Those of `hashes` that are not kept, in the same order. */
  missing(hashes: readonly ContentHash[]): Promise<readonly ContentHash[]>;
}

/** Durable when a promise resolves. */
export interface Settings {
  read<Key extends keyof SettingValues>(key: Key): Promise<SettingValues[Key] | undefined>;
  write<Key extends keyof SettingValues>(key: Key, value: SettingValues[Key]): Promise<void>;
}

/**
 * Everything Homebird keeps on a device about one shop; `#page/store` implements it twice (IndexedDB, memory).
 * Nothing exists before the first call of a member: opening creates no database. Members reject with a `StorageError`
 * where storage is gone, full or forbidden; the caller turns it into a fault.
 */
export interface DeviceStores {
  readonly events: EventLog;
  readonly ledger: Ledger;
  /** Models and tasks. */
  readonly files: FileCache;
  readonly catalogue: CatalogueCache;
  readonly checkpoint: CheckpointStore;
  readonly settings: Settings;
  /** Bytes of history on this device, as the panel shows them: the length of the events as JSON. */
  storedBytes(): Promise<number>;
  /** Deletes history, models, catalogue files and settings, looks again, and leaves the ledger's tombstone and the last checkpoint and manifest. */
  erase(): Promise<{ readonly deletedEvents: number; readonly verifiedEmpty: boolean }>;
  /** Lets go of the connections; a later call opens them again. */
  close(): void;
}
