import type { TaskId } from '#core/protocol';

/** A report the leader has accepted. Its shares are held only until it is counted or rejected. */
export interface ReportRow {
  /** 16 bytes. */
  readonly id: Uint8Array;
  /** The report as the helper will get it: encoded without the leader's seal. */
  readonly relay: Uint8Array;
  /** The leader's own input share, opened. */
  readonly leaderShare: Uint8Array;
}

/** A set of reports on its way through preparation with the helper. Fixed once made: a retry carries the same reports. */
export interface JobRow {
  /** 32 hex digits. */
  readonly id: string;
  readonly task: TaskId;
  readonly reports: readonly ReportRow[];
}

/** Reports of the leader and the jobs they travel in. */
export interface ReportTable {
  /** SHA-256 of the body that came under this id, or undefined. */
  bodyHash(task: TaskId, id: Uint8Array): Uint8Array | undefined;
  /** `hour`: when it came, in whole hours since 1970 and no finer. */
  add(task: TaskId, report: ReportRow, bodyHash: Uint8Array, hour: number): void;
  /** Puts up to `most` waiting reports of `task` into a new job; undefined where none waits. */
  claim(task: TaskId, job: string, most: number): JobRow | undefined;
  /** Jobs begun and not finished, oldest first. */
  unfinished(task: TaskId): readonly JobRow[];
  /** Ends a job: its reports are counted, except those in `rejected`. Their shares are deleted. False if it had ended before. */
  finish(job: JobRow, rejected: readonly Uint8Array[]): boolean;
  isCounted(task: TaskId, id: Uint8Array): boolean;
  /** Ids of counted reports, in byte order. */
  countedIds(task: TaskId): readonly Uint8Array[];
  /** Reports ever accepted for `task`, whatever became of them; one look-up, however many they are. */
  accepted(task: TaskId): number;
  /** Where they stand; `waiting`: neither counted nor rejected, in a job or not. One look-up too. */
  counts(task: TaskId): { readonly waiting: number; readonly counted: number; readonly rejected: number };
  /** Deletes the shares of every report of `task` that still holds some. */
  dropShares(task: TaskId): void;
}
