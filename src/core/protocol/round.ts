import type { ContentHash } from '#core/units';
import type { ModelKind, RoundId, TaskId } from './task.ts';

/** Why reports were not counted, each with its number. Keys are fixed so that a record never grows with what devices send. */
export const REJECT_REASONS = ['malformed', 'too-large', 'replayed', 'conflict', 'task-unknown', 'task-closed', 'task-future', 'undecryptable', 'invalid-proof'] as const;
export type RejectReason = (typeof REJECT_REASONS)[number];

/**
 * What became of a batch of a model. `published`: the model file moved on, to a candidate confirmed or made. `kept`: noise outweighs
 * signal; then modelAfter = modelBefore. `rolled-back`: the candidate was no better, and is dropped with all that led to it.
 */
export const ROUND_OUTCOMES = ['published', 'kept', 'rolled-back'] as const;
export type RoundOutcome = (typeof ROUND_OUTCOMES)[number];

/** What devices said of a candidate. */
export interface RoundVerdict {
  /** Devices that found it better than what shelves rank with, less those that found it worse, as a share of all; noised. */
  readonly surplus: number;
}

/** What every closed round says, whatever it is about. */
export interface RoundBase {
  readonly version: 1;
  readonly round: RoundId;
  readonly task: TaskId;
  /** n, reports in the sum, as each server counted them. */
  readonly leaderReports: number;
  readonly helperReports: number;
  readonly rejects: Readonly<Record<RejectReason, number>>;
  readonly openedMs: number;
  readonly closedMs: number;
  /** Content addresses of the NOISED aggregate shares: [P] elements of the VDAF's field, little-endian. */
  readonly leaderShare: ContentHash;
  readonly helperShare: ContentHash;
  /** Merkle root of the sorted report ids, hex, as each server computed it. */
  readonly leaderIdsRoot: string;
  readonly helperIdsRoot: string;
  /** The helper's Ed25519 signature of its share, count and root, hex; see `aggregateShareText`. */
  readonly helperSignature: string;
  /** zCDP ρ one report of this round costs its sender. */
  readonly rho: number;
  /** SHA-256 of the server's own program file. */
  readonly code: ContentHash;
}

/** A closed round of a model: everything needed to recompute the step. */
export interface ModelRound extends RoundBase {
  readonly model: ModelKind;
  readonly modelBefore: ContentHash;
  readonly modelAfter: ContentHash;
  /** Optimiser state (moments, step count), content-addressed like models. */
  readonly stateBefore: ContentHash;
  readonly stateAfter: ContentHash;
  readonly outcome: RoundOutcome;
  /** How the batch judged the candidate it was trained on; absent where the model had none. */
  readonly verdict?: RoundVerdict;
  /** Expected noise-to-signal R of the batch's update, z·√(2P)/(alignment·n). */
  readonly noiseToSignal: number;
}

/** A closed round of a measurement. */
export interface MeasureRound extends RoundBase {
  readonly outcome: 'measured';
  /** Content address of the layout: what each entry of the sum counts. */
  readonly layout: ContentHash;
  /** Content address of the noised sum: [P] signed integers of 32 bits, little-endian. */
  readonly sum: ContentHash;
}

/** One closed round, as published and as it stands in the log. */
export type RoundRecord = ModelRound | MeasureRound;

/** Whether a round moved, or kept, a model; else it measured. */
export function isModelRound(record: RoundRecord): record is ModelRound {
  return record.outcome !== 'measured';
}
