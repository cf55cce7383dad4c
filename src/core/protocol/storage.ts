import type { ContentHash } from '#core/units';

/** Public immutable files kept on the device: models, tasks. Durable when a promise resolves; may be emptied by the browser at any time. */
export interface FileCache {
  /** A fresh copy of the bytes, or undefined. The caller checks the hash: a cache is not trusted. */
  read(hash: ContentHash): Promise<Uint8Array | undefined>;
  write(hash: ContentHash, bytes: Uint8Array): Promise<void>;
  /** Deletes every file that is not named. */
  keepOnly(hashes: readonly ContentHash[]): Promise<void>;
}

/** The newest log checkpoint this device has verified, as signed-note text: the next one must be consistent with it. */
export interface CheckpointStore {
  read(): Promise<string | undefined>;
  write(note: string): Promise<void>;
}
