import { grantFor, withheldUnderGpc, type Grants, type Purpose } from '#core/consent';
import type { WorkerConfig, WorkerFault, WorkerNotice } from '#core/contract';
import { withStorageFaults } from '#core/protocol';
import { fail, ok, type Result } from '#core/units';
import { createDevice, type Device } from './device.ts';
import { guardedStores } from './guarded-stores.ts';
import { loadCatalogue, type CatalogueSource } from './load-catalogue.ts';
import type { SessionPorts } from './ports.ts';

/** Nobody has agreed to anything yet. */
const NO_GRANTS: Grants = { version: -1, purposes: [], gpc: false };

/** What the page gets. */
export type Answer<Value> = Promise<Result<Value, WorkerFault>>;

/** A device that is there or on its way. */
interface Running {
  readonly config: WorkerConfig;
  /** Made under `local`: with content vectors, over files that are kept. */
  readonly isWhole: boolean;
  readonly device: Answer<Device>;
}

/** The device that consent allows at each moment. Holds the newest grants, and asks them at every use. */
export interface Devices {
  /** Takes `newest` if it is newer than what is in force, and says whether it was. */
  takeGrants(newest: Grants): boolean;
  /** The device for `config` that consent allows now: before `local` one that knows no shopper, needs no vectors and keeps no file. Awake under `local`. */
  launch(config: WorkerConfig): Answer<Device>;
  /** The same for the shop that was launched last, after consent has changed, and asleep where `local` was taken back. */
  follow(): Promise<void>;
  /** Whether the shopper allows this now, as this thread sees it. */
  isGranted(purpose: Purpose): boolean;
  /** The one that is there, or why there is none. */
  current(): Answer<Device>;
  /** Runs `act` on the device if the shopper allows keeping a history, and turns storage failures into faults. */
  withLocal<Value>(act: (device: Device) => Answer<Value>): Answer<Value>;
}

/** No device, and no consent. */
export function createDevices(ports: SessionPorts, notify: (notice: WorkerNotice) => void): Devices {
  let grants = NO_GRANTS;
  let running: Running | undefined;
  /** What to say of a device that is not there. */
  let missing: Result<never, WorkerFault> = fail('not-started', 'Call start first');

  /** What holds at this moment: the page may have decided before it knew of Global Privacy Control. */
  const grantsNow = (): Grants => withheldUnderGpc(grants, ports.hasGpc());
  const isGranted = (purpose: Purpose): boolean => grantFor(grantsNow(), purpose) !== undefined;
  const begin = async (config: WorkerConfig, isWhole: boolean): Answer<Device> => {
    const stores = isWhole ? guardedStores(ports.stores(config.shop), () => isGranted('local')) : undefined;
    const source: CatalogueSource = { load: ports.load, hash: ports.hash, url: config.catalogueUrl, ...(stores && { cache: stores.catalogue }) };
    const found = await loadCatalogue(source, isWhole);
    stores?.close(); // the device opens its own
    if (!found.ok) return found;
    const { catalogue, vectorFault, ...loaded } = found.value;
    if (vectorFault) notify({ kind: 'fault', fault: vectorFault });
    return ok(createDevice({ ports, config, catalogue, loaded, mayKnow: isWhole && !vectorFault, grants: grantsNow, notify }));
  };
  const allowed = (config: WorkerConfig): Answer<Device> => {
    const isWhole = isGranted('local');
    if (running && (running.isWhole || !isWhole)) return running.device;
    const [before, device] = [running, begin(config, isWhole)];
    running = { config, isWhole, device };
    const settle = async (): Promise<void> => {
      const begun = await device;
      if (begun.ok || running?.device !== device) return;
      running = before; // a later start may find the catalogue
      missing = begun;
    };
    void settle();
    return device;
  };
  const launch = async (config: WorkerConfig): Answer<Device> => {
    const begun = await allowed(config);
    if (begun.ok && isGranted('local')) begun.value.wake();
    return begun;
  };
  const current = async (): Answer<Device> => running?.device ?? missing;

  return {
    launch,
    current,
    isGranted,
    takeGrants(newest) {
      if (newest.version < grants.version) return false;
      grants = newest;
      return true;
    },
    async follow() {
      const begun = running && (await launch(running.config));
      if (begun?.ok && !isGranted('local')) begun.value.sleep();
    },
    async withLocal(act) {
      const found = await current();
      if (!found.ok) return found;
      if (!isGranted('local')) return fail('no-consent', 'The shopper has not agreed to a history on this device');
      if (!found.value.mayKnow) return fail('catalogue', 'The catalogue could not be loaded whole: only what is popular can be shown');
      return withStorageFaults(() => act(found.value));
    },
  };
}
