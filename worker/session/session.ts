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

/** What is asked of a part that comes later, by name: seventeen methods spelled out would not fit the start. */
const LATER = [
  'search', 'ask', 'explain', 'recentSearches', 'profile', 'audience', 'deleteEvents', 'restoreEvents', 'steer', 'pause', 'exportText', 'packMove', 'moveOut', 'moveIn', 'ad', 'adEvent', 'adHistory', 'offer',
] as const satisfies readonly (keyof Asked)[];
/** Those of them that are answered without a yes too. */
const FOR_EVERYONE: readonly string[] = ['search', 'ask', 'explain'];

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
  const later = Object.fromEntries(LATER.map((name) => [name, (...given: readonly unknown[]) => {
    const ask = (of: Asked): Answer<unknown> => Reflect.apply(of[name], of, given) as Answer<unknown>;
    return FOR_EVERYONE.includes(name) ? asked(ask) : askedOfHers(ask);
  }])) as unknown as Asked;

  return {
    async start(config, newest) {
      devices.takeGrants(newest);
      ({ shop } = config);
      const begun = await devices.launch(config);
      return begun.ok ? ok({ items: begun.value.catalogue.items, backend: begun.value.backend() }) : begun;
    },
    async setGrants(newest) {
      const hadAds = devices.isGranted('ads');
      if (!devices.takeGrants(newest)) return;
      await devices.follow();
      if (hadAds && !devices.isGranted('ads')) await askedOfHers((of) => of.forgetAds());
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
    // Here and not later: what was asked for before an erasure must end with that life.
    async contribute() {
      const device = await current();
      return device.ok ? withStorageFaults<{ readonly uploads: number }, Fault>(() => device.value.tending.contributeNow()) : device;
    },
    ...later,
    async subscribe(listener) {
      listeners.push(listener);
    },
  };
}

/** Keeps what the page tells, unless she has paused that; gives how many events there are. */
async function recordOn(device: Device, events: readonly unknown[], notify: (notice: WorkerNotice) => void): Answer<number> {
  if (await device.tending.isPaused()) return fail('paused', 'The shopper has paused this');
  const told = toldEvents(events, MAX_BATCH);
  if (!told.ok) return told;
  if (told.value.length > 0) await device.shopper.record(told.value);
  const { length } = await device.shopper.events();
  if (told.value.length === 0) return ok(length); // asked whether it is paused
  notify({ kind: 'history-changed', events: length });
  device.tendSoon();
  return ok(length);
}
