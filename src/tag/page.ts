import type { Grants } from '#core/consent';
import type { WorkerApi, WorkerNotice } from '#core/contract';
import type { Fault } from '#core/units';
import { startCollecting } from '#page/collect';
import { followOtherTabs, hasGlobalPrivacyControl, keeper, openConsent, pageStorage, type Consent } from '#page/consent';
import { defineElements, showDebug } from '#page/elements';
import { startEngine } from '#page/engine';
import { homebirdApi, type ApiRecommendations, type HomebirdApi } from './api.ts';
import { readTagConfig, type TagConfig } from './config.ts';
import { asker, changes, elementHost, type Ask, type Changes } from './host.ts';
import { outbox } from './outbox.ts';
import { hearPage, tellPage } from './page-events.ts';
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

async function apiRecommendations(ask: Ask, request: Parameters<WorkerApi['recommend']>[0]) {
  const answer = await ask((api) => api.recommend(request));
  if (!answer.ok) return answer;
  const value: ApiRecommendations = {
    recId: answer.value.recId,
    items: answer.value.items.map(({ id, score, reason }) => ({ id, score, reason: reason.kind })),
  };
  return { ok: true as const, value };
}

/** Puts the banner at the end of the page, once there is an end. */
function placeBanner(consent: Consent): void {
  if (!consent.shouldAsk() || document.querySelector('homebird-consent')) return;
  const place = (): void => void document.body.append(document.createElement('homebird-consent'));
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', place, { once: true });
  else place();
}

/** Wires the rooms of one page together and decides nothing. */
function run(config: TagConfig): HomebirdApi {
  const heard = changes();
  const consent = openConsent({ mode: config.consent, keeper: keeper(pageStorage()), clock: pageClock, hasGpc: hasGlobalPrivacyControl });
  const waiting = outbox();
  const warn = warner(config, (line) => console.warn(line));
  const engine = startEngine(config, consent.grants(), (notice) => onNotice(notice, heard, warn));
  const api = engine.then((started) => started.api);
  const ask = asker(api);
  const collector = startCollecting({
    page: window, sources: config.sources, clock: pageClock, randomness: pageRandomness,
    isAllowed: () => isLocalGranted(consent.grants()),
    emit: (events) => waiting.add(events),
  });
  const open = async (): Promise<void> => {
    const worker = await api;
    waiting.open((events) => void ask(() => worker.record(events)));
    tellPage('ready', {});
  };
  open().catch((error: unknown) => tellPage('error', { kind: 'crashed', message: String(error) }));
  consent.subscribe((grants) => {
    if (!isLocalGranted(grants)) waiting.drop();
    void ask(async (worker) => ({ ok: true, value: await worker.setGrants(grants) }));
    collector.consentChanged();
    heard.tell('consent');
    tellPage('consent', consent.states());
  });
  followOtherTabs(consent, window);
  const forget = async () => {
    // First: nothing may be written while it is being erased.
    if (consent.grants().purposes.length > 0) consent.choose({}, { by: 'shopper', ownSwitches: [] });
    const erased = await ask((worker) => worker.erase());
    heard.tell('profile');
    return erased;
  };
  const host = elementHost({ config, consent, collector, ask, changes: heard, forget });
  defineElements(host);
  placeBanner(consent);
  if (config.debug) showDebug(host, async () => (await engine).mode());
  return homebirdApi({
    track: (name, data) => collector.track(name, data),
    recommend: (request) => apiRecommendations(ask, request),
    consent: (choice) => consent.choose(choice, { by: 'page' }),
    consentState: () => consent.states(),
    pause: host.pause,
    forget,
    exportJson: host.exportJson,
    listen: hearPage,
  });
}

const INERT: HomebirdApi = { call: async () => undefined };

/**
 * Starts Homebird on this page from the embed line's attributes. Called once by the loader; a line that cannot be read is
 * named in the console and the shop goes on without us.
 */
export function start(attributes: Readonly<Record<string, string | undefined>>, script: string): HomebirdApi {
  try {
    const config = readTagConfig(attributes, { script, page: document.baseURI, language: document.documentElement.lang });
    if (config.ok) return run(config.value);
    console.warn(`homebird: ${config.fault.message}`);
  } catch (error) {
    console.warn('homebird: cannot start', error);
  }
  return INERT;
}
