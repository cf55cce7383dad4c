import { topK } from './top.ts';

/** A kind of item of which a list may hold only so many. */
export interface Cap {
  /** Key of the group an item belongs to; undefined where this cap does not touch it. */
  readonly keyOf: (item: number) => number | string | undefined;
  /** Most items of one key in the list. */
  readonly most: number;
}

/**
 * The first `count` of `ordered` that keep within every cap; where the caps leave seats empty, the best of the
 * items passed over fill them, so that a small shop still gets a full shelf. Order stays that of `ordered`.
 *
 * @param ordered - item indices, best first, without repeats
 */
export function diversify(ordered: readonly number[], count: number, caps: readonly Cap[]): number[] {
  const used = caps.map(() => new Map<number | string, number>());
  const kept = new Set<number>();
  for (const item of ordered) {
    if (kept.size === count) break;
    const keys = caps.map((cap) => cap.keyOf(item));
    const isFull = caps.some((cap, c) => {
      const key = keys[c];
      return key !== undefined && (used[c]?.get(key) ?? 0) >= cap.most;
    });
    if (isFull) continue;
    kept.add(item);
    for (const [c, key] of keys.entries()) {
      if (key !== undefined) used[c]?.set(key, (used[c].get(key) ?? 0) + 1);
    }
  }
  for (const item of ordered) {
    if (kept.size >= count) break;
    kept.add(item);
  }
  return ordered.filter((item) => kept.has(item));
}

/** What {@link topDiverse} chooses from. */
export interface DiverseOptions {
  /** Items of the list. */
  readonly count: number;
  /** Best items that are looked at first, `count` or more. */
  readonly candidates: number;
  readonly caps: readonly Cap[];
  /** Items that may not appear. */
  readonly isExcluded: (item: number) => boolean;
}

/**
 * The best `count` items within every cap, best first. Where the best candidates are so much of one kind that the caps
 * leave seats empty, candidates of other kinds are looked for further down; only where there are none do the caps give way.
 *
 * @param scores - shape [N]; not modified
 */
export function topDiverse(scores: Float32Array, { count, candidates, caps, isExcluded }: DiverseOptions): number[] {
  const first = topK(scores, candidates, isExcluded);
  const list = diversify(first, count, caps);
  const used = caps.map(({ keyOf }) => countBy(list, keyOf));
  const isOver = caps.some(({ most }, c) => [...(used[c]?.values() ?? [])].some((held) => held > most));
  if (!isOver || first.length < candidates) return list;
  const isFull = (item: number): boolean => caps.some(({ keyOf, most }, c) => {
    const key = keyOf(item);
    return key !== undefined && (used[c]?.get(key) ?? 0) >= most;
  });
  const others = topK(scores, candidates, (item) => isExcluded(item) || isFull(item));
  const ordered = [...new Set([...first, ...others])].sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
  return diversify(ordered, count, caps);
}

function countBy(items: readonly number[], keyOf: Cap['keyOf']): Map<number | string, number> {
  const counts = new Map<number | string, number>();
  for (const item of items) {
    const key = keyOf(item);
    if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
