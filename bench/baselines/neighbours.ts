import { lastItems, type Ranker, type TrainSession } from './ranker.ts';

/** For each item its strongest followers. */
type Neighbours = readonly { readonly items: Int32Array; readonly weights: Float64Array }[];

/** Session-based item-kNN as the session-rec framework has it: kept neighbours, damping and the exponent's split. */
const KNN = { kept: 100, damping: 20, alpha: 0.5 } as const;

/** Items that share sessions with the last one, cosine-normalised and damped (session-rec `iknn`, Ludewig and Jannach 2018). */
export function itemKnn(sessions: readonly TrainSession[], items: number): Ranker {
  const itemSets = sessions.map((session) => [...new Set(session.items)]);
  const support = new Float64Array(items);
  const sessionsByItem: number[][] = Array.from({ length: items }, () => []);
  for (const [index, session] of sessions.entries()) {
    for (const item of session.items) {
      support[item] = (support[item] ?? 0) + 1;
      sessionsByItem[item]?.push(index);
    }
  }
  const neighbours = sessionsByItem.map((containing, item) => {
    const counts = new Map<number, number>();
    for (const index of containing) for (const other of itemSets[index] ?? []) if (other !== item) counts.set(other, (counts.get(other) ?? 0) + 1);
    const own = ((support[item] ?? 0) + KNN.damping) ** KNN.alpha;
    for (const [other, count] of counts) counts.set(other, count / (own * ((support[other] ?? 0) + KNN.damping) ** (1 - KNN.alpha)));
    return strongest(counts, KNN.kept);
  });
  return rankByLast('item-knn', neighbours, items);
}

/** Sequential rules of session-rec: how far back a rule reaches, and how many followers an item keeps. */
const RULES = { steps: 10, kept: 20 } as const;

/** What came after the last item within ten steps, weighted by 1 / distance (session-rec `sr`, Ludewig and Jannach 2018). */
export function sequentialRules(sessions: readonly TrainSession[], items: number): Ranker {
  const counts: Map<number, number>[] = Array.from({ length: items }, () => new Map());
  for (const session of sessions) {
    for (const [position, item] of session.items.entries()) {
      for (let distance = 1; distance <= Math.min(RULES.steps, position); distance++) {
        const earlier = session.items[position - distance];
        const followers = earlier === undefined ? undefined : counts[earlier];
        followers?.set(item, (followers.get(item) ?? 0) + 1 / distance);
      }
    }
  }
  return rankByLast('sequential-rules', counts.map((followers) => strongest(followers, RULES.kept)), items);
}

function strongest(weightByItem: ReadonlyMap<number, number>, kept: number): Neighbours[number] {
  const sorted = [...weightByItem].sort((a, b) => b[1] - a[1]).slice(0, kept);
  return { items: Int32Array.from(sorted, ([item]) => item), weights: Float64Array.from(sorted, ([, weight]) => weight) };
}

function rankByLast(name: string, neighbours: Neighbours, items: number): Ranker {
  const scores = new Float32Array(items);
  return {
    name,
    score({ history }) {
      scores.fill(0);
      for (const last of lastItems(history)) {
        const near = neighbours[last];
        near?.items.forEach((item, index) => {
          scores[item] = (scores[item] ?? 0) + (near.weights[index] ?? 0);
        });
      }
      return scores;
    },
  };
}
