import type { TaskId } from '#core/protocol';
import type { BatchTable, ReleasedShare } from '#server/store';
import type { ReadTask } from './task-reader.ts';

/** What is released of a batch, and by whom. */
export interface Release {
  readonly id: TaskId;
  readonly owner: 'leader' | 'helper';
  readonly vdaf: ReadTask['vdaf'];
  /** This server's full noise, as the VDAF encodes it. */
  readonly noise: Uint32Array;
  /** Merkle root of the sorted report ids, hex. */
  readonly idsRoot: string;
}

/**
 * Adds a server's noise to its bare sum, keeps what comes out and deletes the bare sum. Inside the caller's transaction, so that
 * a noised share and the sum it is made of never stand beside each other.
 *
 * @throws Error if a share of this batch was released before
 */
export function releaseNoised(batches: BatchTable, { id, owner, vdaf, noise, idsRoot }: Release): ReleasedShare {
  const { sum, reports } = batches.sum(id, vdaf.emptySum().length);
  vdaf.aggregate(sum, noise);
  const share = { bytes: vdaf.encodeShare(sum), reports, idsRoot };
  batches.addShare(id, owner, share);
  batches.dropSum(id);
  return share;
}
