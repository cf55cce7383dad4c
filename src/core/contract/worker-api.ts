import type { ItemId, ProductCard } from '#core/catalogue';
import type { Grants } from '#core/consent';
import type { EventId, ShopEvent } from '#core/events';
import type { LedgerEntry, ModelKind } from '#core/protocol';
import type { Recommendation, ScorerName } from '#core/ranking';
import type { Fault, Result } from '#core/units';
import type { Placement } from './request.ts';

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
export type WorkerFault = Fault<'no-consent' | 'not-started' | 'offline' | 'catalogue' | 'storage' | 'paused' | 'erased' | 'bad-request' | 'crashed'>;

/** What a shelf asks for; `count` products at most. */
export interface RecommendRequest {
  readonly placement: Placement;
  readonly count: number;
  /** Item of the page, for `product-related`. */
  readonly itemId?: ItemId;
  /** Leaf or any category of the page, for `category`. */
  readonly category?: string;
}

/** What a shelf shows, in this order, and what made it. */
export interface Recommendations {
  /** Attached to later clicks and purchases by itself. 32 hex digits. */
  readonly recId: string;
  readonly items: readonly Recommendation[];
  /** Scorers that took part; they join as they become ready. */
  readonly scorers: readonly ScorerName[];
  readonly modelRound: { readonly [K in ModelKind]: number };
}

/** One row of the panel's timeline. */
export interface TimelineRow {
  readonly id: EventId;
  readonly type: ShopEvent['type'];
  readonly atMs: number;
  /** Titles of the products, or the query. */
  readonly label: string;
  readonly dwellMs?: number;
}

/** What the panel shows. */
export interface Profile {
  readonly events: number;
  readonly storedBytes: number;
  readonly timeline: readonly TimelineRow[];
  /** Strongest first, at most 20. `strength` is 0 to 1. */
  readonly interests: readonly { readonly name: string; readonly strength: number; readonly evidence: readonly string[] }[];
  /** Of the newest things turned to (at most 200): how many were among the first ten of what is served, and of popularity alone. */
  readonly liveQuality: { readonly events: number; readonly servedHits: number; readonly popularityHits: number };
  readonly uploads: readonly UploadRow[];
  /** zCDP ρ spent in the last 7 and 365 days and what they mean as ε at δ = 1e-6. */
  readonly budget: { readonly weekRho: number; readonly yearRho: number; readonly weekEpsilon: number; readonly yearEpsilon: number; readonly weekLimitRho: number };
  /** Of the policy that this page pins: whether it names a witness apart from leader and helper, and where the helper is; null while none was read. */
  readonly policy: { readonly isWitnessed: boolean; readonly helperUrl: string } | null;
  /** Why the last look at the leader came to nothing; null where it did not, or before the first. */
  readonly leaderFault: Fault | null;
  readonly pausedUntilMs: number | 'resumed' | null;
  readonly backend: string;
  readonly models: Readonly<Record<ModelKind, { readonly hash: string; readonly round: number } | null>>;
}

/** An upload as the panel shows it; `body` is exactly what was or will be sent. */
export type UploadRow = LedgerEntry & { readonly epsilon: number };

/** Something the worker tells the page without being asked. */
export type WorkerNotice =
  | { readonly kind: 'scorers-ready'; readonly scorers: readonly ScorerName[] }
  | { readonly kind: 'history-changed'; readonly events: number }
  | { readonly kind: 'model-changed'; readonly model: ModelKind; readonly hash: string }
  | { readonly kind: 'training'; readonly model: ModelKind; readonly doneShare: number }
  | { readonly kind: 'upload'; readonly entry: Pick<LedgerEntry, 'taskId' | 'model' | 'state' | 'rho' | 'atMs'> }
  | { readonly kind: 'fault'; readonly fault: Fault };

/** The page's only way to the worker (comlink). Calls may overlap; each answer is plain data. */
export interface WorkerApi {
  /** Loads the catalogue; nothing is stored or computed about the shopper before `setGrants` gives `local`. */
  start(config: WorkerConfig, grants: Grants): Promise<Result<{ readonly items: number; readonly backend: string }, WorkerFault>>;
  /** Newest consent; older versions are ignored. Withdrawing `local` stops everything and keeps the data until `erase`. */
  setGrants(grants: Grants): Promise<void>;
  /** Appends events; an id already there is replaced. Needs `local`. */
  record(events: readonly ShopEvent[]): Promise<Result<number, WorkerFault>>;
  recommend(request: RecommendRequest): Promise<Result<Recommendations, WorkerFault>>;
  /** What shelves show of products, in the order asked; an id the catalogue does not know is left out. Needs no consent. */
  products(ids: readonly ItemId[]): Promise<Result<readonly ProductCard[], WorkerFault>>;
  profile(): Promise<Result<Profile, WorkerFault>>;
  deleteEvents(ids: readonly EventId[]): Promise<Result<number, WorkerFault>>;
  /** 'never' takes no more of `itemId`, 'less' lowers its neighbourhood; at once. */
  steer(itemId: ItemId, wish: 'less' | 'hide'): Promise<Result<void, WorkerFault>>;
  /** Stops logging, training and sending until then; null resumes. */
  pause(untilMs: number | 'resumed' | null): Promise<Result<void, WorkerFault>>;
  /** Everything on this device about the shopper, as JSON text (schema in docs/SHOPS.md). */
  exportJson(): Promise<Result<string, WorkerFault>>;
  /** Deletes history, personal models and settings, verifies, leaves a tombstone of spent budget. */
  erase(): Promise<Result<{ readonly deletedEvents: number; readonly verifiedEmpty: boolean }, WorkerFault>>;
  /**
   * Looks at the leader's tasks now, as the idle scheduler would. A report trained here leaves at its own later time, so
   * `uploads` counts only those whose time had come.
   */
  contribute(): Promise<Result<{ readonly uploads: number }, Fault>>;
  /** `listener` is a comlink proxy. */
  subscribe(listener: (notice: WorkerNotice) => void): Promise<void>;
}
