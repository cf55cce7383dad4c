import { grantFor, type Grants, type Purpose } from '#core/consent';
import type { WorkerApi, WorkerConfig, WorkerFault, WorkerNotice } from '#core/contract';
import { parseEvent, type ShopEvent } from '#core/events';
import { withStorageFaults } from '#core/protocol';
import { fail, ok, toHex, type Fault, type Result } from '#core/units';
import { createDevice, type Device } from './device.ts';
import { guardedStores } from './guarded-stores.ts';
import { lazily } from './lazily.ts';
import { loadCatalogue, type CatalogueSource } from './load-catalogue.ts';
import type { SessionPorts } from './ports.ts';

/** Events of one call: far above what a page collects between two turns of its queue. */
const MAX_BATCH = 1000;
/** Nobody has agreed to anything yet. */
const NO_GRANTS: Grants = { version: -1, purposes: [], gpc: false };

type Answer<Value> = Promise<Result<Value, WorkerFault>>;

/** A device that is there or on its way. */
interface Running {
  readonly config: WorkerConfig;
  /** Made under `local`: with content vectors, over files that are kept. */
  readonly isWhole: boolean;
  readonly device: Answer<Device>;
}

/**
 * The worker's side of the contract over `ports`. Holds the newest grants and asks them at every use: before `local`
 * nothing is read, written or computed about the shopper, and shelves are what is popular.
 */
export function createSession(ports: SessionPorts): WorkerApi {
  const listeners: ((notice: WorkerNotice) => void)[] = [];
  let grants = NO_GRANTS;
  let running: Running | undefined;
  /** What to say of a device that is not there. */
  let missing: Result<never, WorkerFault> = fail('not-started', 'Call start first');
  let shop: string | undefined;

  const notify = (notice: WorkerNotice): void => {
    for (const listener of listeners) listener(notice);
  };
  const isGranted = (purpose: Purpose): boolean => grantFor(grants, purpose) !== undefined;
  const begin = async (config: WorkerConfig, isWhole: boolean): Answer<Device> => {
    const stores = isWhole ? guardedStores(ports.stores(config.shop), () => isGranted('local')) : undefined;
    const source: CatalogueSource = { load: ports.load, hash: ports.hash, url: config.catalogueUrl, ...(stores && { cache: stores.catalogue }) };
    const found = await loadCatalogue(source, isWhole);
    stores?.close(); // the device opens its own
    if (!found.ok) return found;
    const { catalogue, vectorFault, ...loaded } = found.value;
    if (vectorFault) notify({ kind: 'fault', fault: vectorFault });
    return ok(createDevice({ ports, config, catalogue, loaded, mayKnow: isWhole && !vectorFault, grants: () => grants, notify }));
  };
  /** The device that consent allows now: before `local` one that knows no shopper, needs no vectors and keeps no file. */
  const launch = (config: WorkerConfig): Answer<Device> => {
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
  const device = async (): Answer<Device> => running?.device ?? missing;
  /** Runs `act` on the device if the shopper allows keeping a history, and turns storage failures into faults. */
  const withLocal = async <Value>(act: (device: Device) => Promise<Result<Value, WorkerFault>>): Answer<Value> => {
    const running = await device();
    if (!running.ok) return running;
    if (!isGranted('local')) return fail('no-consent', 'The shopper has not agreed to a history on this device');
    if (!running.value.mayKnow) return fail('catalogue', 'The catalogue could not be loaded whole: only what is popular can be shown');
    return withStorageFaults<Value, WorkerFault>(() => act(running.value));
  };

  return {
    async start(config, newest) {
      takeGrants(newest);
      ({ shop } = config);
      const begun = await launch(config);
      if (!begun.ok) return begun;
      if (isGranted('local')) begun.value.wake();
      return ok({ items: begun.value.catalogue.items, backend: begun.value.backend() });
    },
    async setGrants(newest) {
      if (!takeGrants(newest) || !running) return;
      const begun = await launch(running.config);
      if (!begun.ok) return;
      if (isGranted('local')) begun.value.wake();
      else begun.value.sleep();
    },
    record: (events) => withLocal(async (running) => {
      if (await running.isPaused()) return fail('paused', 'The shopper has paused this');
      const parsed = parseBatch(events);
      if (!parsed.ok) return parsed;
      await running.shopper.add(parsed.value);
      const { length } = await running.shopper.events();
      notify({ kind: 'history-changed', events: length });
      running.tendSoon();
      return ok(length);
    }),
    async recommend(request) {
      const running = await device();
      if (!running.ok) return running;
      const id = new Uint8Array(16);
      ports.randomness.fill(id);
      return ok({ recId: toHex(id), ...(await running.value.recommend(request)) });
    },
    async products(ids) {
      const running = await device();
      if (!running.ok) return running;
      const { catalogue } = running.value;
      return running.value.cards(ids.flatMap((id) => catalogue.indexById.get(id) ?? []));
    },
    profile: () => withLocal(async (running) => {
      const part = await lazily(() => import('./profile.ts'));
      return part.ok ? ok({ ...(await part.value.profileOf(await running.reportSource())), ...(await running.status()) }) : part;
    }),
    deleteEvents: (ids) => withLocal(async (running) => {
      const removed = await running.shopper.remove(ids);
      notify({ kind: 'history-changed', events: (await running.shopper.events()).length });
      running.tendSoon();
      return ok(removed);
    }),
    steer: (itemId, wish) => withLocal(async (running) => {
      if (!running.catalogue.indexById.has(itemId)) return fail('bad-request', `The catalogue has no item "${String(itemId).slice(0, 80)}"`);
      await running.shopper.steer(itemId, wish);
      return ok(undefined);
    }),
    pause: (untilMs) => withLocal(async (running) => {
      await running.pause(untilMs);
      return ok(undefined);
    }),
    exportJson: () => withLocal(async (running) => {
      const part = await lazily(() => import('./profile.ts'));
      return part.ok ? ok(await part.value.exportOf(await running.reportSource(), running.config.shop)) : part;
    }),
    async erase() {
      const running = await device();
      if (!running.ok && shop === undefined) return running;
      // Also without consent, and without a catalogue: what was kept can always be deleted.
      const kept = running.ok ? running.value : ports.stores(shop ?? '');
      return withStorageFaults<{ readonly deletedEvents: number; readonly verifiedEmpty: boolean }, WorkerFault>(async () => {
        const erased = await kept.erase();
        notify({ kind: 'history-changed', events: 0 });
        return ok(erased);
      });
    },
    async contribute() {
      const running = await device();
      return running.ok ? withStorageFaults<{ readonly uploads: number }, Fault>(() => running.value.contribute()) : running;
    },
    async subscribe(listener) {
      listeners.push(listener);
    },
  };

  /** Whether `newest` is newer than what is in force. */
  function takeGrants(newest: Grants): boolean {
    if (newest.version < grants.version) return false;
    grants = newest;
    return true;
  }
}

function parseBatch(events: readonly unknown[]): Result<readonly ShopEvent[], WorkerFault> {
  if (!Array.isArray(events) || events.length > MAX_BATCH) return fail('bad-request', `Cannot record this: wanted a list of at most ${MAX_BATCH} events`);
  const parsed: ShopEvent[] = [];
  for (const event of events as readonly unknown[]) {
    const result = parseEvent(event);
    if (!result.ok) return fail('bad-request', result.fault.message);
    parsed.push(result.value);
  }
  return ok(parsed);
}
