/** Leaves of the log and the hashes of its complete subtrees. Append-only. */
export interface LogTable {
  size(): number;
  /** Bytes of all leaves. Looks at each: not for every request. */
  bytes(): number;
  /** @throws Error if there is a leaf at `position` already */
  addLeaf(position: number, bytes: Uint8Array): void;
  /** Leaves from `from` up to but not including `to`. */
  leaves(from: number, to: number): readonly Uint8Array[];
  /** Hash of the complete subtree of 2^level leaves number `index`. */
  addNode(level: number, index: number, hash: Uint8Array): void;
  nodes(level: number, from: number, to: number): readonly Uint8Array[];
}

/** Closed rounds, each with the index of its leaf. */
export interface RoundTable {
  /** @throws Error if `round` exists: a batch is never opened twice */
  add(round: number, record: Uint8Array, leaf: number): void;
  all(): readonly { readonly round: number; readonly record: Uint8Array; readonly leaf: number }[];
  last(): number;
}
