import type { Catalogue } from '#core/catalogue';
import type { Grants } from '#core/consent';
import type { DeviceStores } from '#core/contract';
import type { Ledger, Network } from '#core/protocol';
import type { Clock, ContentHash, Fault, Randomness, Result } from '#core/units';
import type { FederationPorts } from '#worker/federation';
import type { Encoder } from '#worker/models';

/** What only a report needs: its seal, and the sending door bound to a ledger and to the newest consent. */
export interface Sending {
  readonly seal: FederationPorts['seal'];
  network(outlet: { readonly ledger: Pick<Ledger, 'update'>; grants(): Grants }): Network;
}

/** Everything a session reaches through; `worker/index` gives the browser's, a test its own. */
export interface SessionPorts {
  readonly clock: Clock;
  /** Fractions of a ms since any moment, never backwards: for timing engines. */
  elapsedMs(): number;
  /** Whether the browser sends Global Privacy Control, as this thread sees it at this moment. */
  hasGpc(): boolean;
  /** Name and version of the browser: where it changes, engines are timed again. Never leaves the device. */
  readonly browser: string;
  readonly randomness: Randomness;
  readonly symmetric: FederationPorts['symmetric'];
  readonly ed25519: FederationPorts['ed25519'];
  /** Content address of `bytes`, as `contentHash` gives it. */
  readonly hash: (bytes: Uint8Array) => Promise<ContentHash>;
  /** Public files, the same for everyone: all that is used before consent. */
  readonly load: Network['load'];
  /** Loaded at the first look at the leader under `federate`: nobody else needs it. Rejects where it does not come. */
  sending(): Promise<Sending>;
  /** What is kept about this shop. Opening creates and reads nothing; no member is called before `local` was granted. */
  stores(shop: string): DeviceStores;
  /** Runs `act` while no other tab runs one of this `name`; undefined, without running it, where another does. */
  alone<Value>(name: string, act: () => Promise<Value>): Promise<Value | undefined>;
  /** Runs `act` after those of this `name` that were asked before it, in any tab. */
  oneByOne<Value>(name: string, act: () => Promise<Value>): Promise<Value>;
  /** Resolves when calls that wait have had their turn: awaited between slices of work. */
  idle(): Promise<void>;
  /** Calls `act` once after `delayMs`; the result takes the call back. */
  after(delayMs: number, act: () => void): () => void;
  /** An encoder on a GPU that measured faster than `arrays` on this device, with what a trial took on it, or why there is none. Lazy and slow to start. */
  fasterEncoder(options: { readonly tensorsUrl: string; readonly catalogue: Catalogue; readonly arrays: Encoder }): Promise<Result<{ readonly encoder: Encoder; readonly ms: number }, Fault>>;
}
