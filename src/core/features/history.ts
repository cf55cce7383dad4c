import type { Catalogue, ItemIndex } from '#core/catalogue';
import { isBehaviour, type ShopEvent, type ShopEventType } from '#core/events';
import { dwellScale, medianDwellMs, weightOf } from './weight.ts';

/** Most recent interactions an encoder sees. */
export const MAX_SEQUENCE = 20;

/** One cleaned, indexed interaction of the shopper with one catalogue item. */
export interface Interaction {
  readonly item: ItemIndex;
  readonly type: ShopEventType;
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
  /** [T] bucket of the time since the step before (`gapBucket`), 0 to 7; 0 at the same moment. The first step's means nothing. */
  readonly gaps: Uint8Array;
}

/** A next-item example: predict `target` from `input`. */
export interface TrainingExample {
  readonly input: SequenceInput;
  readonly target: ItemIndex;
}

/** A pause this long ends a session, ms: the convention of web analytics. */
export const SESSION_GAP_MS = 30 * 60_000;

/**
 * Cleans and indexes an event log: replaced and repeated events go, items the catalogue does not know go, a purchase is
 * counted once by its transaction, weights are scaled by dwell against the shopper's own median.
 *
 * @param events - in any order; not modified
 */
export function historyOf(events: readonly ShopEvent[], catalogue: Pick<Catalogue, 'indexById'>): ShopperHistory {
  const { kept, duplicate } = withoutRepeats(events);
  const medianMs = medianDwellMs(kept);
  const interactions: Interaction[] = [];
  const queries: { text: string; atMs: number }[] = [];
  let unknownItem = 0;
  let session = 0;
  let lastMs: number | undefined;
  for (const event of kept) {
    if (lastMs !== undefined && event.atMs - lastMs >= SESSION_GAP_MS) session += 1;
    lastMs = event.atMs;
    if (event.type === 'search' && event.query) queries.push({ text: event.query, atMs: event.atMs });
    const weight = weightOf(event);
    if (weight === undefined || !isBehaviour(event)) continue;
    const scaled = weight * dwellScale(event.dwellMs, medianMs);
    for (const { itemId } of event.items) {
      const item = catalogue.indexById.get(itemId);
      if (item === undefined) unknownItem += 1;
      else interactions.push({ item, type: event.type, atMs: event.atMs, weight: scaled, session, eventId: event.id });
    }
  }
  return { interactions, queries, dropped: { unknownItem, duplicate } };
}

/** Events by time, the last of each id, the first of each purchase transaction. Broken clocks (NaN) go too. */
function withoutRepeats(events: readonly ShopEvent[]): { kept: ShopEvent[]; duplicate: number } {
  const eventById = new Map<string, ShopEvent>();
  let usable = 0;
  for (const event of events) {
    if (!Number.isFinite(event.atMs)) continue;
    usable += 1;
    eventById.set(event.id, event);
  }
  const sorted = [...eventById.values()].sort((a, b) => a.atMs - b.atMs);
  const transactions = new Set<string>();
  const kept = sorted.filter((event) => {
    if (event.type !== 'purchase' || !event.transactionId) return true;
    if (transactions.has(event.transactionId)) return false;
    transactions.add(event.transactionId);
    return true;
  });
  return { kept, duplicate: usable - kept.length };
}
