import { decodeJson, encodeJson, type Fields } from '#core/fields';
import { HASH_PATTERN, WEEK_MS, type ContentHash, type Result } from '#core/units';
import type { ProtocolFault } from './fault.ts';
import { PUBLIC_FILES, type PublicFileType } from './manifest.ts';
import { REJECT_REASONS, ROUND_OUTCOMES, type RejectReason, type RoundBase, type RoundRecord } from './round.ts';
import { GIVEN_KINDS, MODEL_KINDS, type GivenKind, type ModelKind, type RoundId, type TaskId } from './task.ts';
import { hashField, MAX_TIME_MS } from './task-codec.ts';

/**
 * One leaf of the log. `task` and `model` leaves hold only what a device already knows,
 * so that it can compute the leaf and prove its inclusion without reading the log.
 */
export type LogEntry =
  | { readonly type: 'task'; readonly task: TaskId }
  | { readonly type: 'model'; readonly model: ModelKind; readonly hash: ContentHash; readonly round: number }
  /** The first model of this kind, in the leaf of round 0 that follows, is a file the operator gave, such as another shop's model. */
  | { readonly type: 'given'; readonly model: GivenKind; readonly hash: ContentHash }
  | { readonly type: 'round'; readonly record: RoundRecord }
  /** A task that is never opened; the signature (hex) is the helper's, of `abandonedTaskText`. */
  | { readonly type: 'abandoned'; readonly task: TaskId; readonly helperSignature: string }
  /** All that a manifest says beside models, tasks and the time, so that none of it can be said to one device alone. */
  | { readonly type: 'config'; readonly policy: ContentHash; readonly catalogue: ContentHash; readonly retryWindowMs: number; readonly simulated: boolean }
  /** A public file, such as the campaigns, as a manifest may name it from here on. */
  | { readonly type: PublicFileType; readonly hash: ContentHash }
  | { readonly type: 'build'; readonly files: Readonly<Record<string, ContentHash>> };

const ENTRY_TYPES = ['task', 'model', 'given', 'round', 'abandoned', 'config', ...PUBLIC_FILES, 'build'] as const;
/** Files of one build: far above what Vite writes, and it keeps an entry below the 65,535 bytes of an entry bundle. */
const MAX_BUILD_FILES = 500;
/** Reports a round may count; sums of that many entries still fit 32 bits. */
const MAX_REPORTS = 2 ** 31 - 1;
/** 64 bytes, hex. */
const SIGNATURE_PATTERN = /^[0-9a-f]{128}$/;

/** The bytes of a log leaf: canonical JSON. */
export function encodeLogEntry(entry: LogEntry): Uint8Array<ArrayBuffer> {
  return encodeJson(entry);
}

/** Reads a log leaf from hostile bytes. */
export function decodeLogEntry(bytes: Uint8Array): Result<LogEntry, ProtocolFault> {
  return decodeJson('log entry', bytes, readLogEntry);
}

function readLogEntry(fields: Fields): LogEntry {
  const type = fields.oneOf('type', ENTRY_TYPES);
  switch (type) {
    case 'task':
      return { type, task: fields.pattern('task', HASH_PATTERN) as TaskId };
    case 'model':
      return { type, model: fields.oneOf('model', MODEL_KINDS), hash: hashField(fields, 'hash'), round: fields.integer('round', 0, MAX_REPORTS) };
    case 'given':
      return { type, model: fields.oneOf('model', GIVEN_KINDS), hash: hashField(fields, 'hash') };
    case 'round':
      return { type, record: fields.object('record', readRound) };
    case 'abandoned':
      return { type, task: fields.pattern('task', HASH_PATTERN) as TaskId, helperSignature: fields.pattern('helperSignature', SIGNATURE_PATTERN) };
    case 'config':
      return {
        type, policy: hashField(fields, 'policy'), catalogue: hashField(fields, 'catalogue'), retryWindowMs: fields.integer('retryWindowMs', 0, WEEK_MS), simulated: fields.flag('simulated'),
      };
    case 'ads':
    case 'delivery':
    case 'offers':
    case 'prices':
      return { type, hash: hashField(fields, 'hash') };
    case 'build':
      return { type, files: fields.entries('files', MAX_BUILD_FILES, hashField) };
  }
}

/** The bytes of a round record: canonical JSON, as it stands inside its log leaf. */
export function encodeRound(record: RoundRecord): Uint8Array<ArrayBuffer> {
  return encodeJson(record);
}

/** Reads a round record from hostile bytes. */
export function decodeRound(bytes: Uint8Array): Result<RoundRecord, ProtocolFault> {
  return decodeJson('round', bytes, readRound);
}

function readRound(fields: Fields): RoundRecord {
  const outcome = fields.oneOf('outcome', [...ROUND_OUTCOMES, 'measured']);
  const base = readRoundBase(fields);
  if (outcome === 'measured') return { ...base, outcome, layout: hashField(fields, 'layout'), sum: hashField(fields, 'sum') };
  const verdict = fields.optional('verdict', (read) => ({ surplus: read.number('surplus', -Number.MAX_VALUE, Number.MAX_VALUE) }));
  return {
    ...base,
    outcome,
    model: fields.oneOf('model', MODEL_KINDS),
    modelBefore: hashField(fields, 'modelBefore'),
    modelAfter: hashField(fields, 'modelAfter'),
    stateBefore: hashField(fields, 'stateBefore'),
    stateAfter: hashField(fields, 'stateAfter'),
    ...(verdict && { verdict }),
    noiseToSignal: fields.number('noiseToSignal', 0, Number.MAX_VALUE),
  };
}

function readRoundBase(fields: Fields): RoundBase {
  return {
    version: fields.oneOf('version', [1]),
    round: fields.integer('round', 1, MAX_REPORTS) as RoundId,
    task: fields.pattern('task', HASH_PATTERN) as TaskId,
    leaderReports: fields.integer('leaderReports', 0, MAX_REPORTS),
    helperReports: fields.integer('helperReports', 0, MAX_REPORTS),
    rejects: fields.object('rejects', readRejects),
    openedMs: fields.integer('openedMs', 0, MAX_TIME_MS),
    closedMs: fields.integer('closedMs', 0, MAX_TIME_MS),
    leaderShare: hashField(fields, 'leaderShare'),
    helperShare: hashField(fields, 'helperShare'),
    leaderIdsRoot: fields.pattern('leaderIdsRoot', HASH_PATTERN),
    helperIdsRoot: fields.pattern('helperIdsRoot', HASH_PATTERN),
    helperSignature: fields.pattern('helperSignature', SIGNATURE_PATTERN),
    rho: fields.number('rho', 0, Number.MAX_VALUE),
    code: hashField(fields, 'code'),
  };
}

function readRejects(fields: Fields): Record<RejectReason, number> {
  return Object.fromEntries(REJECT_REASONS.map((reason) => [reason, fields.integer(reason, 0, Number.MAX_SAFE_INTEGER)])) as Record<RejectReason, number>;
}

/** No rejects yet: every reason at 0. */
export function noRejects(): Record<RejectReason, number> {
  return Object.fromEntries(REJECT_REASONS.map((reason) => [reason, 0])) as Record<RejectReason, number>;
}
