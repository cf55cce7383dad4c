import type { ItemIndex } from '#core/catalogue';
import type { EventType } from '#core/events';

/** Most recent interactions an encoder sees. */
export const MAX_SEQUENCE = 20;

/** One cleaned, indexed interaction of the shopper with one catalogue item. */
export interface Interaction {
  readonly item: ItemIndex;
  readonly type: EventType;
  readonly atMs: number;
  /** Strength of interest: the type's weight (view 1, click 1.5, wishlist 2, cart 3, purchase 5) scaled by dwell; negative for remove and dismiss. */
  readonly weight: number;
  /** Counts up by one where a gap of 30 minutes or more passed. */
  readonly session: number;
  /** Id of the event it came from, for reasons and for the panel. */
  readonly eventId: string;
}

/** What `historyOf` makes of the event log. */
export interface ShopperHistory {
  /** Oldest first. */
  readonly interactions: readonly Interaction[];
  readonly queries: readonly { readonly text: string; readonly atMs: number }[];
  /** Events left out, by reason. */
  readonly dropped: { readonly unknownItem: number; readonly duplicate: number };
}

/** What an encoder reads: the last T ≤ MAX_SEQUENCE interactions, oldest first. */
export interface SequenceInput {
  /** [T] item indices. */
  readonly items: Int32Array;
  /** [T] index into EVENT_TYPES. */
  readonly types: Uint8Array;
  /** [T] bucket of the time since the previous interaction, 0 to 7: log2 of minutes, clipped. */
  readonly gaps: Uint8Array;
}

/** A next-item example: predict `target` from `input`. */
export interface TrainingExample {
  readonly input: SequenceInput;
  readonly target: ItemIndex;
}
