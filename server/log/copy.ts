import { consistencyFrom, verifyConsistency, withTiles, type TileFault, type TreeHead } from '#core/tlog';
import { fail, ok, type Fault, type Result } from '#core/units';
import type { LogTable } from '#server/store';
import { appendBytes, headOf } from './log.ts';

/** Entries that were proven to stand in a log, ready to be kept. */
export interface ProvenPart {
  /** Adds them to the copy they were proven for. Call inside a transaction. False, and nothing is added, if the copy has grown meanwhile. */
  keep(copy: LogTable): boolean;
}

/** A table over `base` whose additions stay in memory. */
function stagedOn(base: LogTable): LogTable {
  const from = base.size();
  const leaves: Uint8Array[] = [];
  const nodes = new Map<string, Uint8Array>();
  return {
    size: () => from + leaves.length,
    bytes: () => base.bytes() + leaves.reduce((sum, leaf) => sum + leaf.length, 0),
    addLeaf: (_position, bytes) => void leaves.push(bytes),
    leaves: (first, to) => [...base.leaves(first, Math.min(to, from)), ...leaves.slice(Math.max(0, first - from), Math.max(0, to - from))],
    addNode: (level, index, hash) => void nodes.set(`${level}/${index}`, hash),
    nodes: (level, first, to) =>
      Array.from({ length: to - first }, (_, i) => nodes.get(`${level}/${first + i}`) ?? base.nodes(level, first + i, first + i + 1)[0]).filter((hash) => hash !== undefined),
  };
}

/**
 * Proves that the log of `head` goes on from `copy` with `entries`, by tiles of that log. Nothing of a log that lies is ever
 * kept, and a long one can be taken over part by part.
 *
 * @param head - of the whole log, from a checkpoint that is trusted
 * @param loadTile - gives the log's file at a path below `/log/`
 */
export async function provenPart<F extends Fault>(
  { copy, entries, head }: { readonly copy: LogTable; readonly entries: readonly Uint8Array[]; readonly head: TreeHead },
  loadTile: (path: string) => Promise<Result<Uint8Array, F>>,
): Promise<Result<ProvenPart, F | TileFault | Fault<'inconsistent'>>> {
  const from = copy.size();
  const staged = stagedOn(copy);
  for (const entry of entries) appendBytes(staged, entry);
  const grown = headOf(staged);
  if (grown.size > head.size) return fail('inconsistent', `The log holds ${head.size} entries, the copy would hold ${grown.size}`);
  const proof = await withTiles(head.size, loadTile, (hashOf) => consistencyFrom(grown.size, head.size, hashOf));
  if (!proof.ok) return proof;
  if (!verifyConsistency(grown, head, proof.value)) return fail('inconsistent', `Entries ${from} to ${grown.size} are not those of the log of ${head.size}`);
  return ok({
    keep(table) {
      if (table.size() !== from) return false;
      for (const entry of entries) appendBytes(table, entry);
      return true;
    },
  });
}
