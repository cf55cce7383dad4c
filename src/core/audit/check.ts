import type { AdCatalogue, Delivery } from '#core/campaigns';
import type { Layout } from '#core/measurement';
import type { LogEntry, Manifest, MeasureRound, MeasureTask, ModelKind, ModelRound, ModelTask, PolicyFile } from '#core/protocol';
import type { Checkpoint, Ed25519, TreeHead } from '#core/tlog';
import type { ContentHash, Fault, Result } from '#core/units';
import type { SymmetricCrypto } from '#core/xof';
import type { AuditedVerdict } from './verdict.ts';

/** One claim of the deployment, recomputed. */
export interface AuditCheck {
  /** Stable name, e.g. `step` or `counts`; with `round` it names one line of the report. */
  readonly id: string;
  /** The round it is about; absent for the deployment as a whole. */
  readonly round?: number;
  /** What was looked at, in words a shopper can read: true of either result, which `ok` and `detail` tell. */
  readonly title: string;
  readonly ok: boolean;
  /** What was compared, or what is wrong. */
  readonly detail: string;
  /** True where a failure is a stated limit of the deployment and not a broken promise. */
  readonly advisory?: true;
}

/** Whether a check breaks a promise; an advisory one states a limit. */
export function isBroken({ ok, advisory }: Pick<AuditCheck, 'ok' | 'advisory'>): boolean {
  return !ok && advisory !== true;
}

/** Rounds in which a promise is broken, each once, ascending. */
export function brokenRounds(checks: readonly AuditCheck[]): readonly number[] {
  const rounds = checks.flatMap((check) => (isBroken(check) ? (check.round ?? []) : []));
  return [...new Set(rounds)].sort((a, b) => a - b);
}

/** Gives the public file at a path, e.g. `/log/checkpoint`; anything that could not be loaded is a fault, never a throw. */
export type LoadFile = (path: string) => Promise<Result<Uint8Array, Fault>>;

/** What an audit needs from outside. */
export interface AuditPorts {
  /** Files of the leader. */
  readonly load: LoadFile;
  readonly symmetric: SymmetricCrypto;
  readonly ed25519: Ed25519;
}

/** Another keeper of the same log, such as the helper. */
export interface LogCopy {
  /** For the report, e.g. `the helper`. */
  readonly keeper: string;
  /** Whether the log is made here: then it can never end before a copy that was taken of it. */
  readonly isSource?: true;
  /** Files below `/log/`, as this keeper serves them. */
  readonly load: LoadFile;
}

/** How far an audit has come. */
export interface AuditProgress {
  readonly stage: 'log' | 'rounds' | 'files';
  readonly done: number;
  readonly total: number;
}

/** A deployment to audit, and how. */
export interface AuditOptions extends AuditPorts {
  /** The keys the auditor trusts; everything else is checked against them. */
  readonly policy: PolicyFile;
  /** Now, to judge the age of the cosignature. */
  readonly nowMs: number;
  /** Tree that this auditor saw last time: the log must go on from it. Absent the first time. */
  readonly seen?: TreeHead;
  /**
   * Why the leader's own files cannot be had: then `load` gives a keeper's copy of the log, and only what that copy proves by
   * itself is checked. Absent: all of it is.
   */
  readonly withoutLeader?: string;
  /** Copies of the log to compare with the leader's. */
  readonly copies?: readonly LogCopy[];
  /** Files as the shop serves them, by the path that the log's build entry names; absent where nobody knows the shop's address. */
  readonly served?: LoadFile;
  /** Called with each check as it is done, in order. */
  readonly onCheck?: (check: AuditCheck) => void;
  readonly onProgress?: (progress: AuditProgress) => void;
  /** Called between pieces of long work, so that a page can draw. */
  readonly pause?: () => Promise<void>;
}

/** What every audited round has. */
interface AuditedBase {
  readonly ok: boolean;
  /** Index of its leaf in the log. */
  readonly leaf: number;
}

/** A round of a model as the auditor saw it. */
export interface AuditedModelRound extends AuditedBase {
  readonly kind: 'model';
  readonly record: ModelRound;
  /** Undefined where the task could not be read. */
  readonly task: ModelTask | undefined;
  /** ε at the task's δ of one report; undefined where the task could not be read. */
  readonly epsilon: number | undefined;
  /** How its devices judged the candidate it began with; undefined where there was none or nothing could be recomputed. */
  readonly verdict: AuditedVerdict | undefined;
}

/** A round of a measurement as the auditor saw it. */
export interface AuditedMeasureRound extends AuditedBase {
  readonly kind: 'measure';
  readonly record: MeasureRound;
  /** Undefined where the task could not be read. */
  readonly task: MeasureTask | undefined;
  /** ε of one report, with no δ; undefined where the task could not be read. */
  readonly epsilon: number | undefined;
  /** What was counted, and its noised sum as both shares give it; undefined where nothing could be recomputed. */
  readonly measured: Measured | undefined;
}

/** A sum and what its entries count. */
export interface Measured {
  readonly layout: Layout;
  /** [cells] */
  readonly sum: Int32Array;
}

/** A round as the auditor saw it. */
export type AuditedRound = AuditedModelRound | AuditedMeasureRound;

/** A signature line of the checkpoint. */
export interface AuditedSignature {
  readonly name: string;
  /** Whose key of the policy it names; `unknown` for a signer that the policy does not, which the format wants ignored. */
  readonly role: 'log' | 'helper' | 'witness' | 'unknown';
  readonly holds: boolean;
  /** When it was made, ms since 1970; undefined where the signature says no time. */
  readonly atMs: number | undefined;
}

/** The log as it was verified. */
export interface AuditedLog {
  /** The checkpoint note, as served. */
  readonly note: string;
  readonly checkpoint: Checkpoint;
  readonly signatures: readonly AuditedSignature[];
  /** Entries that could be read, in order. */
  readonly entries: readonly PlacedEntry[];
}

/** What ads go by at the end of the log. */
export interface AuditedAds {
  readonly catalogue: AdCatalogue;
  readonly delivery: Delivery;
}

/** What an audit found. */
export interface AuditReport {
  /** Whether every check holds, advisory ones aside. */
  readonly ok: boolean;
  readonly checks: readonly AuditCheck[];
  readonly rounds: readonly AuditedRound[];
  /** Size of the verified log; 0 where it could not be verified. */
  readonly logSize: number;
  /** Undefined without a signed checkpoint. */
  readonly log: AuditedLog | undefined;
  /** Models that the verified log ends with, which an offer may be ahead of; undefined where one has none. */
  readonly models: Manifest['models'] | undefined;
  /** Undefined where the log names no ads, or none that could be read. */
  readonly ads: AuditedAds | undefined;
}

/** A leaf with its place. */
export interface PlacedEntry {
  readonly leaf: number;
  readonly entry: LogEntry;
}

/** What one model kind is known to be at some point of the log. */
export interface ChainHead {
  readonly model: ContentHash;
  readonly state: string | undefined;
}

/** Newest model and state of each kind while walking the log. */
export type Chain = Partial<Record<ModelKind, ChainHead>>;

/** Collects checks and tells the listener. */
export interface Notebook {
  readonly checks: AuditCheck[];
  /** Notes a check and gives back whether it held. */
  note(check: AuditCheck): boolean;
}

/** An empty notebook. */
export function notebook(onCheck: ((check: AuditCheck) => void) | undefined): Notebook {
  const checks: AuditCheck[] = [];
  return {
    checks,
    note(check) {
      checks.push(check);
      onCheck?.(check);
      return check.ok;
    },
  };
}
