import { DAY_MS, WEEK_MS, type ContentHash } from '#core/units';
import type { ByKind, TaskId } from './task.ts';

/** Oldest manifest and cosignature that anyone goes by, ms: with older ones somebody may be keeping them in the past. */
export const MAX_DEPLOYMENT_AGE_MS = WEEK_MS;
/** How far a clock of those who go by them may run behind the servers', ms. */
export const CLOCK_SLACK_MS = DAY_MS;

/** What a deployment offers right now: signed by the leader, cacheable, the same for everyone. */
export interface Manifest {
  readonly version: 1;
  readonly shop: string;
  readonly issuedMs: number;
  /** Content address of the catalogue manifest. */
  readonly catalogue: ContentHash;
  /** Newest published model of each kind. */
  readonly models: ByKind<ContentHash>;
  /** Where the log holds the `model` leaf of each of them, and the round it came from (0: before the first). */
  readonly modelLeaves: ByKind<{ readonly leaf: number; readonly round: number }>;
  /** Where the log holds the `config` leaf of the policy, the catalogue, the retry window and the label that hold now. */
  readonly configLeaf: number;
  /** Campaigns of a shop that runs ads, and where the log holds the file's `ads` leaf; absent where it runs none. */
  readonly ads?: PublicFile;
  /** What the servers worked out about these campaigns, and where the log holds the file's `delivery` leaf. */
  readonly delivery?: PublicFile;
  /** Coupons and the bands of prices, of a shop that publishes any, and the prices that hold now. */
  readonly offers?: PublicFile;
  readonly prices?: PublicFile;
  /** Open tasks, each with the index of its leaf in the log. */
  readonly tasks: readonly { readonly id: TaskId; readonly leaf: number }[];
  /** Longest random delay before a report is sent, ms. */
  readonly retryWindowMs: number;
  /** True where this deployment runs simulated shoppers. */
  readonly simulated: boolean;
}

/** Files that a manifest may name and a log has leaves of, by the type of the leaf. */
export const PUBLIC_FILES = ['ads', 'delivery', 'offers', 'prices'] as const;
export type PublicFileType = (typeof PUBLIC_FILES)[number];

/** A file that is the same for everyone, by its content address, and the log's leaf that says so. */
export interface PublicFile {
  readonly hash: ContentHash;
  readonly leaf: number;
}

/** Pins of a deployment, named by its hash in the embed line (`data-policy`): keys a client trusts. */
export interface PolicyFile {
  readonly version: 1;
  readonly shop: string;
  readonly leaderUrl: string;
  readonly helperUrl: string;
  /** Log origin, the first line of every checkpoint. */
  readonly logOrigin: string;
  /** C2SP verifier key lines (`name+hash+base64`) of log and helper cosigner. */
  readonly logKey: string;
  readonly helperKey: string;
  /** Who must cosign beside the helper; absent: nobody, which is the policy `helper-cosigned`. */
  readonly witnesses?: PolicyWitnesses;
  /** HPKE public key of the helper, hex: a task naming another is refused. */
  readonly helperHpkeKey: string;
  /** Floors a shop sets above the compiled ones; a looser value changes nothing. */
  readonly floors?: PolicyFloors;
}

/** Witnesses that depend neither on leader nor helper. */
export interface PolicyWitnesses {
  /** C2SP verifier key lines of cosignatures, at most {@link MAX_WITNESSES}. */
  readonly keys: readonly string[];
  /** How many of them must have cosigned a checkpoint, 1 to all. */
  readonly quorum: number;
}

/** Witnesses of one policy: with log and helper well below the 16 signatures that every verifier reads. */
export const MAX_WITNESSES = 8;

/** Said wherever the log of a policy without witnesses is shown, and nowhere else. */
export const HELPER_ONLY = 'Cosigned by the helper only: leader and helper together could show a split view';

/** What a shop may tighten. Each replaces the compiled floor only where it is stricter. */
export interface PolicyFloors {
  readonly minBatch: number;
  /** z = σ / B of each server. */
  readonly minNoiseMultiplier: number;
  readonly weekRho: number;
  readonly yearRho: number;
}
