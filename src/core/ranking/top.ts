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
  const heap: number[] = []; // worst of the kept items at the root
  if (k === 0) return heap;
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i] ?? NaN;
    if (Number.isNaN(score)) continue;
    if (heap.length === k && !isBetter(scores, i, heap[0] ?? 0)) continue; // cheapest test first: most items fail it
    if (isExcluded(i)) continue;
    if (heap.length < k) {
      heap.push(i);
      siftUp(scores, heap);
    } else {
      heap[0] = i;
      siftDown(scores, heap);
    }
  }
  return heap.sort((a, b) => (isBetter(scores, a, b) ? -1 : 1));
}

function isBetter(scores: Float32Array, a: number, b: number): boolean {
  const x = scores[a] ?? NaN;
  const y = scores[b] ?? NaN;
  return x > y || (x === y && a < b);
}

function siftUp(scores: Float32Array, heap: number[]): void {
  let at = heap.length - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!isBetter(scores, heap[parent] ?? 0, heap[at] ?? 0)) return;
    swap(heap, at, parent);
    at = parent;
  }
}

function siftDown(scores: Float32Array, heap: number[]): void {
  for (let at = 0; ; ) {
    const left = 2 * at + 1;
    if (left >= heap.length) return;
    const right = left + 1;
    const worse = right < heap.length && isBetter(scores, heap[left] ?? 0, heap[right] ?? 0) ? right : left;
    if (!isBetter(scores, heap[at] ?? 0, heap[worse] ?? 0)) return;
    swap(heap, at, worse);
    at = worse;
  }
}

function swap(heap: number[], a: number, b: number): void {
  const kept = heap[a] ?? 0;
  heap[a] = heap[b] ?? 0;
  heap[b] = kept;
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
