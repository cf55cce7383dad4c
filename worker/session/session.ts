import type { WorkerApi, WorkerConfig, WorkerFault, WorkerNotice } from '#core/contract';
import { withStorageFaults } from '#core/protocol';
import { fail, ok, toHex, type Fault } from '#core/units';
import type { Asked } from './asked.ts';
import type { Device } from './device.ts';
import { createDevices, type Answer } from './devices.ts';
import { lazily } from './lazily.ts';
import type { SessionPorts } from './ports.ts';
import { toldEvents } from './told-events.ts';

/** Events of one call: far above what a page collects between two turns of its queue. */
const MAX_BATCH = 1000;
/** Names asked for at once: all that a page calls one product. */
const MAX_NAMES = 100;

/**
 * The worker's side of the contract over `ports`: what shelves need at once, and doors to what is asked for later. Before
 * `local` nothing is read, written or computed about the shopper, and shelves are what is popular.
 */
export function createSession(ports: SessionPorts): WorkerApi {
  const listeners: ((notice: WorkerNotice) => void)[] = [];
  const notify = (notice: WorkerNotice): void => {
    for (const listener of listeners) listener(notice);
  };
  const devices = createDevices(ports, notify);
  const { current, withLocal } = devices;
  /** The one that was started last, whether its catalogue came or not. */
  let shop: WorkerConfig['shop'] | undefined;
  let answering: Asked | undefined;

  const freshId = (): string => {
    const id = new Uint8Array(16);
    ports.randomness.fill(id);
    return toHex(id);
  };
  /** Asks what is loaded with the first such question. */
  const asked = async <Value>(ask: (of: Asked) => Answer<Value>): Answer<Value> => {
    const part = await lazily(() => import('./later.ts'));
    return part.ok ? ask((answering ??= part.value.createAsked({ ports, devices, notify, freshId }))) : part;
  };
  /** As `asked`, of what only a yes allows: before one nothing is loaded either, which would tell that she asked. */
  const askedOfHers: typeof asked = (ask) => withLocal(() => asked(ask));

  return {
    async start(config, newest) {
      devices.takeGrants(newest);
      ({ shop } = config);
      const begun = await devices.launch(config);
      return begun.ok ? ok({ items: begun.value.catalogue.items, backend: begun.value.backend() }) : begun;
    },
    async setGrants(newest) {
      if (devices.takeGrants(newest)) await devices.follow();
    },
    record: (events) => withLocal((device) => recordOn(device, events, notify)),
    async recommend(request) {
      const device = await current();
      return device.ok ? ok({ recId: freshId(), ...(await device.value.recommend(request)) }) : device;
    },
    async products(ids) {
      const device = await current();
      if (!device.ok) return device;
      const { catalogue } = device.value;
      return device.value.cards(ids.flatMap((id) => catalogue.indexById.get(id) ?? []));
    },
    async resolve(names) {
      const device = await current();
      if (!device.ok) return device;
      const { indexById, idByIndex } = device.value.catalogue;
      return ok(names.slice(0, MAX_NAMES).map((name) => {
        const index = indexById.get(String(name));
        return index === undefined ? null : (idByIndex.at(index) ?? null);
      }));
    },
    async pictures(ids) {
      const device = await current();
      if (!device.ok) return device;
      const { catalogue } = device.value;
      return device.value.pictures(ids.map((id) => catalogue.indexById.get(id) ?? -1));
    },
    pause: (until) => withLocal(async (device) => ok(await device.pause(until))),
    async erase() {
      const device = await current();
      if (!device.ok && shop === undefined) return device;
      // Also without consent, and without a catalogue: what was kept can always be deleted.
      const kept = device.ok ? device.value : ports.stores(shop ?? '');
      return withStorageFaults<{ readonly deletedEvents: number; readonly verifiedEmpty: boolean }, WorkerFault>(async () => {
        const erased = await kept.erase();
        notify({ kind: 'history-changed', events: 0 });
        return ok(erased);
      });
    },
    async contribute() {
      const device = await current();
      return device.ok ? withStorageFaults<{ readonly uploads: number }, Fault>(() => device.value.contribute()) : device;
    },
    search: (request) => asked((of) => of.search(request)),
    recentSearches: () => askedOfHers((of) => of.recentSearches()),
    explain: (itemId, request) => asked((of) => of.explain(itemId, request)),
    profile: () => askedOfHers((of) => of.profile()),
    audience: () => askedOfHers((of) => of.audience()),
    deleteEvents: (what) => askedOfHers((of) => of.deleteEvents(what)),
    restoreEvents: (events) => askedOfHers((of) => of.restoreEvents(events)),
    steer: (target, wish) => askedOfHers((of) => of.steer(target, wish)),
    exportText: (table, consent) => askedOfHers((of) => of.exportText(table, consent)),
    packMove: () => askedOfHers((of) => of.packMove()),
    moveOut: (packed) => askedOfHers((of) => of.moveOut(packed)),
    moveIn: (text, refusedAtMs) => askedOfHers((of) => of.moveIn(text, refusedAtMs)),
    async subscribe(listener) {
      listeners.push(listener);
    },
  };
}

/** Keeps what the page tells, unless she has paused that; gives how many events there are. */
async function recordOn(device: Device, events: readonly unknown[], notify: (notice: WorkerNotice) => void): Answer<number> {
  if (await device.isPaused()) return fail('paused', 'The shopper has paused this');
  const told = toldEvents(events, MAX_BATCH);
  if (!told.ok) return told;
  if (told.value.length > 0) await device.shopper.record(told.value);
  const { length } = await device.shopper.events();
  if (told.value.length === 0) return ok(length); // asked whether it is paused
  notify({ kind: 'history-changed', events: length });
  device.tendSoon();
  return ok(length);
}
