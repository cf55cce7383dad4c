import type { ContentHash } from '#core/units';
import type { ModelKind, RoundId, TaskId } from './task.ts';

/** Why reports were not counted, each with its number. Keys are fixed so that a record never grows with what devices send. */
export const REJECT_REASONS = ['malformed', 'too-large', 'replayed', 'conflict', 'task-unknown', 'task-closed', 'task-future', 'undecryptable', 'invalid-proof'] as const;
export type RejectReason = (typeof REJECT_REASONS)[number];

/** One closed round, as published and as it stands in the log: everything needed to recompute the step. */
export interface RoundRecord {
  readonly version: 1;
  readonly round: RoundId;
  readonly model: ModelKind;
  readonly task: TaskId;
  /** n, reports in the sum, as each server counted them. */
  readonly leaderReports: number;
  readonly helperReports: number;
  readonly rejects: Readonly<Record<RejectReason, number>>;
  readonly openedMs: number;
  readonly closedMs: number;
  /** Content addresses of the NOISED aggregate shares, each 4·P bytes little-endian. */
  readonly leaderShare: ContentHash;
  readonly helperShare: ContentHash;
  /** Merkle root of the sorted report ids, hex, as each server computed it. */
  readonly leaderIdsRoot: string;
  readonly helperIdsRoot: string;
  /** The helper's Ed25519 signature of its share, count and root, hex; see `aggregateShareText`. */
  readonly helperSignature: string;
  readonly modelBefore: ContentHash;
  readonly modelAfter: ContentHash;
  /** Optimiser state (moments, step count), content-addressed like models. */
  readonly stateBefore: ContentHash;
  readonly stateAfter: ContentHash;
  /**
   * `published`: the model has a new candidate, and ranks with the last one that devices found better. `kept`: noise outweighs
   * signal; then modelAfter = modelBefore. `rolled-back`: devices did not find the candidate better, and it is dropped.
   */
  readonly outcome: 'published' | 'kept' | 'rolled-back';
  /** Expected noise-to-signal R of the batch, z·√(2P)/(alignment·n). */
  readonly noiseToSignal: number;
  /** zCDP ρ one report of this round costs its sender. */
  readonly rho: number;
  /** SHA-256 of the server's own program file. */
  readonly code: ContentHash;
}
