import { encodeLogEntry, type LogEntry } from '#core/protocol';
import { inclusionFrom, leafHash, verifyInclusion, withTiles, type Checkpoint } from '#core/tlog';
import { ok, type Fault, type Result } from '#core/units';
import type { LoadFile } from './check.ts';

/** A leaf's way to the signed root, as a device checks it. */
export interface LeafProof {
  readonly leafHash: Uint8Array;
  /** Sibling hashes, bottom up. */
  readonly path: readonly Uint8Array[];
  /** Whether the path ends in the checkpoint's root. */
  readonly holds: boolean;
}

/** Proves one entry from the served hash tiles and the signed root alone, without the other entries. */
export async function proveEntry({ size, root }: Checkpoint, { leaf, entry }: { readonly leaf: number; readonly entry: LogEntry }, load: LoadFile): Promise<Result<LeafProof, Fault>> {
  const path = await withTiles(size, (below) => load(`/log/${below}`), (hashOf) => inclusionFrom(size, leaf, hashOf));
  if (!path.ok) return path;
  const hash = leafHash(encodeLogEntry(entry));
  return ok({ leafHash: hash, path: path.value, holds: verifyInclusion({ leaf: hash, index: leaf, size, root }, path.value) });
}
