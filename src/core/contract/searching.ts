import type { ItemId, ItemIndex } from '#core/catalogue';
import type { EventId } from '#core/events';
import type { Reason } from '#core/ranking';

/** What a search field asks for; `count` products at most. The query stays in the worker. */
export interface SearchRequest {
  readonly query: string;
  readonly count: number;
  /** Whether the last word may be unfinished. */
  readonly isTyping?: boolean;
}

/** One product found. */
export interface SearchHit {
  readonly item: ItemIndex;
  readonly id: ItemId;
  /** Comparable within one answer only. */
  readonly score: number;
  /** Why it stands before what matches the words as well or better; null where the words and what is popular decide. */
  readonly reason: Reason | null;
}

/** What a search found, best first. */
export interface SearchAnswer {
  /** Attached to later clicks and purchases by itself. 32 hex digits. */
  readonly recId: string;
  readonly items: readonly SearchHit[];
  /** Products that match any of the words. */
  readonly matches: number;
  /** Whether the shopper's own history had a say in the order. */
  readonly isPersonal: boolean;
}

/** Something the shopper searched for here before. */
export interface RecentSearch {
  readonly query: string;
  /** Events that remember it: deleting them forgets it. */
  readonly ids: readonly EventId[];
}
