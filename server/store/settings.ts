/** Named values of one deployment: keys, counters. Kept for the life of the data folder. */
export interface SettingTable {
  get(name: string): Uint8Array | undefined;
  set(name: string, value: Uint8Array): void;
}

/** What kind of public file a hash names; each is served under its own path. */
export type FileKind = 'model' | 'state' | 'share' | 'policy' | 'ads' | 'delivery' | 'offers' | 'prices' | 'pack' | 'picture' | 'layout' | 'sum';

/** Public immutable files, named by the SHA-256 of their bytes. */
export interface FileTable {
  get(kind: FileKind, hash: string): Uint8Array | undefined;
  /** Adding the same file again changes nothing. */
  add(kind: FileKind, hash: string, bytes: Uint8Array): void;
}

/** How often each reason turned a report away, by task ('' where no task could be told). */
export interface RejectTable {
  add(scope: string, reason: string, by: number): void;
  of(scope: string): Readonly<Record<string, number>>;
  /** Counts of `scope`, which start at zero again. */
  take(scope: string): Readonly<Record<string, number>>;
}
