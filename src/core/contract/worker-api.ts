import type { ItemId, ProductCard } from '#core/catalogue';
import type { ConsentRecord, Grants } from '#core/consent';
import type { EventId, ShopEvent, ShopEventType } from '#core/events';
import type { EntryTopic, LedgerEntry, ModelKind, ShopKind } from '#core/protocol';
import type { Recommendation, ScorerName } from '#core/ranking';
import type { Fault, Result } from '#core/units';
import type { AdAct, AdAnswer, AdRequest, AdRow } from './ads.ts';
import type { AudienceView } from './audience-view.ts';
import type { AskContext, AssistantAnswer } from './assisting.ts';
import type { Explanation } from './explanation.ts';
import type { OfferAnswer, OfferRequest } from './offers.ts';
import type { Placement } from './request.ts';
import type { RecentSearch, SearchAnswer, SearchRequest } from './searching.ts';
import type { InterestName, InterestWish, SteerTarget, SteerWish } from './steering.ts';
import type { Deletion, ExportTable, MovedIn, Pause, PausedUntil } from './taking.ts';

/** What the page tells a fresh worker. Plain data. */
export interface WorkerConfig {
  readonly shop: string;
  /** Absolute URL of the catalogue manifest file. */
  readonly catalogueUrl: string;
  /** Absolute URL of the leader; '' where the shop has none: then nothing is ever uploaded. */
  readonly leaderUrl: string;
  /** Hash of the policy file, 64 hex digits; '' refuses every task. */
  readonly policy: string;
  /** Address the lazy tensor chunk is imported from; '' keeps to typed arrays. */
  readonly tensorsUrl: string;
  readonly debug: boolean;
}

/** Why the worker could not do what was asked. */
export type WorkerFault = Fault<'no-consent' | 'not-started' | 'offline' | 'catalogue' | 'storage' | 'paused' | 'erased' | 'bad-request' | 'crashed' | 'damaged' | 'newer-version' | 'other-shop' | 'stale'>;

/** What a shelf asks for; `count` products at most. */
export interface RecommendRequest {
  readonly placement: Placement;
  readonly count: number;
  /** Item of the page, for `product-related`. */
  readonly itemId?: ItemId;
  /** Leaf or any category of the page, for `category`. */
  readonly category?: string;
  /** What other shelves of the page show, and this one need not. */
  readonly except?: readonly ItemId[];
}

/** What a shelf shows, in this order, and what made it. */
export interface Recommendations {
  /** Attached to later clicks and purchases by itself. 32 hex digits. */
  readonly recId: string;
  readonly items: readonly Recommendation[];
  /** Scorers that took part; they join as they become ready. */
  readonly scorers: readonly ScorerName[];
  readonly modelRound: { readonly [K in ShopKind]: number };
}

/** One row of the panel's timeline; ads are told of apart. */
export interface TimelineRow {
  readonly id: EventId;
  readonly type: ShopEventType;
  readonly atMs: number;
  /** Titles of the products, or the query. */
  readonly label: string;
  /** The product, where there is just one. */
  readonly itemId?: ItemId;
  readonly dwellMs?: number;
}

/** What the panel shows. */
export interface Profile {
  readonly events: number;
  readonly storedBytes: number;
  readonly timeline: readonly TimelineRow[];
  /** Pinned ones first, then strongest first, at most 20. `strength` is 0 to 1, 1 where pinned; evidence in titles. */
  readonly interests: readonly (InterestName & { readonly strength: number; readonly evidence: readonly string[]; readonly isPinned: boolean })[];
  /** Everything she has steered and may take back. */
  readonly wishes: {
    readonly items: readonly { readonly itemId: ItemId; readonly title: string; readonly wish: 'less' | 'hide' }[];
    readonly interests: readonly (InterestName & Pick<InterestWish, 'wish'>)[];
  };
  /** Of the newest things turned to (at most 200): how many were among the first ten of what is served, and of popularity alone. */
  readonly liveQuality: { readonly events: number; readonly servedHits: number; readonly popularityHits: number };
  readonly uploads: readonly UploadRow[];
  /** zCDP ρ spent in the last 7 and 365 days and what they mean as ε at δ = 1e-6. */
  readonly budget: { readonly weekRho: number; readonly yearRho: number; readonly weekEpsilon: number; readonly yearEpsilon: number; readonly weekLimitRho: number };
  /** Of the policy that this page pins: whether it names a witness apart from leader and helper, and where the helper is; null while none was read. */
  readonly policy: { readonly isWitnessed: boolean; readonly helperUrl: string } | null;
  /** Why the last look at the leader came to nothing; null where it did not, or before the first. */
  readonly leaderFault: Fault | null;
  readonly pausedUntilMs: PausedUntil;
  readonly isPausedForVisit: boolean;
  /** Until when this device sends nothing because she moved from it to another, ms since 1970; null where she did not. */
  readonly movedOutUntilMs: number | null;
  readonly backend: string;
  readonly models: Readonly<Record<ShopKind, { readonly hash: string; readonly round: number } | null>>;
}

/** An upload as the panel shows it; `body` is exactly what was or will be sent. */
export type UploadRow = LedgerEntry & { readonly epsilon: number };

/** Something the worker tells the page without being asked. */
export type WorkerNotice =
  | { readonly kind: 'scorers-ready'; readonly scorers: readonly ScorerName[] }
  | { readonly kind: 'history-changed'; readonly events: number }
  | { readonly kind: 'ads-changed' }
  | { readonly kind: 'model-changed'; readonly model: ModelKind; readonly hash: string }
  | { readonly kind: 'training'; readonly model: ModelKind; readonly doneShare: number }
  | { readonly kind: 'upload'; readonly entry: EntryTopic & Pick<LedgerEntry, 'taskId' | 'state' | 'rho' | 'atMs'> }
  | { readonly kind: 'fault'; readonly fault: Fault };

/** The page's only way to the worker (`./wire.ts`). Calls may overlap; each answer is plain data. */
export interface WorkerApi {
  /** Loads the catalogue; nothing is stored or computed about the shopper before `setGrants` gives `local`. */
  start(config: WorkerConfig, grants: Grants): Promise<Result<{ readonly items: number; readonly backend: string }, WorkerFault>>;
  /** Newest consent; older versions are ignored. Withdrawing `local` stops everything and keeps the data until `erase`. */
  setGrants(grants: Grants): Promise<void>;
  /** Appends events; an id already there is replaced, one that she deleted stays deleted. None asks whether it is paused. Needs `local`. */
  record(events: readonly ShopEvent[]): Promise<Result<number, WorkerFault>>;
  recommend(request: RecommendRequest): Promise<Result<Recommendations, WorkerFault>>;
  /** What shelves show of products, in the order asked; an id the catalogue does not know is left out. Needs no consent. */
  products(ids: readonly ItemId[]): Promise<Result<readonly ProductCard[], WorkerFault>>;
  /**
   * The catalogue's own id of each name, in the order asked, null for one that it does not know. A name is an id or alias
   * in any spelling, or the key of a page (`pageKey`); at most 100. Needs no consent.
   */
  resolve(names: readonly string[]): Promise<Result<readonly (ItemId | null)[], WorkerFault>>;
  /**
   * Picture files of products from the catalogue's packs, in the order asked, null for one that has none; null at all where
   * the catalogue has no packs. Which packs are loaded says nothing of what is asked for. Needs no consent.
   */
  pictures(ids: readonly ItemId[]): Promise<Result<readonly (Uint8Array | null)[] | null, WorkerFault>>;
  /**
   * Finds products by words. The first one loads all card files, the same for everyone, and makes an index; no query leaves
   * the worker. Without `local` between likes what is popular comes first.
   */
  search(request: SearchRequest): Promise<Result<SearchAnswer, WorkerFault>>;
  /**
   * Answers from the shop's own pages and catalogue. The first one loads the knowledge file, the same for everyone; no question
   * leaves the worker or is kept. `not-started` where the shop has no such file. Needs no consent; without `local` nothing is personal.
   */
  ask(question: string, context: AskContext): Promise<Result<AssistantAnswer, WorkerFault>>;
  /** What she searched for last, newest first, at most 5. Needs `local`. */
  recentSearches(): Promise<Result<readonly RecentSearch[], WorkerFault>>;
  profile(): Promise<Result<Profile, WorkerFault>>;
  /** What ads may be chosen by. Needs `local` and `ads`. */
  audience(): Promise<Result<AudienceView, WorkerFault>>;
  /** Gives what was deleted, as it was, for {@link WorkerApi.restoreEvents}. */
  deleteEvents(what: Deletion): Promise<Result<readonly ShopEvent[], WorkerFault>>;
  /** Takes a deletion back. */
  restoreEvents(events: readonly ShopEvent[]): Promise<Result<void, WorkerFault>>;
  /**
   * As {@link SteerWish} says, from the next shelf on. Needs `local`. Of `forget` gives the events that lost a line, as they
   * were, for {@link WorkerApi.restoreEvents}; of other wishes none.
   */
  steer(target: SteerTarget, wish: SteerWish): Promise<Result<readonly ShopEvent[], WorkerFault>>;
  /**
   * Draws an ad for a slot, alone among the tabs, and notes it as shown. Needs `local` and `ads`; nothing of ads is loaded
   * before. No ad where no rule lets one through, with how many creatives each rule kept away.
   */
  ad(request: AdRequest): Promise<Result<AdAnswer, WorkerFault>>;
  /** What became of a showing, each fate once. `stale` where it was seen so late that another tab may have taken its place: ask for another. */
  adEvent(recId: string, act: AdAct): Promise<Result<void, WorkerFault>>;
  /** Ads that were shown on this device, newest first, at most 200. Needs `local` and `ads`. */
  adHistory(): Promise<Result<readonly AdRow[], WorkerFault>>;
  /** A product's price at this moment, or her coupon. Needs `local` and `ads`; nothing of offers is loaded before. */
  offer(request: OfferRequest): Promise<Result<OfferAnswer, WorkerFault>>;
  /** Why a product stands where it stands now on the shelf of `request`. Without `local` nothing about the shopper is in it. */
  explain(itemId: ItemId, request: RecommendRequest): Promise<Result<Explanation, WorkerFault>>;
  /** Stops logging, training and sending until then; null resumes. */
  pause(until: Pause): Promise<Result<void, WorkerFault>>;
  /**
   * Everything on this device about the shopper as JSON text (schema in docs/shops/export.md), or one table of it as CSV.
   *
   * @param consent - the record that the page keeps, where there is one
   */
  exportText(table?: ExportTable, consent?: ConsentRecord): Promise<Result<string, WorkerFault>>;
  /** What moves, as text, to be sealed by the page. Changes nothing. */
  packMove(): Promise<Result<string, WorkerFault>>;
  /**
   * Marks this device as moved from, which nothing but time undoes: asked before what was sealed leaves the page. `stale` where
   * more was spent, or something was deleted, hidden or steered otherwise, since `packed` was given; then nothing changes.
   */
  moveOut(packed: string): Promise<Result<void, WorkerFault>>;
  /**
   * Takes in what another device's `packMove` gave. Doing it again changes nothing.
   *
   * @param refusedAtMs - when the shopper last said no on this device, or 0: of what was packed before, only what was spent comes
   */
  moveIn(text: string, refusedAtMs: number): Promise<Result<MovedIn, WorkerFault>>;
  /** Deletes history, personal models and settings, verifies, leaves a tombstone of spent budget. */
  erase(): Promise<Result<{ readonly deletedEvents: number; readonly verifiedEmpty: boolean }, WorkerFault>>;
  /**
   * Looks at the leader's tasks now, as the idle scheduler would. A report trained here leaves at its own later time, so
   * `uploads` counts only those whose time had come.
   */
  contribute(): Promise<Result<{ readonly uploads: number }, Fault>>;
  /** On this side of the wire: notices cross it by themselves. */
  subscribe(listener: (notice: WorkerNotice) => void): Promise<void>;
}
