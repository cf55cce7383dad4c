import type { DataUser } from '#bench/data';
import type { Ranker } from './ranker.ts';
import { addNeighbours, tallyOf } from './tally.ts';

/** Fewest times a pair must have been seen: a pair seen once is mostly one shopper's whim (RECOMMENDER §1). */
const MIN_SUPPORT = 2;
/** How many later events of a user pair with an event: more than any user of Beauty has, and cost stays linear in events. */
const REACH = 200;
/** Followers an item keeps. */
const KEPT = 500;
/** Newest events of the history that vote, weighted by 1 / how long ago in events. */
const VOTERS = 10;

/** How often one item came anywhere after another in a user's life, over the root of the later one's count; the newest ten items vote. */
export function pairCounts(users: readonly DataUser[], items: number): Ranker {
  const count = new Float64Array(items);
  const places: number[][] = Array.from({ length: items }, () => []);
  for (const [user, { events }] of users.entries()) {
    for (const [position, { item }] of events.entries()) {
      count[item] = (count[item] ?? 0) + 1;
      places[item]?.push(user, position);
    }
  }
  const tally = tallyOf(items);
  const followers = places.map((placesOf, item) => {
    for (let at = 0; at < placesOf.length; at += 2) {
      const events = users[placesOf[at] ?? 0]?.events ?? [];
      const first = (placesOf[at + 1] ?? 0) + 1;
      const end = Math.min(events.length, first + REACH);
      for (let later = first; later < end; later++) {
        const other = events[later]?.item ?? item;
        if (other !== item) tally.add(other, 1);
      }
    }
    return tally.take(KEPT, (other, pairs) => (pairs >= MIN_SUPPORT ? pairs / Math.sqrt(count[other] ?? 1) : 0));
  });
  const scores = new Float32Array(items);
  return {
    name: 'pair-counts',
    score({ history }) {
      scores.fill(0);
      for (const [ago, { item }] of history.slice(-VOTERS).reverse().entries()) addNeighbours(scores, followers[item], 1 / (ago + 1));
      return scores;
    },
  };
}
