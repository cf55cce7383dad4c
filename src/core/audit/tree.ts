import { leafHash, nodeHash, rootFrom, TILE_HEIGHT, TILE_WIDTH, treeRoot } from '#core/tlog';

/** A tree that is hashed tile by tile while it is loaded, so that no single step of a long log takes long. */
export interface GrowingTree {
  /** Leaf hashes so far. */
  readonly leaves: readonly Uint8Array[];
  /** Adds the entries of the next tile: 256 of them, fewer in the last one. */
  add(entries: readonly Uint8Array[]): void;
  /** Root of the complete subtree of 2^level leaves at `index`. */
  hashOf(level: number, index: number): Uint8Array;
  /** Root over the first `size` leaves. */
  rootAt(size: number): Uint8Array;
}

/** An empty tree. */
export function growingTree(): GrowingTree {
  const leaves: Uint8Array[] = [];
  const known = new Map<string, Uint8Array>();
  const hashOf = (level: number, index: number): Uint8Array => {
    if (level < TILE_HEIGHT) return treeRoot(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level));
    const key = `${level}/${index}`;
    const hash = known.get(key) ?? nodeHash(hashOf(level - 1, 2 * index), hashOf(level - 1, 2 * index + 1));
    known.set(key, hash);
    return hash;
  };
  return {
    leaves,
    add(entries) {
      for (const entry of entries) leaves.push(leafHash(entry));
      if (entries.length === TILE_WIDTH) hashOf(TILE_HEIGHT, leaves.length / TILE_WIDTH - 1);
    },
    hashOf,
    rootAt: (size) => rootFrom(size, hashOf),
  };
}
