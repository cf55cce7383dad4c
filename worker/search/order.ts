import type { ItemIndex } from '#core/catalogue';
import type { Reason } from '#core/ranking';
import type { TextHit } from './text-index.ts';

/** Hits that are ordered anew; beyond them the text alone decides. */
const MAX_ORDERED = 200;
/** A hit this much worse than the best is about something else: with "oak table" nobody looks for oak. */
const LEAST_SHARE = 0.2;
/** What popularity, or all that is known of the shopper, may add to a text score of at most 1: enough between likes, not enough to lift what does not match. */
const POPULARITY_SHARE = 0.1;
const PERSONAL_SHARE = 0.25;
/** What is sold out counts half: it is found, behind what can be bought. */
const SOLD_OUT = 0.5;

/** What a shopper's history says of every item. */
export interface Judgement {
  /** [N] */
  readonly scores: Float32Array;
  reason(item: ItemIndex): Reason;
}

/** What is known of the items that a query may find. */
export interface Standing {
  /** [N], not negative. */
  readonly popularity: Float32Array;
  /** [N], 1 where a shopper can buy it. */
  readonly available: Uint8Array;
  /** Absent where nothing may be known of the shopper, or nothing is. */
  readonly judgement?: Judgement | undefined;
}

/** A product in its place. */
export interface Found {
  readonly item: ItemIndex;
  readonly score: number;
  /** Why it stands before products that match the words as well or better; null where the words decide. */
  readonly reason: Reason | null;
}

/**
 * Text matches in the order they are shown: how well the words match, and between likes what is popular or, where a history
 * may be used, what it says.
 *
 * @param hits - best first
 * @returns at most `count`, best first
 */
export function orderHits(hits: readonly TextHit[], { popularity, available, judgement }: Standing, count: number): readonly Found[] {
  const best = hits[0]?.score ?? 0;
  const near = hits.slice(0, MAX_ORDERED).filter(({ score }) => score >= LEAST_SHARE * best);
  const values = judgement?.scores ?? popularity;
  const known = near.map(({ item }) => values[item] ?? 0);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const share = judgement ? PERSONAL_SHARE : POPULARITY_SHARE;
  const lift = (i: number): number => (high > low ? (share * ((known[i] ?? 0) - low)) / (high - low) : 0);
  const ordered = near
    .map(({ item, score }, place) => ({ item, place, score: (score / best + lift(place)) * (available[item] === 1 ? 1 : SOLD_OUT) }))
    .sort((a, b) => b.score - a.score || a.place - b.place)
    .slice(0, count);
  return ordered.map(({ item, score, place }, i) => {
    const reason = judgement && place > i ? judgement.reason(item) : null;
    // What everybody would see is no reason about her.
    return { item, score, reason: reason?.kind === 'popular' ? null : reason };
  });
}
