import type { Ranker } from './ranker.ts';

/** The shopper's own most frequent items, the newer first where counts are equal. Trains on nobody. */
export function ownHistory(items: number): Ranker {
  const scores = new Float32Array(items);
  const lastAt = new Float32Array(items);
  return {
    name: 'own-history',
    score({ history }) {
      scores.fill(0);
      for (const [position, { item }] of history.entries()) {
        scores[item] = (scores[item] ?? 0) + 1;
        lastAt[item] = (position + 1) / (history.length + 1); // below 1: never outweighs a count
      }
      for (const item of new Set(history.map((event) => event.item))) scores[item] = (scores[item] ?? 0) + (lastAt[item] ?? 0);
      return scores;
    },
  };
}
