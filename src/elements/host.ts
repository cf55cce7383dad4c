import type { ItemId, ProductCard } from '#core/catalogue';
import type { Choice, Purpose, PurposeStates } from '#core/consent';
import type { Profile, Recommendations, RecommendRequest, UploadRow } from '#core/contract';
import type { EventDraft, EventId } from '#core/events';
import type { Fault, Result } from '#core/units';

/** What made the page worth drawing again. */
export type HostChange = 'consent' | 'recommendations' | 'profile';

/** Purposes that something acts on. The engine of consent knows more: of `ads` and `measure` a shop's own tool may tell it. */
export type OfferedPurpose = Extract<Purpose, 'local' | 'federate'>;

/** Consent as the banner and the panel see it. */
export interface HostConsent {
  states(): PurposeStates;
  /** Whether the browser sends Global Privacy Control. */
  hasGpc(): boolean;
  /** Purposes this shop asks for, in the order of display: a switch that nothing acts on is not shown. */
  readonly offered: readonly OfferedPurpose[];
  /** Whether the banner should ask. */
  shouldAsk(): boolean;
  /**
   * The shopper chose in our own banner or panel.
   *
   * @param ownSwitches - purposes she switched on one by one, seeing each
   * @param isHers - whether the browser vouches for a real click or key (`Event.isTrusted`); a scripted one counts as the page's word
   */
  choose(choice: Choice, ownSwitches: readonly Purpose[], isHers: boolean): void;
}

/** What the ledger holds, whatever she agreed to: erasing leaves what was spent. */
export interface Spent extends Pick<Profile, 'budget'> {
  readonly uploads: readonly UploadRow[];
  /** Whether the last signed state of the public log is kept too. */
  readonly hasCheckpoint: boolean;
}

/** What our elements ask of the tag that defined them. Answers are values; nothing here throws. */
export interface ElementHost {
  /** BCP 47, for numbers, prices and dates. */
  readonly locale: string;
  readonly consent: HostConsent;
  recommend(request: RecommendRequest): Promise<Result<Recommendations, Fault>>;
  products(ids: readonly ItemId[]): Promise<Result<readonly ProductCard[], Fault>>;
  profile(): Promise<Result<Profile, Fault>>;
  /** Asked without consent as well: looks and creates nothing. */
  spent(): Promise<Result<Spent, Fault>>;
  deleteEvents(ids: readonly EventId[]): Promise<Result<number, Fault>>;
  steer(itemId: ItemId, wish: 'less' | 'hide'): Promise<Result<void, Fault>>;
  pause(untilMs: number | 'resumed' | null): Promise<Result<void, Fault>>;
  exportJson(): Promise<Result<string, Fault>>;
  /** Erases everything and withdraws consent. */
  forget(): Promise<Result<{ readonly deletedEvents: number; readonly verifiedEmpty: boolean }, Fault>>;
  /** Keeps what the shopper did with a recommendation, if she agreed to that. */
  record(draft: EventDraft): void;
  /** Address of a product's page or picture, relative ones resolved; '' where it may not be followed. */
  address(relative: string): string;
  nowMs(): number;
  /** The result stops it. */
  subscribe(listener: (change: HostChange) => void): () => void;
}
