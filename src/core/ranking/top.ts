/** The best of many scored items, kept as they are offered. */
export interface Best {
  /** An item below this cannot enter: ask before `offer`, most items fail it. −Infinity while there is room. */
  readonly least: number;
  /** Takes the item if it is among the best so far; equal scores in index order. NaN never ranks. */
  offer(index: number, score: number): void;
  /** Indices, best first, [≤ k]. */
  ranked(): number[];
}

/**
 * Room for the `k` best of whatever will be offered.
 *
 * @param k - integer, 0 or more
 * @throws RangeError if `k` is not an integer of 0 or more
 */
export function bestOf(k: number): Best {
  if (!Number.isInteger(k) || k < 0) throw new RangeError(`Cannot take the top ${k}: wanted an integer of 0 or more`);
  // A heap in two arrays, the worst of the kept items at the root: objects would be made for each of some hundred offers.
  const scores: number[] = [];
  const indices: number[] = [];
  const isWorse = (a: number, b: number): boolean => isBehind(at(scores, a), at(indices, a), at(scores, b), at(indices, b));
  const put = (place: number, score: number, index: number): void => {
    scores[place] = score;
    indices[place] = index;
  };
  const rise = (score: number, index: number): void => {
    let place = scores.length;
    for (; place > 0; ) {
      const parent = (place - 1) >> 1;
      if (!isBehind(score, index, at(scores, parent), at(indices, parent))) break;
      put(place, at(scores, parent), at(indices, parent));
      place = parent;
    }
    put(place, score, index);
  };
  const sink = (score: number, index: number): void => {
    let place = 0;
    for (let child = 1; child < k; child = 2 * place + 1) {
      if (child + 1 < k && isWorse(child + 1, child)) child += 1;
      if (!isBehind(at(scores, child), at(indices, child), score, index)) break;
      put(place, at(scores, child), at(indices, child));
      place = child;
    }
    put(place, score, index);
  };
  const best = {
    least: k === 0 ? Infinity : -Infinity,
    offer(index: number, score: number): void {
      if (Number.isNaN(score) || k === 0) return;
      if (scores.length < k) rise(score, index);
      else if (isBehind(at(scores, 0), at(indices, 0), score, index)) sink(score, index);
      if (scores.length === k) best.least = at(scores, 0);
    },
    ranked: () => scores.map((_, place) => place).sort((a, b) => (isWorse(a, b) ? 1 : -1)).map((place) => at(indices, place)),
  };
  return best;
}

/** Whether the first item ranks behind the second: by score, then by index. */
function isBehind(score: number, index: number, otherScore: number, otherIndex: number): boolean {
  return score < otherScore || (score === otherScore && index > otherIndex);
}

/** Element of a place that is filled. */
function at(values: readonly number[], place: number): number {
  return values[place] as number;
}

/**
 * Indices of the `k` largest scores, best first; equal scores in index order. NaN never ranks.
 *
 * @param scores - shape [N]; not modified
 * @param k - integer, 0 or more; fewer come back where fewer qualify
 * @param isExcluded - items that may not appear
 * @returns shape [≤ k]
 * @throws RangeError if `k` is not an integer of 0 or more
 */
export function topK(scores: Float32Array, k: number, isExcluded: (index: number) => boolean = () => false): number[] {
  const best = bestOf(k);
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i] as number;
    if (score >= best.least && !isExcluded(i)) best.offer(i, score); // cheapest test first
  }
  return best.ranked();
}

/**
 * Rank of `target` among the items that are not excluded, 1 for the best; ties count half, so that a scorer
 * that gives everything the same score lands in the middle and never at the top.
 *
 * @param scores - shape [N]
 * @param target - index below N; ranked even where `isExcluded` names it
 * @throws RangeError if there is no such item
 */
export function rankOf(scores: Float32Array, target: number, isExcluded: (index: number) => boolean = () => false): number {
  const wanted = scores[target];
  if (wanted === undefined) throw new RangeError(`Cannot rank item ${target}: there are ${scores.length} scores`);
  let above = 0;
  let level = 0;
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i] ?? NaN;
    if (score < wanted || i === target || isExcluded(i)) continue;
    if (score > wanted) above += 1;
    else level += 1; // NaN counts as level: a broken score must not look like a good rank
  }
  return 1 + above + level / 2;
}
