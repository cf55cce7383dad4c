import { lastItems, type Ranker, type TrainSession } from './ranker.ts';
import { addNeighbours, tallyOf, type Neighbours } from './tally.ts';

/** Item-kNN as two frameworks have it. */
export interface ItemKnnOptions {
  /** Added to each item's count before it divides: rare pairs weigh less. */
  readonly damping?: number;
  /** `last`: neighbours of the last item (sessions). `history`: candidates whose own neighbours stand in the history (whole users). */
  readonly reads?: 'last' | 'history';
}

/** Kept neighbours of an item, and damping, as session-rec's `iknn` has them; its exponent α = ½ makes the cosine. */
const KNN_KEPT = 100;
const KNN_DAMPING = 20;
/** Newest distinct items of a session that make pairs: one session of thousands must not cost millions of pairs. */
const MOST_PAIRED = 1000;

/** Items that share sessions, cosine-normalised and damped (session-rec `iknn`, Ludewig and Jannach 2018). */
export function itemKnn(sessions: readonly TrainSession[], items: number, { damping = KNN_DAMPING, reads = 'last' }: ItemKnnOptions = {}): Ranker {
  const itemSets = sessions.map((session) => Int32Array.from([...new Set(session.items)].slice(-MOST_PAIRED)));
  const support = new Float64Array(items);
  const sessionsByItem: number[][] = Array.from({ length: items }, () => []);
  for (const [index, session] of sessions.entries()) {
    for (const item of session.items) {
      support[item] = (support[item] ?? 0) + 1;
      sessionsByItem[item]?.push(index);
    }
  }
  const tally = tallyOf(items);
  const neighbours = sessionsByItem.map((containing, item) => {
    for (const index of containing) for (const other of itemSets[index] ?? []) if (other !== item) tally.add(other, 1);
    const own = Math.sqrt((support[item] ?? 0) + damping);
    return tally.take(KNN_KEPT, (other, count) => count / (own * Math.sqrt((support[other] ?? 0) + damping)));
  });
  return reads === 'last' ? rankByLast('item-knn', neighbours, items) : rankByHistory('item-knn', turned(neighbours, items), items);
}

/** How a rule's weight falls with distance: 1/d or 1/d². */
export interface RulesOptions {
  readonly steps?: number;
  readonly decay?: 'div' | 'quadratic';
}

/** How far back a rule reaches, and how many followers an item keeps: session-rec's own defaults. */
const RULES = { steps: 10, kept: 20 } as const;

/** What came after the last item within some steps, weighted by distance (session-rec `sr`, Ludewig and Jannach 2018). */
export function sequentialRules(sessions: readonly TrainSession[], items: number, { steps = RULES.steps, decay = 'div' }: RulesOptions = {}): Ranker {
  const weightOf = Float64Array.from({ length: steps + 1 }, (_, distance) => 1 / distance ** (decay === 'div' ? 1 : 2));
  // Followers are gathered item by item, so that one tally serves them all.
  const places: number[][] = Array.from({ length: items }, () => []);
  for (const [index, session] of sessions.entries()) for (const [position, item] of session.items.entries()) places[item]?.push(index, position);
  const tally = tallyOf(items);
  const neighbours = places.map((placesOf) => {
    for (let at = 0; at < placesOf.length; at += 2) {
      const session = sessions[placesOf[at] ?? 0]?.items ?? [];
      const position = placesOf[at + 1] ?? 0;
      for (let distance = 1; distance <= steps && position + distance < session.length; distance++) tally.add(session[position + distance] ?? 0, weightOf[distance] ?? 0);
    }
    return tally.take(RULES.kept);
  });
  return rankByLast('sequential-rules', neighbours, items);
}

/** Neighbour lists read from the other side: whose lists each item stands in. */
function turned(neighbours: readonly Neighbours[], items: number): Neighbours[] {
  const sides: { readonly items: number[]; readonly weights: number[] }[] = Array.from({ length: items }, () => ({ items: [], weights: [] }));
  for (const [item, near] of neighbours.entries()) {
    near.items.forEach((other, at) => {
      sides[other]?.items.push(item);
      sides[other]?.weights.push(near.weights[at] ?? 0);
    });
  }
  return sides.map((side) => ({ items: Int32Array.from(side.items), weights: Float64Array.from(side.weights) }));
}

function rankByLast(name: string, neighbours: readonly Neighbours[], items: number): Ranker {
  const scores = new Float32Array(items);
  return {
    name,
    score({ history }) {
      scores.fill(0);
      for (const last of lastItems(history)) addNeighbours(scores, neighbours[last]);
      return scores;
    },
  };
}

function rankByHistory(name: string, neighbours: readonly Neighbours[], items: number): Ranker {
  const scores = new Float32Array(items);
  return {
    name,
    score({ history }) {
      scores.fill(0);
      for (const item of new Set(history.map((event) => event.item))) addNeighbours(scores, neighbours[item]);
      return scores;
    },
  };
}
