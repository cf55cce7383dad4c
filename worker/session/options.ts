import type { Catalogue } from '#core/catalogue';
import type { Grants } from '#core/consent';
import type { DeviceStores, WorkerConfig, WorkerNotice } from '#core/contract';
import type { DeviceModels } from './device-models.ts';
import type { LoadedCatalogue } from './load-catalogue.ts';
import type { PairLane } from './pair-lane.ts';
import type { SessionPorts } from './ports.ts';
import type { Shopper } from './shopper.ts';
import type { SteadyEncoder } from './steady-encoder.ts';

/** What a device is made over: the outside, one shop's configuration and catalogue, and who to ask and tell. */
export interface DeviceOptions {
  readonly ports: SessionPorts;
  readonly config: WorkerConfig;
  readonly catalogue: Catalogue;
  /** What else was loaded with it. */
  readonly loaded: LoadedCatalogue;
  /** As in `Device`. */
  readonly mayKnow: boolean;
  /** Newest consent. */
  readonly grants: () => Grants;
  readonly notify: (notice: WorkerNotice) => void;
}

/** What a device works with between two erasures: its options, and what is replaced when the shopper deletes or withdraws. */
export interface DeviceParts extends DeviceOptions {
  readonly stores: DeviceStores;
  readonly shopper: Shopper;
  readonly models: DeviceModels;
  readonly encoder: SteadyEncoder;
  readonly pairs: PairLane;
}
