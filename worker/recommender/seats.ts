import type { ItemIndex } from '#core/catalogue';
import { topK, type Reason } from '#core/ranking';
import { mixScores } from './mix.ts';
import { LEAST_TOLD, reasonFor, scorerSums, type ReasonSource } from './reason.ts';
import { NOMINATING, NOMINATORS } from './shelf-weights.ts';

/** One place of a shelf while it is being filled. */
export interface Seat {
  readonly item: ItemIndex;
  readonly score: number;
  readonly reason: Reason;
  /** True where a nominating scorer put it there although its score alone did not. */
  readonly isGiven?: boolean;
}

/** Part of a shelf that belongs to nominating scorers once there is a history: three seats of eight. */
const PERSONAL_SEATS = 3 / 8;

/** What filling the personal seats needs to know. */
export interface SeatRules {
  readonly source: ReasonSource;
  /** [N], by which the whole shelf stays ordered. */
  readonly scores: Float32Array;
  /** Lowers scores [N] in place where the shopper asked for less. */
  readonly lower: (scores: Float32Array) => void;
  /** What a shopper without a history would see here: no discovery. */
  readonly impersonal: ReadonlySet<ItemIndex>;
  readonly isExcluded: (item: ItemIndex) => boolean;
}

/**
 * Makes sure that three seats in eight hold items the shopper has not seen, that not everyone is shown, and that content,
 * encoder or co-occurrence put there; whatever the mix has learnt, a shelf that only repeats it could never be wrong in a new way.
 * The weakest other seats give way. Without a history, or where content has nothing to say, the shelf stays as it is.
 */
export function givePersonalSeats(seats: readonly Seat[], rules: SeatRules): Seat[] {
  const { source, impersonal } = rules;
  const wanted = Math.floor(seats.length * PERSONAL_SEATS);
  const isDiscovery = ({ item, reason }: Seat): boolean =>
    !source.context.seen.has(item) && !impersonal.has(item) && NOMINATING.includes(reason.scorer);
  const missing = wanted - seats.filter(isDiscovery).length;
  if (missing <= 0 || source.context.phase === 'nobody') return [...seats];
  const nominees = nominate(missing, seats, rules);
  const others = seats.filter((seat) => !isDiscovery(seat));
  const leaving = new Set(others.slice(others.length - nominees.length));
  return [...seats.filter((seat) => !leaving.has(seat)), ...nominees].sort((a, b) => b.score - a.score || a.item - b.item);
}

function nominate(count: number, seats: readonly Seat[], { source, scores, lower, impersonal, isExcluded }: SeatRules): Seat[] {
  const taken = new Map(seats.map((seat) => [seat.item, seat]));
  const nominations = mixScores(source.context, NOMINATORS);
  lower(nominations);
  const isOut = (item: ItemIndex): boolean =>
    isExcluded(item) || taken.has(item) || impersonal.has(item) || source.context.seen.has(item) || (nominations[item] ?? 0) < LEAST_TOLD;
  return topK(nominations, count, isOut).map((item) => ({ item, score: scores[item] ?? 0, reason: reasonFor(source, item, scorerSums({ ...source, weights: NOMINATORS }, item)), isGiven: true }));
}
