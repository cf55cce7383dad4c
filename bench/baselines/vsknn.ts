import { currentItems, type Ranker, type SessionUnit, type TrainSession } from './ranker.ts';

/**
 * Neighbour sessions that vote, the most recent ones they are chosen from, and how much rare items gain: session-rec's
 * own settings for YooChoose-100k (its conf/example_next.yml: k 500, sample_size 5000, weighting quadratic,
 * weighting_score div, idf_weighting 5).
 */
const VSKNN = { neighbours: 500, sampled: 5000, idfWeight: 5 } as const;
/** Newest items of the running session that are compared; a whole user may have thousands. */
const MOST_CURRENT = 200;

interface Memory {
  /** By recency, newest first: distinct items of each session. */
  readonly itemSets: readonly Int32Array[];
  /** [N] sessions that hold the item, newest first. */
  readonly sessionsByItem: readonly Int32Array[];
  /** [N] 1 + 5 · ln(sessions / events of the item). */
  readonly gain: Float64Array;
}

/** Whole sessions like the running one vote for their items; late clicks count more, by squares (session-rec `vsknn`, Ludewig and Jannach 2018). */
export function vsknn(sessions: readonly TrainSession[], items: number, unit: SessionUnit = 'session'): Ranker {
  const memory = memoryOf(sessions, items);
  const overlap = new Float64Array(sessions.length);
  const scores = new Float32Array(items);
  const agoByItem = new Int32Array(items); // 0: not in the running session
  return {
    name: 'vsknn',
    score({ history }) {
      scores.fill(0);
      const current = currentItems(history, unit).slice(-MOST_CURRENT);
      current.forEach((item, position) => { agoByItem[item] = current.length - position; });
      const distinct = new Set(current).size;
      for (const index of nearest(memory, current, overlap)) {
        const members = memory.itemSets[index] ?? new Int32Array();
        const vote = ((overlap[index] ?? 0) / distinct) / lastShared(members, agoByItem);
        for (const item of members) scores[item] = (scores[item] ?? 0) + vote * (memory.gain[item] ?? 0);
      }
      overlap.fill(0);
      for (const item of current) agoByItem[item] = 0;
      return scores;
    },
  };
}

function memoryOf(sessions: readonly TrainSession[], items: number): Memory {
  const newestFirst = [...sessions].sort((a, b) => b.endMs - a.endMs);
  const itemSets = newestFirst.map((session) => Int32Array.from(new Set(session.items)));
  const lists: number[][] = Array.from({ length: items }, () => []);
  for (const [index, set] of itemSets.entries()) for (const item of set) lists[item]?.push(index);
  const events = new Float64Array(items);
  for (const session of sessions) for (const item of session.items) events[item] = (events[item] ?? 0) + 1;
  const gain = events.map((count) => (count > 0 ? 1 + VSKNN.idfWeight * Math.max(0, Math.log(sessions.length / count)) : 0));
  return { itemSets, sessionsByItem: lists.map((list) => Int32Array.from(list)), gain };
}

/** The sessions that vote. Leaves in `overlap` how much each session that shares an item has in common. */
function nearest({ sessionsByItem }: Memory, current: readonly number[], overlap: Float64Array): Int32Array {
  const touched: number[] = [];
  const weightByItem = new Map(current.map((item, position) => [item, ((position + 1) / current.length) ** 2]));
  for (const [item, weight] of weightByItem) {
    for (const index of sessionsByItem[item] ?? []) {
      if (overlap[index] === 0) touched.push(index);
      overlap[index] = (overlap[index] ?? 0) + weight;
    }
  }
  const newest = Int32Array.from(touched).sort().subarray(0, VSKNN.sampled);
  return newest.length <= VSKNN.neighbours ? newest : newest.sort((a, b) => (overlap[b] ?? 0) - (overlap[a] ?? 0)).subarray(0, VSKNN.neighbours);
}

/** How many clicks ago the running session last met an item of the neighbour. */
function lastShared(members: Int32Array, agoByItem: Int32Array): number {
  let least = Number.POSITIVE_INFINITY;
  for (const item of members) {
    const ago = agoByItem[item] ?? 0;
    if (ago > 0 && ago < least) least = ago;
  }
  return least;
}
