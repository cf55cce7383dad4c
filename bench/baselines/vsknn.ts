import { currentItems, type Ranker, type TrainSession } from './ranker.ts';

/** Neighbour sessions that vote, and the most recent ones they are chosen from: of 100/500 to 1000/5000 the pair that comes nearest the published YooChoose figure. */
const VSKNN = { neighbours: 200, sampled: 2000 } as const;

/** Whole sessions like the running one vote for their items; late clicks count more, by squares (session-rec `vsknn`, Ludewig and Jannach 2018). */
export function vsknn(sessions: readonly TrainSession[], items: number): Ranker {
  const itemSets = sessions.map((session) => [...new Set(session.items)]);
  const sessionsByItem: number[][] = Array.from({ length: items }, () => []);
  const byTime = sessions.map((_, index) => index).sort((a, b) => (sessions[b]?.endMs ?? 0) - (sessions[a]?.endMs ?? 0));
  const recency = new Int32Array(sessions.length); // 0 is the newest
  for (const [rank, index] of byTime.entries()) {
    recency[index] = rank;
    for (const item of itemSets[index] ?? []) sessionsByItem[item]?.push(index);
  }
  const scores = new Float32Array(items);
  return {
    name: 'vsknn',
    score({ history }) {
      scores.fill(0);
      const current = currentItems(history);
      const weightByItem = new Map(current.map((item, position) => [item, ((position + 1) / current.length) ** 2]));
      for (const { index, similarity } of nearest(weightByItem, sessionsByItem, recency)) {
        const members = itemSets[index] ?? [];
        const vote = similarity * lastSharedDecay(current, members);
        for (const item of members) scores[item] = (scores[item] ?? 0) + vote;
      }
      return scores;
    },
  };
}

function nearest(weightByItem: ReadonlyMap<number, number>, sessionsByItem: readonly (readonly number[])[], recency: Int32Array): { readonly index: number; readonly similarity: number }[] {
  const overlap = new Map<number, number>();
  for (const [item, weight] of weightByItem) for (const index of sessionsByItem[item] ?? []) overlap.set(index, (overlap.get(index) ?? 0) + weight);
  const newest = [...overlap].sort((a, b) => (recency[a[0]] ?? 0) - (recency[b[0]] ?? 0)).slice(0, VSKNN.sampled);
  return newest
    .map(([index, weight]) => ({ index, similarity: weight / weightByItem.size }))
    .sort((a, b) => b.similarity - a.similarity)
    .slice(0, VSKNN.neighbours);
}

/** 1 / the square of how many clicks ago the running session last met an item of the neighbour. */
function lastSharedDecay(current: readonly number[], members: readonly number[]): number {
  const set = new Set(members);
  for (let step = 1; step <= current.length; step++) {
    const item = current[current.length - step];
    if (item !== undefined && set.has(item)) return 1 / step ** 2;
  }
  return 0;
}
