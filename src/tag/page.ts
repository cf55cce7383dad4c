import type { Grants } from '#core/consent';
import type { Pause, Recommendations, SearchAnswer, WorkerNotice } from '#core/contract';
import type { Fault, Result } from '#core/units';
import { defineAssistant } from '#page/assistant';
import { followOtherTabs, followTools, hasGlobalPrivacyControl, isShopperActing, keeper, openConsent, pageStorage, type Consent } from '#page/consent';
import { defineAd } from '#page/ads';
import { debugging, type DebugParts } from '#page/debug';
import { clearElements, defineElements } from '#page/elements';
import { startEngine } from '#page/engine';
import { definePanel } from '#page/panel';
import { homebirdApi, type ApiRecommendations, type HomebirdApi } from './api.ts';
import { beforeStore } from './before-store.ts';
import { collecting } from './collecting.ts';
import { readTagConfig, type TagConfig } from './config.ts';
import { asker, changes, elementHost, type Changes } from './host.ts';
import { useNonce } from './load-part.ts';
import { outbox } from './outbox.ts';
import { ownShelves } from './own-shelves.ts';
import { hearPage, tellPage } from './page-events.ts';
import { pauses } from './pauses.ts';
import { pageClock, pageRandomness } from './ports.ts';
import { warner } from './warner.ts';

function isLocalGranted(grants: Grants): boolean {
  return grants.purposes.includes('local');
}

/** What a notice of the worker changes on the page. */
function onNotice(notice: WorkerNotice, heard: Changes, warn: (fault: Fault) => void): void {
  switch (notice.kind) {
    case 'scorers-ready': case 'model-changed':
      heard.tell('recommendations');
      tellPage('recommendations', notice);
      return;
    case 'ads-changed': return heard.tell(notice.kind);
    case 'history-changed':
      heard.tell('recommendations');
      heard.tell('profile');
      return;
    case 'upload': return heard.tell('profile');
    case 'fault':
      warn(notice.fault);
      heard.tell('profile');
      return tellPage('error', notice.fault);
    case 'training': return undefined;
  }
}

/** What a page gets of an answer: no numbers of items, and of the reason its kind. */
async function apiAnswer(asking: Promise<Result<Pick<Recommendations | SearchAnswer, 'recId' | 'items'>, Fault>>) {
  const answer = await asking;
  if (!answer.ok) return answer;
  const value: ApiRecommendations = {
    recId: answer.value.recId,
    items: answer.value.items.map(({ id, score, reason }) => ({ id, score, reason: reason?.kind ?? 'matches' })),
  };
  return { ok: true as const, value };
}

/** Puts the banner at the beginning of the page, where keyboards and screen readers meet it first; it is drawn at the bottom. */
function placeBanner(consent: Consent): void {
  const place = (): void => {
    if (consent.shouldAsk() && !document.querySelector('homebird-consent')) document.body.prepend(document.createElement('homebird-consent'));
  };
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', place, { once: true });
  else place();
}

/** Wires the rooms of one page together and decides nothing. */
function run(config: TagConfig, script: string): HomebirdApi {
  const heard = changes();
  const debug = debugging(config.debug, script);
  const consent = openConsent({ mode: config.consent, keeper: keeper(pageStorage()), clock: pageClock, hasGpc: hasGlobalPrivacyControl, isActing: isShopperActing });
  let isStopped = false;
  const unlessStopped = <Given extends readonly unknown[]>(act: (...given: Given) => void) => (...given: Given): void => {
    if (!isStopped) act(...given);
  };
  // Before anything collects: in one push with an event, a refusal is heard first.
  let lookForTools = (): void => undefined;
  if (config.consent === 'auto' || config.consent === 'granted') {
    lookForTools = followTools({ expect: unlessStopped(consent.expect), dismiss: unlessStopped(consent.dismiss), hear: (...word) => !isStopped && consent.hear(...word), deafen: unlessStopped(consent.deafen) }, window);
  }
  const isAllowed = (): boolean => {
    lookForTools();
    return isLocalGranted(consent.grants());
  };
  const waiting = outbox(isAllowed);
  const warn = warner(config, (line) => console.warn(line));
  const onFault = (fault: Fault): void => {
    void warn(fault);
    debug.fault(fault);
  };
  const engine = startEngine(config, consent.grants(), (notice) => onNotice(notice, heard, onFault));
  const api = engine.then((started) => started.api);
  const ask = asker(api);
  // To the collector a pause is as a withdrawal: it begins anew after it.
  const paused = pauses(() => ask((worker) => worker.record([])), () => collector.consentChanged());
  const shelves = ownShelves();
  const look = beforeStore(config.beforeStore, window, (line) => console.warn(line));
  const collector = collecting({
    page: window, sources: config.sources, clock: pageClock, randomness: pageRandomness,
    isAllowed: () => isAllowed() && !paused.isPaused(), beforeList: lookForTools,
    emit: (events) => waiting.add(events.flatMap((event) => look(config.defaults.ownShelves ? shelves.attribute(event) : event) ?? [])),
    resolve: async (names) => {
      const found = await ask((worker) => worker.resolve(names));
      return found.ok ? found.value.map((id) => id ?? undefined) : [];
    },
    watch: debug.hear,
  }, debug.isWanted());
  const open = async (): Promise<void> => {
    const worker = await api;
    waiting.open((events) => void paused.hear(ask(() => worker.record(events))).then((recorded) => {
      if (!recorded.ok && recorded.fault.kind === 'storage') onNotice({ kind: 'fault', fault: recorded.fault }, heard, onFault); // the rest is the shopper's own affair
      return undefined;
    }));
    debug.ready();
    tellPage('ready', {});
  };
  open().catch((error: unknown) => tellPage('error', { kind: 'crashed', message: String(error) }));
  const unsubscribe = consent.subscribe((grants) => {
    if (!isLocalGranted(grants)) waiting.drop();
    void ask(async (worker) => ({ ok: true, value: await worker.setGrants(grants) }));
    collector.consentChanged();
    placeBanner(consent);
    heard.tell('consent');
    tellPage('consent', consent.states());
  });
  const unfollow = followOtherTabs(consent, window);
  const listening = new Set<() => void>();
  const forget = async () => {
    // First: nothing may be written while it is being erased.
    if (consent.grants().purposes.length > 0) consent.choose({}, { by: 'shopper', ownSwitches: [] });
    const erased = await ask((worker) => worker.erase());
    heard.tell('profile');
    return erased;
  };
  const pause = async (until: Pause): Promise<Result<void, Fault>> => {
    const done = await ask((worker) => worker.pause(until));
    await paused.look();
    return done;
  };
  const host = elementHost({ config, consent, collector, ask, changes: heard, forget, pause });
  defineElements(host);
  defineAd(host);
  definePanel(host);
  defineAssistant(host);
  placeBanner(consent);
  const debugParts: DebugParts = { ...host, config, worker: async () => (await engine).mode() };
  if (debug.isWanted()) debug.show(true, debugParts);
  const answered = (placement: Parameters<typeof shelves.answered>[1], answer: Awaited<ReturnType<typeof apiAnswer>>): typeof answer => {
    if (answer.ok) shelves.answered(answer.value.recId, placement, answer.value.items.map(({ id }) => id));
    return answer;
  };
  return homebirdApi({
    ...host,
    track: async (name, data) => (await collector.track(name, data)) && !(await paused.heard()),
    recommend: async (request) => answered(request.placement, await apiAnswer(host.recommend(request))),
    search: async (request) => answered('search', await apiAnswer(host.search(request))),
    consent: (choice) => consent.choose(choice, { by: 'page' }),
    consentState: () => consent.states(),
    debug: (isWanted) => debug.show(isWanted, debugParts),
    listen(name, listener) {
      const stop = hearPage(name, listener);
      listening.add(stop);
      return stop;
    },
    destroy() {
      isStopped = true;
      collector.stop();
      waiting.drop();
      unfollow();
      unsubscribe();
      debug.show(false, debugParts);
      clearElements();
      for (const banner of document.querySelectorAll('homebird-consent')) banner.remove();
      for (const stop of listening) stop();
      void engine.then((started) => started.stop());
    },
  });
}

const INERT: HomebirdApi = { call: async () => undefined };

/** What the loader hands over. */
export interface EmbedLine {
  /** Its `data-*` attributes, by their names in a `dataset`. */
  readonly attributes: Readonly<Record<string, string | undefined>>;
  /** Absolute address of the folder in which the files of this build lie, with its slash. */
  readonly folder: string;
  /** Of the page's policy, or ''. */
  readonly nonce: string;
}

/**
 * Starts Homebird on this page from its embed line. Called once by the loader; a line that cannot be read is named in the
 * console and the shop goes on without us.
 */
export function start({ attributes, folder, nonce }: EmbedLine): HomebirdApi {
  try {
    useNonce(nonce);
    const config = readTagConfig(attributes, { folder, page: document.baseURI, origin: location.origin });
    if (config.ok) return run(config.value, folder);
    console.warn(`homebird: ${config.fault.message}`);
  } catch (error) {
    console.warn('homebird: cannot start', error);
  }
  return INERT;
}

export { loadPart } from './load-part.ts';
