/** What a test scored where there is something to find, and where there is nothing, each falling. */
export interface Roc {
  readonly present: Float64Array;
  readonly absent: Float64Array;
}

/** Sorted, the highest first. */
export const falling = (scores: Float64Array): Float64Array => scores.toSorted().reverse();

/** Scores above a threshold, of falling ones. */
export function above(scores: Float64Array, threshold: number): number {
  let count = 0;
  while (count < scores.length && (scores[count] ?? threshold) > threshold) count += 1;
  return count;
}

/** Share of pairs that the test orders rightly, ties by half: the area under its curve. */
export function areaOf({ present, absent }: Roc): number {
  let right = 0;
  let [below, equal] = [0, 0];
  const [rising, others] = [present.toReversed(), absent.toReversed()];
  for (const score of rising) {
    while (below < others.length && (others[below] ?? 0) < score) below += 1;
    equal = Math.max(equal, below);
    while (equal < others.length && (others[equal] ?? 0) === score) equal += 1;
    right += below + (equal - below) / 2;
  }
  return right / (present.length * absent.length);
}
