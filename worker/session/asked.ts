import type { AssistantAnswer, AudienceView, Explanation, Profile, SearchAnswer, WorkerApi, WorkerFault, WorkerNotice } from '#core/contract';
import { AD_FIELDS } from '#core/events';
import { withStorageFaults, type ShopKind } from '#core/protocol';
import { fail, ok } from '#core/units';
import type { AdServer } from '#worker/adserver';
import type { Device } from './device.ts';
import type { Answer, Devices } from './devices.ts';
import type { Guide } from '#worker/assistant';
import { lazily } from './lazily.ts';
import type { SessionPorts } from './ports.ts';
import type { ReportSource } from './profile.ts';
import type { Searcher } from './searching.ts';
import { MAX_EVENTS, type Shopper } from './shopper.ts';
import { toldEvents } from './told-events.ts';

/** What search, explanations, panel and moves ask a worker: no shelf needs any of it. */
export type Asked = Pick<WorkerApi, 'search' | 'ask' | 'recentSearches' | 'explain' | 'profile' | 'audience' | 'deleteEvents' | 'restoreEvents' | 'steer' | 'exportText' | 'packMove' | 'moveOut' | 'moveIn' | 'pause' | 'ad' | 'adEvent' | 'adHistory' | 'offer'> & {
  /** Deletes what was kept under a yes to ads that she took back. */
  forgetAds(): Answer<void>;
};

export interface AskedOptions {
  readonly ports: Pick<SessionPorts, 'clock' | 'idle' | 'load' | 'hash' | 'randomness' | 'oneByOne'>;
  readonly devices: Pick<Devices, 'current' | 'isGranted' | 'withLocal'>;
  readonly notify: (notice: WorkerNotice) => void;
  /** As in `Recommendations.recId`. */
  readonly freshId: () => string;
}

/** Answers over the newest device. Each question has a part of its own, loaded when it is first asked. */
export function createAsked({ ports, devices: { current, isGranted, withLocal }, notify, freshId }: AskedOptions): Asked {
  /** Search over the catalogue of one device. */
  let searcher: (Searcher & { readonly of: Device }) | undefined;
  /** The assistant of the same. */
  let guide: (Guide & { readonly of: Device }) | undefined;

  /** Acts in the life of the device that has `shopper`: what was asked for under a yes is neither begun nor answered after a no or an erasure. */
  const inLifeOf = <Value>(shopper: Shopper, act: (device: Device) => Answer<Value>): Answer<Value> =>
    withLocal(async (device) => (device.shopper === shopper ? act({ ...device, shopper }) : fail('erased', 'Erased meanwhile')));
  /** Under `local`, with the part that answers: asked again when that is there, and once more before the answer leaves. */
  const withPart = <Part, Value>(load: () => Promise<Part>, act: (part: Part, device: Device) => Answer<Value>): Answer<Value> => withLocal(async ({ shopper }) => {
    const part = await lazily(load);
    const answer = part.ok ? await inLifeOf(shopper, (device) => act(part.value, device)) : part;
    return inLifeOf(shopper, async () => answer);
  });
  /** The same, with what the part's answer is made of. */
  const reporting = <Part, Value>(load: () => Promise<Part>, act: (part: Part, source: ReportSource, device: Device) => Answer<Value>): Answer<Value> =>
    withPart(load, async (part, device) => act(part, await reportSource(device), device));
  /** The same, where the history may be another one afterwards, whatever comes of it. */
  const changing: typeof reporting = async (load, act) => reporting(load, async (part, source, device) => {
    const done = await act(part, source, device);
    const { length } = await device.shopper.events();
    return inLifeOf(device.shopper, async () => {
      notify({ kind: 'history-changed', events: length });
      device.tendSoon();
      return done;
    });
  });

  const withServer = <Value>(act: (server: AdServer, device: Device) => Answer<Value>): Answer<Value> =>
    withPart(() => import('./ads.ts'), ({ adServerOf }, own) => act(adServerOf(own.parts, freshId, own), own));
  /** Under `ads` too: before it, nothing of ads is loaded. */
  const advertised = <Value>(act: (server: AdServer, device: Device) => Answer<Value>): Answer<Value> => withLocal(async () => {
    if (!isGranted('ads')) return fail('no-consent', 'The shopper has not agreed to ads chosen on this device');
    return withServer(act);
  });
  const find: Asked['search'] = async (request) => {
    const device = await current();
    if (!device.ok) return device;
    const part = await lazily(() => import('./searching.ts'));
    if (!part.ok) return part;
    const { value: on } = device;
    if (searcher?.of !== on) searcher = { of: on, ...part.value.createSearcher({ catalogue: on.catalogue, clock: ports.clock, cards: on.cards, idle: ports.idle, known: async () => (await on.momentFor({ placement: 'home', count: 0 })).known }) };
    const { search } = searcher;
    return withStorageFaults<SearchAnswer, WorkerFault>(async () => {
      const found = await search(request);
      return found.ok ? ok({ recId: freshId(), ...found.value }) : found;
    });
  };

  return {
    search: find,
    async ask(question, context) {
      const device = await current();
      if (!device.ok) return device;
      const part = await lazily(() => import('./assisting.ts'));
      if (!part.ok) return part;
      const { value: on } = device;
      if (guide?.of !== on) guide = { of: on, ...part.value.createGuide(on, ports, find) };
      const { ask } = guide;
      return withStorageFaults<AssistantAnswer, WorkerFault>(() => ask(question, context));
    },
    pause: (until) => withLocal(async (device) => ok(await device.tending.pause(until))),
    // While she has paused, no ad can be noted, so none is shown.
    ad: (request) => advertised(async (server, { tending }) => ((await tending.isPaused()) ? fail('paused', 'The shopper has paused this') : server.ad(request))),
    adEvent: (recId, act) => advertised(async (server, { shopper }) => {
      const done = await server.adEvent(recId, act);
      notify({ kind: 'history-changed', events: (await shopper.events()).length });
      return done;
    }),
    adHistory: () => advertised((server) => server.adHistory()),
    offer: (request) => withLocal(async () => {
      if (!isGranted('ads')) return fail('no-consent', 'The shopper has not agreed to offers chosen on this device');
      return withPart(() => import('./offers.ts'), async ({ offerOf }, { parts, tending }) => ((await tending.isPaused()) ? fail('paused', 'The shopper has paused this') : ok(await offerOf(parts, request))));
    }),
    recentSearches: () => withPart(() => import('./searching.ts'), async ({ recentSearches }, { shopper }) => ok(recentSearches(await shopper.events()))),
    async explain(itemId, request) {
      const device = await current();
      if (!device.ok) return device;
      const part = await lazily(() => import('./explain.ts'));
      return part.ok ? withStorageFaults<Explanation, WorkerFault>(async () => part.value.explanationOf(await device.value.momentFor(request), itemId, request)) : part;
    },
    profile: () => withPart(() => import('./profile.ts'), async ({ profileOf }, device) => {
      const [source, status] = await Promise.all([reportSource(device), statusOf(device)]); // both of the life that was asked
      return ok({ ...(await profileOf(source)), ...status });
    }),
    async audience() {
      const refused: Awaited<Answer<AudienceView>> = fail('no-consent', 'The shopper has not agreed to ads');
      const ads = isGranted('ads') ? await lazily(() => import('./ads.ts')) : undefined;
      const view = ads ? await reporting(() => import('./audience.ts'), async ({ audienceView }, source) => ok(await audienceView(source, ads.ok ? (await ads.value.keptAds(source.stores))?.delivery.purchases : undefined))) : refused;
      return isGranted('ads') ? view : refused; // what was asked for under a yes is not answered after a no
    },
    deleteEvents: (what) => changing(() => import('./deleting.ts'), async ({ deleteFrom }, source, { shopper }) => ok(await deleteFrom(source, shopper, what))),
    forgetAds: () => withServer(async (server) => ok(await server.forget())),
    restoreEvents: (events) => changing(() => import('./deleting.ts'), async ({ restore }, source, { shopper }) => {
      const parsed = toldEvents(events, MAX_EVENTS, AD_FIELDS);
      return parsed.ok ? ok(await restore(source, shopper, parsed.value)) : parsed;
    }),
    steer: (target, wish) => changing(() => import('./steer.ts'), ({ steer }, source, { shopper }) => steer(source, shopper, target, wish)),
    exportText: (table, consent) => reporting(() => import('./taking.ts'), async ({ exportOf }, source, { config: { shop } }) => ok(await exportOf(source, { shop, consent }, table))),
    packMove: () => reporting(() => import('./taking.ts'), async ({ packMove }, source, { config }) => ok(await packMove(source, config.shop))),
    moveOut: (packed) => changing(() => import('./taking.ts'), ({ moveOut }, source, { config }) => moveOut(source, config.shop, packed)),
    moveIn: (text, refusedAtMs) => changing(() => import('./taking.ts'), ({ moveIn }, source, { config, shopper }) => moveIn({ ...source, shopper }, text, { shop: config.shop, refusedAtMs })),
  };
}

/** What an answer is made of, as things stand in this life. */
async function reportSource({ parts: { stores, shopper, ports, catalogue, config }, cards }: Device): Promise<ReportSource> {
  return { catalogue, cards, stores, events: await shopper.events(), history: await shopper.history(), nowMs: ports.clock.nowMs(), policyHash: config.policy };
}

async function statusOf({ parts: { encoder, models }, tending }: Device): Promise<Pick<Profile, 'backend' | 'models' | 'pausedUntilMs' | 'leaderFault'>> {
  const shown = (kind: ShopKind): { hash: string; round: number } | null => {
    const model = models.get(kind);
    return model ? { hash: model.hash, round: model.round } : null;
  };
  return { backend: encoder.description(), models: { mix: shown('mix'), t11: shown('t11'), pairs: shown('pairs') }, pausedUntilMs: await tending.pausedUntilMs(), leaderFault: tending.leaderFault() };
}
