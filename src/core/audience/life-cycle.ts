import type { LifeCycle } from '#core/campaigns';
import type { Catalogue } from '#core/catalogue';
import { isBehaviour, type ShopEvent } from '#core/events';
import { SESSION_GAP_MS } from '#core/features';
import { DAY_MS, YEAR_MS } from '#core/units';

/** What is usual in a shop, the same for everyone: recency and spend are judged against it. */
export interface ShopMedians {
  /** Between two purchases of one shopper, ms. */
  readonly gapMs: number;
  /** Spent in one purchase, cents; 0 where nothing is known, and spend decides nothing. */
  readonly orderCents: number;
}

/** Time between purchases where the shop has not measured its own: the median of the gift shop UCI is 29 days (docs/BENCHMARKS.md), of larger goods more. */
const USUAL_GAP_MS = 45 * DAY_MS;
/** A purchase longer ago than this many usual gaps: of those who come again 94 in 100 have come by then (UCI, docs/BENCHMARKS.md). */
const LAPSED_GAPS = 3;
/** Purchases of a year that make loyal by themselves; one fewer does where {@link LOYAL_ORDERS} was spent. */
const LOYAL_PURCHASES = 3;
const LOYAL_ORDERS = 3;
/** Visits of one who has not bought that say she may: who only lands here does not come a third time. */
const POTENTIAL_VISITS = 3;

/** Recency, frequency and spend of one shopper, and what she does before she buys. */
export interface Rfm {
  /** Since the last purchase that was not returned, ms; undefined where there is none. */
  readonly recencyMs: number | undefined;
  /** Purchases of the last year, returned ones left out. */
  readonly frequency: number;
  /** Spent on them, cents. */
  readonly spendCents: number;
  readonly visits: number;
  /** Whether she put something in the basket or on a list. */
  readonly hasWanted: boolean;
}

/** What is usual in a shop as far as its catalogue tells: an order is one thing of middling price. */
export function mediansOf({ priceCents }: Pick<Catalogue, 'priceCents'>): ShopMedians {
  const known = priceCents.filter((cents) => cents > 0).sort();
  return { gapMs: USUAL_GAP_MS, orderCents: known[known.length >> 1] ?? 0 };
}

/** Recency, frequency and spend from the event log; a transaction counts once, and not at all once it was returned whole or in part. */
export function rfmOf(events: readonly ShopEvent[], nowMs: number): Rfm {
  const counted = events.filter((event) => Number.isFinite(event.atMs) && isBehaviour(event)).sort((a, b) => a.atMs - b.atMs);
  const returned = new Set(counted.flatMap(({ type, transactionId }) => (type === 'refund' && transactionId ? [transactionId] : [])));
  const known = new Set<string>();
  const purchases = counted.filter(({ type, transactionId = '' }) => {
    if (type !== 'purchase' || returned.has(transactionId) || known.has(transactionId)) return false;
    if (transactionId !== '') known.add(transactionId);
    return true;
  });
  const lastMs = purchases.at(-1)?.atMs;
  const ofYear = purchases.filter(({ atMs }) => nowMs - atMs <= YEAR_MS);
  return {
    recencyMs: lastMs === undefined ? undefined : Math.max(0, nowMs - lastMs),
    frequency: ofYear.length,
    spendCents: ofYear.reduce((sum, event) => sum + spentIn(event), 0),
    visits: counted.filter(({ atMs }, i) => atMs - (counted[i - 1]?.atMs ?? -Infinity) >= SESSION_GAP_MS).length,
    hasWanted: counted.some(({ type }) => type === 'add_to_cart' || type === 'add_to_wishlist'),
  };
}

function spentIn({ valueCents, items }: ShopEvent): number {
  return Math.max(0, valueCents ?? items.reduce((sum, { priceCents = 0, quantity = 1 }) => sum + priceCents * quantity, 0));
}

/**
 * Where she stands with the shop: the first line that holds, so that everybody is in exactly one.
 *
 * | segment | where |
 * |---|---|
 * | lapsing | she bought, and the last time is longer ago than 3 usual gaps |
 * | loyal | 3 purchases in a year, or 2 on which she spent 3 usual orders |
 * | potential | she bought, put something in the basket or on a list, or came a third time |
 * | new | everybody else |
 */
export function lifeCycleOf({ recencyMs, frequency, spendCents, visits, hasWanted }: Rfm, { gapMs, orderCents }: ShopMedians): LifeCycle {
  if (recencyMs !== undefined && recencyMs > LAPSED_GAPS * gapMs) return 'lapsing';
  const hasSpent = orderCents > 0 && spendCents >= LOYAL_ORDERS * orderCents;
  if (frequency >= LOYAL_PURCHASES || (frequency === LOYAL_PURCHASES - 1 && hasSpent)) return 'loyal';
  return recencyMs !== undefined || hasWanted || visits >= POTENTIAL_VISITS ? 'potential' : 'new';
}
