/** One in so many scores is looked at first, to know what will not be among the best. A prime: feeds repeat by fours and tens. */
const SAMPLE_STRIDE = 7;
/** Scores for each place in the list from which on that is worth its while. */
const SAMPLE_FROM = 32;

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
  if (!Number.isInteger(k) || k < 0) throw new RangeError(`Cannot take the top ${k}: wanted an integer of 0 or more`);
  if (k === 0) return [];
  if (scores.length >= SAMPLE_FROM * k) {
    // Whoever is below this place of the sample is almost surely behind k others. Where that guess is wrong, no guess is made.
    const share = k / SAMPLE_STRIDE;
    const likely = bestOf(scores, { k: Math.ceil(share + 3 * Math.sqrt(share)) + 1, stride: SAMPLE_STRIDE, floor: -Infinity, isExcluded });
    const best = bestOf(scores, { k, stride: 1, floor: likely.least, isExcluded });
    if (best.size === k) return best.ranked();
  }
  return bestOf(scores, { k, stride: 1, floor: -Infinity, isExcluded }).ranked();
}

/** The best of what was offered. */
interface Best {
  /** Items kept, at most k. */
  readonly size: number;
  /** An item below this cannot enter. */
  readonly least: number;
  /** Indices, best first. */
  ranked(): number[];
}

/** The `k` best of every `stride`-th score that is `floor` or more. */
function bestOf(scores: Float32Array, { k, stride, floor, isExcluded }: { readonly k: number; readonly stride: number; readonly floor: number; readonly isExcluded: (index: number) => boolean }): Best {
  const best = heapOf(Math.min(k, scores.length));
  let least = floor;
  for (let i = 0; i < scores.length; i += stride) {
    const score = scores[i] as number;
    if (score >= least && !isExcluded(i)) least = Math.max(floor, best.offer(i, score)); // cheapest test first: most items fail it, NaN always
  }
  return { ...best.kept(), least };
}

/** Room for the `k` best of whatever is offered in index order; k above 0. */
function heapOf(k: number): { /** @returns what the next must reach */ offer(index: number, score: number): number; kept(): Omit<Best, 'least'> } {
  // A heap in two arrays, the worst of the kept items at the root: objects would be made for each of some hundred offers.
  const scores = new Float64Array(k);
  const indices = new Int32Array(k);
  let size = 0;
  const put = (place: number, score: number, index: number): void => {
    scores[place] = score;
    indices[place] = index;
  };
  const isBehind = (a: number, score: number, index: number): boolean => (scores[a] as number) < score || (scores[a] === score && (indices[a] as number) > index);
  const move = (from: number, to: number): number => {
    put(to, scores[from] as number, indices[from] as number);
    return from;
  };
  const rise = (score: number, index: number): void => {
    let place = size++;
    for (; place > 0 && !isBehind((place - 1) >> 1, score, index); ) place = move((place - 1) >> 1, place);
    put(place, score, index);
  };
  const sink = (score: number, index: number): void => {
    let place = 0;
    for (let child = 1; child < k; child = 2 * place + 1) {
      if (child + 1 < k && isBehind(child + 1, scores[child] as number, indices[child] as number)) child += 1;
      if (!isBehind(child, score, index)) break;
      place = move(child, place);
    }
    put(place, score, index);
  };
  return {
    offer(index, score) {
      if (size < k) rise(score, index);
      else if (isBehind(0, score, index)) sink(score, index);
      return size === k ? (scores[0] as number) : -Infinity;
    },
    kept: () => ({ size, ranked: () => Array.from({ length: size }, (_, place) => place)
      .sort((a, b) => (isBehind(a, scores[b] as number, indices[b] as number) ? 1 : -1)).map((place) => indices[place] as number) }),
  };
}
