import type { Catalogue } from '#core/catalogue';
import type { Grants } from '#core/consent';
import type { WorkerConfig, WorkerNotice } from '#core/contract';
import type { SessionPorts } from './ports.ts';

/** What a device is made over: the outside, one shop's configuration and catalogue, and who to ask and tell. */
export interface DeviceOptions {
  readonly ports: SessionPorts;
  readonly config: WorkerConfig;
  readonly catalogue: Catalogue;
  /** Newest consent. */
  readonly grants: () => Grants;
  readonly notify: (notice: WorkerNotice) => void;
}
