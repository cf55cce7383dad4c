import { concatBytes, equalBytes, sha256Bytes } from '#core/units';

/** RFC 6962 §2.1: a prefix keeps leaves and nodes apart, so that no node can pass for a leaf. */
const LEAF_PREFIX = Uint8Array.of(0);
const NODE_PREFIX = Uint8Array.of(1);
/** Size of every hash here. */
export const HASH_BYTES = 32;

/** SHA-256(0x00 ‖ entry). */
export function leafHash(entry: Uint8Array): Uint8Array<ArrayBuffer> {
  return sha256Bytes(concatBytes(LEAF_PREFIX, entry));
}

/** SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array<ArrayBuffer> {
  return sha256Bytes(concatBytes(NODE_PREFIX, left, right));
}

/** Gives the hash of the complete subtree of 2^`level` leaves at `index` (leaves `index`·2^level …). */
export type SubtreeHash = (level: number, index: number) => Uint8Array;

/** Root of the tree of `leaves` (leaf hashes); of an empty tree SHA-256 of nothing. */
export function treeRoot(leaves: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return rootFrom(leaves.length, subtreesOf(leaves));
}

/** Root of the sorted `entries`, each a leaf: names a set of report ids whatever the order they came in. */
export function sortedRoot(entries: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const sorted = [...entries].sort((a, b) => {
    for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) return (a[i] ?? 0) - (b[i] ?? 0);
    return a.length - b.length;
  });
  return treeRoot(sorted.map(leafHash));
}

/** Audit path of leaf `index` in the tree of all `leaves`, bottom up (RFC 6962 §2.1.1). @throws RangeError if there is no such leaf */
export function inclusionProof(leaves: readonly Uint8Array[], index: number): Uint8Array[] {
  return inclusionFrom(leaves.length, index, subtreesOf(leaves));
}

/** Proof that the tree of the first `oldSize` leaves is a prefix of the tree of all (RFC 6962 §2.1.2). */
export function consistencyProof(leaves: readonly Uint8Array[], oldSize: number): Uint8Array[] {
  return consistencyFrom(oldSize, leaves.length, subtreesOf(leaves));
}

/** {@link treeRoot} of the first `size` leaves from hashes of complete subtrees. */
export function rootFrom(size: number, hashOf: SubtreeHash): Uint8Array<ArrayBuffer> {
  return size === 0 ? sha256Bytes(new Uint8Array(0)) : rangeHash(0, size, hashOf);
}

/** {@link inclusionProof} in the tree of `size` leaves from hashes of complete subtrees. */
export function inclusionFrom(size: number, index: number, hashOf: SubtreeHash): Uint8Array[] {
  if (!(Number.isSafeInteger(index) && index >= 0 && index < size)) throw new RangeError(`Cannot prove leaf ${index}: the tree holds ${size}`);
  const path: Uint8Array[] = [];
  let [from, to] = [0, size];
  while (to - from > 1) {
    const split = from + splitBelow(to - from);
    if (index < split) {
      path.push(rangeHash(split, to, hashOf));
      to = split;
    } else {
      path.push(rangeHash(from, split, hashOf));
      from = split;
    }
  }
  return path.reverse();
}

/** {@link consistencyProof} between two sizes from hashes of complete subtrees. */
export function consistencyFrom(oldSize: number, newSize: number, hashOf: SubtreeHash): Uint8Array[] {
  if (!(Number.isSafeInteger(oldSize) && oldSize >= 0 && oldSize <= newSize)) throw new RangeError(`Cannot prove ${oldSize} leaves to be a prefix of ${newSize}`);
  if (oldSize === 0 || oldSize === newSize) return [];
  const path: Uint8Array[] = [];
  let [from, to] = [0, newSize];
  let aligned = true; // the old tree is still the whole left side: its root is known to the verifier
  while (oldSize !== to) {
    const split = from + splitBelow(to - from);
    if (oldSize <= split) {
      path.push(rangeHash(split, to, hashOf));
      to = split;
    } else {
      path.push(rangeHash(from, split, hashOf));
      from = split;
      aligned = false;
    }
  }
  if (!aligned) path.push(rangeHash(from, to, hashOf));
  return path.reverse();
}

/** Whether `proof` shows `leaf` (a leaf hash) at `index` of the tree of `size` leaves with `root` (RFC 9162 §2.1.3.2). */
export function verifyInclusion(claim: { readonly leaf: Uint8Array; readonly index: number; readonly size: number; readonly root: Uint8Array }, proof: readonly Uint8Array[]): boolean {
  const { leaf, index, size, root } = claim;
  if (!(Number.isSafeInteger(index) && Number.isSafeInteger(size) && index >= 0 && index < size)) return false;
  let [position, last] = [index, size - 1];
  let hash = leaf;
  for (const sibling of proof) {
    if (last === 0 || sibling.length !== HASH_BYTES) return false;
    if (position % 2 === 1 || position === last) {
      hash = nodeHash(sibling, hash);
      while (position % 2 === 0 && position !== 0) [position, last] = [position / 2, Math.floor(last / 2)];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [position, last] = [Math.floor(position / 2), Math.floor(last / 2)];
  }
  return last === 0 && equalBytes(hash, root);
}

/** A tree as a checkpoint names it. */
export interface TreeHead {
  readonly size: number;
  readonly root: Uint8Array;
}

/** Whether `proof` shows that `older` is a prefix of `newer` (RFC 9162 §2.1.4.2). */
export function verifyConsistency(older: TreeHead, newer: TreeHead, proof: readonly Uint8Array[]): boolean {
  if (!(Number.isSafeInteger(older.size) && Number.isSafeInteger(newer.size) && older.size >= 0 && older.size <= newer.size)) return false;
  if (older.size === newer.size) return proof.length === 0 && equalBytes(older.root, newer.root);
  if (older.size === 0) return proof.length === 0 && equalBytes(older.root, rootFrom(0, () => older.root));
  if (proof.some((hash) => hash.length !== HASH_BYTES)) return false;
  let [position, last] = [older.size - 1, newer.size - 1];
  while (position % 2 === 1) [position, last] = [Math.floor(position / 2), Math.floor(last / 2)];
  const path = position === 0 ? [older.root, ...proof] : [...proof]; // a power of two: its root is a node of the new tree
  const seed = path.shift();
  if (!seed) return false;
  let [oldHash, newHash] = [seed, seed];
  for (const sibling of path) {
    if (last === 0) return false;
    if (position % 2 === 1 || position === last) {
      oldHash = nodeHash(sibling, oldHash);
      newHash = nodeHash(sibling, newHash);
      while (position % 2 === 0 && position !== 0) [position, last] = [position / 2, Math.floor(last / 2)];
    } else {
      newHash = nodeHash(newHash, sibling);
    }
    [position, last] = [Math.floor(position / 2), Math.floor(last / 2)];
  }
  return last === 0 && equalBytes(oldHash, older.root) && equalBytes(newHash, newer.root);
}

/** Hash of leaves [from, to): complete subtrees come from `hashOf`, the ragged rest is combined. */
function rangeHash(from: number, to: number, hashOf: SubtreeHash): Uint8Array<ArrayBuffer> {
  const width = to - from;
  const level = Math.log2(width);
  if (Number.isInteger(level) && from % width === 0) return new Uint8Array(hashOf(level, from / width));
  const split = from + splitBelow(width);
  return nodeHash(rangeHash(from, split, hashOf), rangeHash(split, to, hashOf));
}

/** Largest power of two below `width` (which is at least 2). */
function splitBelow(width: number): number {
  let split = 1;
  while (2 * split < width) split *= 2;
  return split;
}

/** Complete subtrees over leaf hashes in memory, each computed once. */
function subtreesOf(leaves: readonly Uint8Array[]): SubtreeHash {
  const known = new Map<string, Uint8Array>();
  const hashOf = (level: number, index: number): Uint8Array => {
    if (level === 0) return leaves[index] ?? missing(level, index);
    const key = `${level}/${index}`;
    const hash = known.get(key) ?? nodeHash(hashOf(level - 1, 2 * index), hashOf(level - 1, 2 * index + 1));
    known.set(key, hash);
    return hash;
  };
  return hashOf;
}

function missing(level: number, index: number): never {
  throw new RangeError(`Cannot hash subtree ${level}/${index}: the tree is smaller`);
}
