import type { Ranker } from './ranker.ts';

/** Most recent interactions that speak for the taste of now; as many as an encoder sees. */
const RECENT = 20;

/**
 * Cosine between each item and the plain mean of the last interactions.
 *
 * @param vectors - [N, dims] row-major, rows of equal length or zero
 */
export function contentCosine(vectors: Int8Array, items: number): Ranker {
  const dims = vectors.length / items;
  const scores = new Float32Array(items);
  const taste = new Float64Array(dims);
  return {
    name: 'content',
    score({ history }) {
      taste.fill(0);
      for (const { item } of history.slice(-RECENT)) for (let d = 0; d < dims; d++) taste[d] = (taste[d] ?? 0) + (vectors[item * dims + d] ?? 0);
      for (let item = 0; item < items; item++) {
        let dot = 0;
        for (let d = 0; d < dims; d++) dot += (taste[d] ?? 0) * (vectors[item * dims + d] ?? 0);
        scores[item] = dot;
      }
      return scores;
    },
  };
}
