import type { LogEntry, Manifest, ModelKind, PolicyFile, RoundRecord } from '#core/protocol';
import type { Ed25519 } from '#core/tlog';
import type { ContentHash, Fault, Result } from '#core/units';
import type { AesCtr } from '#core/vdaf';

/** One claim of the deployment, recomputed. */
export interface AuditCheck {
  /** Stable name, e.g. `step` or `counts`; with `round` it names one line of the report. */
  readonly id: string;
  /** The round it is about; absent for the deployment as a whole. */
  readonly round?: number;
  /** The claim, in words a shopper can read. */
  readonly title: string;
  readonly ok: boolean;
  /** What was compared, or what is wrong. */
  readonly detail: string;
  /** True where a failure is a stated limit of the deployment and not a broken promise. */
  readonly advisory?: true;
}

/** What an audit needs from outside. */
export interface AuditPorts {
  /** Bytes at a path of the leader, e.g. `/log/checkpoint`; anything that could not be loaded is a fault, never a throw. */
  load(path: string): Promise<Result<Uint8Array, Fault>>;
  readonly aes: AesCtr;
  readonly ed25519: Ed25519;
}

export interface AuditOptions extends AuditPorts {
  /** The keys the auditor trusts; everything else is checked against them. */
  readonly policy: PolicyFile;
  /** Now, to judge the age of the cosignature. */
  readonly nowMs: number;
  /** Called with each check as it is done, in order. */
  readonly onCheck?: (check: AuditCheck) => void;
}

/** A round as the auditor saw it. */
export interface AuditedRound {
  readonly record: RoundRecord;
  /** ε at the task's δ of one report; undefined where the task could not be read. */
  readonly epsilon: number | undefined;
  readonly ok: boolean;
  /** Index of its leaf in the log. */
  readonly leaf: number;
}

export interface AuditReport {
  /** Whether every check holds, advisory ones aside. */
  readonly ok: boolean;
  readonly checks: readonly AuditCheck[];
  readonly rounds: readonly AuditedRound[];
  /** Size of the verified log; 0 where it could not be verified. */
  readonly logSize: number;
  /** Models that the verified log ends with, which an offer may be ahead of; undefined where one has none. */
  readonly models: Manifest['models'] | undefined;
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
