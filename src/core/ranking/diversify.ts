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
