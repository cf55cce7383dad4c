import type { Grants } from '#core/consent';
import type { CheckpointStore, FileCache, Ledger, Network } from '#core/protocol';
import type { Seal } from '#core/sealing';
import type { Ed25519 } from '#core/tlog';
import type { Clock, Randomness } from '#core/units';
import type { SymmetricCrypto } from '#core/xof';

/** What reading a deployment needs: public files and somewhere to keep them. Nothing here says anything about a shopper. */
export interface DeploymentPorts {
  readonly network: Pick<Network, 'load'>;
  readonly files: FileCache;
  readonly checkpoint: CheckpointStore;
  readonly clock: Clock;
  readonly ed25519: Pick<Ed25519, 'verify'>;
  /** Origin and path prefix of the leader, without a trailing slash. */
  readonly leaderUrl: string;
  /** SHA-256 of the policy file, 64 hex digits, as the embed line pins it; '' refuses every deployment. */
  readonly policyHash: string;
}

/** What reporting needs on top. Page, worker and simulation give the same ones; the code behind is the same. */
export interface FederationPorts extends DeploymentPorts {
  readonly network: Network;
  readonly ledger: Ledger;
  readonly randomness: Randomness;
  readonly symmetric: SymmetricCrypto;
  readonly seal: Seal;
  /** Newest consent, asked at every moment of use. */
  grants(): Grants;
  /** The one stored random draw of this device, in [0, 1): with the clock, all that decides when it reports. */
  readonly draw: number;
}
