import type { ItemIndex } from '#core/catalogue';
import type { Interaction } from '#core/features';

/** One pair at distance 1, in the integer units that reports carry: 1/64 keeps 1/10 to 8 % and sums without rounding. */
export const PAIR_UNIT = 64;
/** Farthest step between two items that still says they belong together; on Beauty 50 is worse than 10, 3 about equal. */
const MAX_DISTANCE = 10;
/** Earlier items one item is paired with: a wholesaler's invoice of 300 lines would make 45,000 pairs. */
const MAX_EARLIER = 24;

/** 1/distance in units of 1/64, by distance. Whole numbers, so that a sum of reports equals the central count exactly. */
const UNITS_BY_DISTANCE = Array.from({ length: MAX_DISTANCE + 1 }, (_, distance) => Math.round(PAIR_UNIT / Math.max(1, distance)));

/** What counting needs of an interaction. */
export type PairSource = Pick<Interaction, 'item' | 'atMs' | 'weight' | 'session'>;

/** Takes one ordered pair: `from` came first. `units` of 1/64; `isSameMoment` where neither came first. */
export type PairVisitor = (from: ItemIndex, to: ItemIndex, units: number, isSameMoment: boolean) => void;

/**
 * Ordered pairs of a history, those of the newest item first: what came before what within ten steps, weighted by
 * 1/distance (sequential rules, Ludewig and Jannach 2018). Lines of one basket share a moment and have distance 1; a pause
 * between sessions counts as one step more. What was taken back (weight at or below 0) makes no pair.
 *
 * @param interactions - oldest first
 */
export function forEachPair(interactions: readonly PairSource[], visit: PairVisitor): void {
  const steps = interactions.filter(({ weight }, i) => weight > 0 && interactions[i - 1]?.item !== interactions[i]?.item);
  for (let i = steps.length - 1; i > 0; i--) {
    const to = steps[i];
    if (!to) continue;
    let distance = 0;
    let next = to;
    for (let j = i - 1; j >= Math.max(0, i - MAX_EARLIER); j--) {
      const from = steps[j];
      if (!from) continue;
      distance += (from.atMs !== next.atMs ? 1 : 0) + (from.session !== next.session ? 1 : 0);
      next = from;
      if (distance > MAX_DISTANCE) break;
      if (from.item !== to.item) visit(from.item, to.item, UNITS_BY_DISTANCE[distance] ?? 0, distance === 0);
    }
  }
}
