import { encodeLogEntry, type LogEntry } from '#core/protocol';
import {
  consistencyFrom, encodeCheckpoint, encodeEntries, encodeTile, leafHash, nodeHash, parseTilePath, rootFrom, signNote, TILE_HEIGHT, TILE_WIDTH,
  type Ed25519, type NoteSigner, type SubtreeHash, type Tile, type TreeHead,
} from '#core/tlog';
import type { LogTable } from '#server/store';

/**
 * Adds one leaf and the hashes of the subtrees it completes. Call inside a transaction: the leaf becomes durable together
 * with what it speaks of, or not at all.
 *
 * @returns index of the leaf
 */
export function appendLeaf(log: LogTable, entry: LogEntry): number {
  return appendBytes(log, encodeLogEntry(entry));
}

/** {@link appendLeaf} of an entry's bytes. */
export function appendBytes(log: LogTable, bytes: Uint8Array): number {
  const position = log.size();
  log.addLeaf(position, bytes);
  let hash = leafHash(bytes);
  let index = position;
  log.addNode(0, index, hash);
  for (let level = 0; index % 2 === 1; level++) {
    hash = nodeHash(subtreesIn(log)(level, index - 1), hash);
    index = (index - 1) / 2;
    log.addNode(level + 1, index, hash);
  }
  return position;
}

/** Hashes of the log's complete subtrees. */
function subtreesIn(log: LogTable): SubtreeHash {
  return (level, index) => {
    const [hash] = log.nodes(level, index, index + 1);
    if (!hash) throw new RangeError(`Cannot read subtree ${level}/${index}: the log holds ${log.size()} leaves`);
    return hash;
  };
}

/** Size and root of the log now. */
export function headOf(log: LogTable): TreeHead {
  const size = log.size();
  return { size, root: rootFrom(size, subtreesIn(log)) };
}

/** Proof that the log of the first `oldSize` leaves is a prefix of the log of `newSize`. */
export function consistencyIn(log: LogTable, oldSize: number, newSize: number): readonly Uint8Array[] {
  return consistencyFrom(oldSize, newSize, subtreesIn(log));
}

/** The log's head now as a checkpoint note signed by the log. */
export function signedCheckpoint(log: LogTable, signer: NoteSigner, ed25519: Ed25519): Promise<string> {
  return signNote(encodeCheckpoint({ origin: signer.name, ...headOf(log) }), signer, ed25519);
}

function hasHashes(log: LogTable, tile: Tile): boolean {
  const leaves = tile.level === 'entries' ? 1 : 2 ** (TILE_HEIGHT * tile.level);
  return (tile.index * TILE_WIDTH + tile.width) * leaves <= log.size();
}

/** Bytes of the file at a path below `/log/`, undefined where the log has no such tile yet. Tiles never change. */
export function tileAt(log: LogTable, path: string): Uint8Array | undefined {
  const tile = parseTilePath(path);
  if (!tile || !hasHashes(log, tile)) return undefined;
  const { level } = tile;
  if (level !== 'entries') return encodeTile({ ...tile, level }, subtreesIn(log));
  const from = tile.index * TILE_WIDTH;
  return encodeEntries(log.leaves(from, from + tile.width));
}
