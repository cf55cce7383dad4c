import type { Layout } from '#core/measurement';
import type { ByKind, ExactRatio, GivenKind, MeasureVdaf, ModelKind, PolicyFile, RejectReason, TaskId } from '#core/protocol';
import type { Ed25519 } from '#core/tlog';
import type { Clock, ContentHash, Randomness } from '#core/units';
import type { SymmetricCrypto } from '#core/xof';
import type { Logger, Metrics } from '#server/http';
import { readTask, type Identity, type PairSecret, type ReadTask } from '#server/pair';
import type { LeaderStore, LeaderTables, TaskRow } from '#server/store';
import type { HelperPeer } from './helper-peer.ts';
import type { Party, Standings } from './standings.ts';

/** What a task counts, and the L1 bound of a report of it. */
export interface Counted {
  readonly layout: Layout;
  readonly bound: number;
}

/** When a task is made: the time, and how many its plan made before. */
export interface PlanMoment {
  readonly nowMs: number;
  readonly turn: number;
}

/** How a measurement is taken, over and over. */
export interface MeasurePlan {
  /** Distinct among a deployment's measurements; part of no file. */
  readonly measure: string;
  /** What the next task counts, asked for whenever one is made; undefined where there is nothing to count now. */
  readonly counts: (tables: LeaderTables, moment: PlanMoment) => Counted | undefined;
  /** `Prio3L1BoundSum` where left out. */
  readonly vdaf?: MeasureVdaf['name'];
  /** k. */
  readonly minBatch: number;
  /** ε of one report; the noise of each server follows from it. */
  readonly epsilon: ExactRatio;
  readonly windowMs: number;
  /** As in {@link ModelPlan}. */
  readonly target?: ModelPlan['target'];
}

/** What tasks are made by. */
export type Plan = ModelPlan | MeasurePlan;

/** Names a plan in the store: one task of each lives at a time. */
export function planName(plan: Plan): string {
  return 'model' in plan ? plan.model : `measure ${plan.measure}`;
}

/** How rounds of one model are run. */
export interface ModelPlan {
  readonly model: ModelKind;
  /** C, L2 bound of an update in model units. */
  readonly clipNorm: number;
  /** k. */
  readonly minBatch: number;
  /** z of each server. */
  readonly noiseMultiplier: number;
  /** How long the next task stays open, given how many rounds of this model have closed. */
  readonly windowMs: (roundsClosed: number) => number;
  /** Closes early once this many reports are there and the task was open for `earliestMs`; absent: only time closes it. */
  readonly target?: { readonly reports: number; readonly earliestMs: number };
  /** Reports that some round must have had before the first task of this model; absent: none. */
  readonly fromReports?: number;
  /** Rounds to run in all; absent: without end. */
  readonly maxRounds?: number;
}

/** What one deployment is. */
export interface Deployment {
  readonly shop: string;
  /** Address under which devices reach this leader. */
  readonly url: string;
  /** Address under which devices and auditors know the helper. */
  readonly helperUrl: string;
  readonly catalogue: ContentHash;
  /** SHA-256 of this server's program file. */
  readonly code: ContentHash;
  /** Files that shops embed, by name: logged, so that a changed script is seen. */
  readonly build: Readonly<Record<string, ContentHash>>;
  readonly simulated: boolean;
  /** Longest random delay a device takes before it sends, ms. */
  readonly retryWindowMs: number;
  readonly plans: readonly ModelPlan[];
  /** Measurements that are taken beside; absent: none. */
  readonly measures?: readonly MeasurePlan[];
  /** Model files to start from; a data folder that has models already ignores them. Those of ads begin with the first campaign. */
  readonly firstModels: ByKind<Uint8Array>;
  /** Where visitors get the shop's files and the pages, so that an auditor can compare them with {@link build}. Absent: nowhere that is known here. */
  readonly sites?: Readonly<Partial<Record<'shop' | 'console' | 'audit', string>>>;
  /** Kinds whose first model is a file the operator gave: the log says so. Absent: none. */
  readonly given?: readonly GivenKind[];
  /** Independent witnesses that cosign the log beside the helper; absent: none. */
  readonly witnesses?: DeploymentWitnesses;
}

/** Whom the leader asks to cosign, and how many of them its devices want. */
export interface DeploymentWitnesses {
  /** Submission prefix without a trailing slash, and verifier key line of cosignatures; at most `MAX_WITNESSES`. */
  readonly each: readonly { readonly url: string; readonly key: string }[];
  readonly quorum: number;
}

/**
 * What whoever runs the leader wants to see as it happens. `party`: somebody it waits for is in trouble (`why`), or is out of
 * it. `given-up`: reports that were counted are deleted unopened, and not because they were too few.
 */
export type LeaderNews =
  | { readonly kind: 'party'; readonly party: Party['party']; readonly name: string; readonly why: string | undefined }
  | { readonly kind: 'given-up'; readonly plan: string; readonly why: string };

/** Everything a leader is made of. */
export interface Leader {
  readonly store: LeaderStore;
  readonly identity: Identity;
  readonly secret: PairSecret;
  readonly deployment: Deployment;
  readonly policy: PolicyFile;
  /** Id of the helper's HPKE configuration. */
  readonly helperConfigId: number;
  /** Notes in {@link standings} how the helper answers. */
  readonly peer: HelperPeer;
  readonly standings: Standings;
  readonly tell: (news: LeaderNews) => void;
  /** Address under which this process reaches the helper. */
  readonly peerUrl: string;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly symmetric: SymmetricCrypto;
  readonly ed25519: Ed25519;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly tally: Tally;
}

/** The helper, as others know it. */
export function helperOf({ deployment }: Pick<Leader, 'deployment'>): Party {
  return { party: 'helper', name: deployment.helperUrl };
}

/** A task of the leader. */
export interface OwnTask extends ReadTask {
  readonly id: TaskId;
  readonly row: TaskRow;
}

/** Reads a stored task. @throws TypeError if it cannot be read: it was written by this program */
export function ownTask({ symmetric }: Pick<Leader, 'symmetric'>, row: TaskRow): OwnTask {
  return { id: row.id, row, ...readTask(symmetric, row) };
}

/**
 * Counts refused reports in memory until they are written with other things. A flood of bad input must not cost a disk
 * write each; what a crash forgets is a fraction of a second of counts, never a report.
 */
export interface Tally {
  /** `scope`: a task id, or '' where no task could be told. */
  add(scope: string, reason: RejectReason): void;
  /** Hands over what was counted since the last time. */
  take(): readonly { readonly scope: string; readonly reason: RejectReason; readonly by: number }[];
}

/** An empty tally. */
export function createTally(): Tally {
  let counts = new Map<string, { scope: string; reason: RejectReason; by: number }>();
  return {
    add(scope, reason) {
      const key = `${scope} ${reason}`;
      const entry = counts.get(key) ?? { scope, reason, by: 0 };
      counts.set(key, { ...entry, by: entry.by + 1 });
    },
    take() {
      const taken = [...counts.values()];
      counts = new Map();
      return taken;
    },
  };
}
