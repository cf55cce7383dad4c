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
  const heap: Scored[] = []; // worst of the kept items at the root
  const best = {
    least: k === 0 ? Infinity : -Infinity,
    offer(index: number, score: number): void {
      if (Number.isNaN(score) || k === 0) return;
      const one = { index, score };
      if (heap.length < k) {
        heap.push(one);
        siftUp(heap);
      } else {
        if (!isBetter(one, heap[0])) return;
        heap[0] = one;
        siftDown(heap);
      }
      if (heap.length === k) best.least = heap[0]?.score ?? Infinity;
    },
    ranked: () => heap.toSorted((a, b) => (isBetter(a, b) ? -1 : 1)).map(({ index }) => index),
  };
  return best;
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

interface Scored {
  readonly index: number;
  readonly score: number;
}

function isBetter(a: Scored, b: Scored | undefined): boolean {
  return b !== undefined && (a.score > b.score || (a.score === b.score && a.index < b.index));
}

function siftUp(heap: Scored[]): void {
  let at = heap.length - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!isOver(heap, parent, at)) return;
    swap(heap, at, parent);
    at = parent;
  }
}

function siftDown(heap: Scored[]): void {
  for (let at = 0; ; ) {
    const left = 2 * at + 1;
    if (left >= heap.length) return;
    const right = left + 1;
    const worse = right < heap.length && isOver(heap, left, right) ? right : left;
    if (!isOver(heap, at, worse)) return;
    swap(heap, at, worse);
    at = worse;
  }
}

/** Whether the item at place `a` is better than that at `b`. */
function isOver(heap: readonly Scored[], a: number, b: number): boolean {
  const one = heap[a];
  return one !== undefined && isBetter(one, heap[b]);
}

function swap(heap: Scored[], a: number, b: number): void {
  const [one, other] = [heap[a], heap[b]];
  if (one === undefined || other === undefined) return;
  heap[a] = other;
  heap[b] = one;
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
