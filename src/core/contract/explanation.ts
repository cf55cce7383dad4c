import type { ItemId } from '#core/catalogue';
import type { EventId, ShopEventType } from '#core/events';
import type { Reason, ScorerName } from '#core/ranking';
import type { InterestName } from './steering.ts';

/** What one event, or the page itself, does for a product: what the scorer says with it, less what it says had it never been. */
export interface Effect {
  /** In units of the score; above 0 where it lifts the product. */
  readonly effect: number;
  /** Where the product would stand without it, 1 for the first. */
  readonly placeWithout: number;
}

/** One event of the history and what it does for a product. */
export interface EventEffect extends Effect {
  readonly eventId: EventId;
  readonly type: ShopEventType;
  readonly atMs: number;
  /** The products of the event that count. */
  readonly itemIds: readonly ItemId[];
  /** Share of the encoder's attention that rests on it, 0 to 1; absent where the encoder takes no part. */
  readonly attention?: number;
}

/** One input of the score: `part` is value × weight. */
export interface ScorePart {
  /** As docs/MODEL.md names it. */
  readonly input: string;
  readonly scorer: ScorerName;
  readonly value: number;
  readonly weight: number;
  readonly part: number;
}

/** Why a product stands where it stands now, taken apart by the scorer that put it there. */
export interface Explanation {
  readonly itemId: ItemId;
  readonly reason: Reason;
  /** Σ `parts` + `pinned` − `lowered`. */
  readonly score: number;
  /** By score among the `of` products that may stand there, 1 for the first; equal scores share their mean place. */
  readonly place: number;
  readonly of: number;
  /** The same for somebody without a history and without wishes. */
  readonly placeForEveryone: number;
  /** Its seat on the shelf, 1 for the first, and whether it was kept for something new to her; null where it is not on it. */
  readonly seat: { readonly place: number; readonly isGiven: boolean } | null;
  /** The newest 50 events that count, and up to ten older ones of the product itself, oldest first. */
  readonly events: readonly EventEffect[];
  /** All events together that name the first product of the reason's evidence, where there is more than one: alone each may seem to do little. */
  readonly together: (Effect & { readonly itemId: ItemId; readonly events: number }) | null;
  /** What the page's own product does; null where the page has none. */
  readonly page: (Effect & Pick<EventEffect, 'attention'>) | null;
  /** Interests of hers that the product belongs to, with what they add to the score. */
  readonly interests: readonly (InterestName & { readonly part: number })[];
  /** Inputs that are not 0, strongest first. */
  readonly parts: readonly ScorePart[];
  /** What a pinned interest adds, and what "less like this" takes; 0 or more. */
  readonly pinned: number;
  readonly lowered: number;
}
