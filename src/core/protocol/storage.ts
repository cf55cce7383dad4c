import { fail, type ContentHash, type Fault, type Result } from '#core/units';

/** Public immutable files kept on the device: models, tasks. Durable when a promise resolves; may be emptied by the browser at any time. */
export interface FileCache {
  /** A fresh copy of the bytes, or undefined. The caller checks the hash: a cache is not trusted. */
  read(hash: ContentHash): Promise<Uint8Array | undefined>;
  write(hash: ContentHash, bytes: Uint8Array): Promise<void>;
  /** Deletes every file that is not named. */
  keepOnly(hashes: readonly ContentHash[]): Promise<void>;
}

/**
 * The newest log checkpoint and manifest this device has verified, as signed-note text: the next ones may not fall behind
 * them. Both are public texts, the same for every device; an erasure keeps them, or a leader could show an older log after it.
 */
export interface CheckpointStore {
  read(): Promise<string | undefined>;
  write(note: string): Promise<void>;
  readManifest(): Promise<string | undefined>;
  writeManifest(note: string): Promise<void>;
}

/**
 * Storage that is gone, full or forbidden: an expected failure. It is thrown because the stores' promises have no room for
 * a fault; whoever composes the stores turns it into one with {@link withStorageFaults}.
 */
export class StorageError extends Error {
  override readonly name = 'StorageError';
}

/** Whether a store gave up, as opposed to a bug. By name: a store may come from another bundle with a class of its own. */
export function isStorageError(error: unknown): error is Error {
  return error instanceof Error && error.name === 'StorageError';
}

/** Runs `act` and turns what a store rejects with into the fault `storage`; any other error stays one. */
export async function withStorageFaults<Value, F extends Fault>(act: () => Promise<Result<Value, F>>): Promise<Result<Value, F | Fault<'storage'>>> {
  try {
    return await act();
  } catch (error) {
    if (isStorageError(error)) return fail('storage', error.message);
    throw error;
  }
}
