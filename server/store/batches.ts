import type { TaskId } from '#core/protocol';

/** A running sum: unreadable alone, and gone as soon as its noised copy exists. */
export interface RunningSum {
  /** [L] elements, as words of the VDAF's field. */
  readonly sum: Uint32Array;
  readonly reports: number;
}

/** A released aggregate share. Written once: noise is never drawn twice for one batch. */
export interface ReleasedShare {
  readonly bytes: Uint8Array;
  readonly reports: number;
  /** Merkle root of the sorted report ids, hex. */
  readonly idsRoot: string;
}

export type ShareOwner = 'leader' | 'helper';

/** One batch per task: a running sum, then released shares. */
export interface BatchTable {
  /** Zeros and no reports where nothing was added. */
  sum(task: TaskId, length: number): RunningSum;
  putSum(task: TaskId, sum: RunningSum): void;
  /** Deletes the sum, so that nothing without noise is left. */
  dropSum(task: TaskId): void;
  share(task: TaskId, owner: ShareOwner): ReleasedShare | undefined;
  /** @throws Error if there is one already: a second would let its difference to the first be read */
  addShare(task: TaskId, owner: ShareOwner, share: ReleasedShare): void;
  /** The helper's signature of its released share, 64 bytes. */
  signature(task: TaskId): Uint8Array | undefined;
  /** Keeps the first one: the same bytes are answered from then on. */
  addSignature(task: TaskId, signature: Uint8Array): void;
}
