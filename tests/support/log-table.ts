import type { LogTable } from '#server/store';

/** A log in memory. */
export function aLogTable(): LogTable {
  const leaves: Uint8Array[] = [];
  const nodes = new Map<string, Uint8Array>();
  return {
    size: () => leaves.length,
    bytes: () => leaves.reduce((sum, leaf) => sum + leaf.length, 0),
    addLeaf: (position, bytes) => void (leaves[position] = bytes),
    leaves: (from, to) => leaves.slice(from, to),
    addNode: (level, index, hash) => void nodes.set(`${level}/${index}`, hash),
    nodes: (level, from, to) => Array.from({ length: to - from }, (_, i) => nodes.get(`${level}/${from + i}`)).filter((hash) => hash !== undefined),
  };
}
