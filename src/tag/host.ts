import { logOf, type Choice, type ConsentRecord } from '#core/consent';
import type { WorkerApi } from '#core/contract';
import { fail, type Fault, type Result } from '#core/units';
import type { AssistantHost } from '#page/assistant';
import { hasGlobalPrivacyControl, type Consent } from '#page/consent';
import type { ElementHost, HostChange } from '#page/elements';
import { spentIn, type PanelHost } from '#page/panel';
import type { Collecting } from './collecting.ts';
import { localeNow, type TagConfig } from './config.ts';
import { pageClock } from './ports.ts';

/** The worker's end, however it runs; a call that breaks becomes a fault. */
export type Ask = <Value>(work: (api: WorkerApi) => Promise<Result<Value, Fault>>) => Promise<Result<Value, Fault>>;

/** Asks `api` once it is there. Nothing is thrown: a worker that dies answers with a fault of kind `crashed`. */
export function asker(api: Promise<WorkerApi>): Ask {
  return async (work) => {
    try {
      return await work(await api);
    } catch (error) {
      return fail('crashed', `Homebird runs without its worker: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
}

/** Who wants to know what changed. */
export interface Changes {
  tell(change: HostChange): void;
  subscribe(listener: (change: HostChange) => void): () => void;
}

/** Starts without listeners. */
export function changes(): Changes {
  const listeners = new Set<(change: HostChange) => void>();
  return {
    tell(change) {
      for (const listener of listeners) listener(change);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** What the host is put together from. */
export interface HostParts {
  readonly config: TagConfig;
  readonly consent: Consent;
  readonly collector: Pick<Collecting, 'record'>;
  readonly ask: Ask;
  readonly changes: Changes;
  forget: PanelHost['forget'];
  pause: PanelHost['pause'];
}

/** Only web addresses are followed: a feed may say anything. */
function resolve(relative: string): string {
  if (relative === '') return '';
  try {
    const url = new URL(relative, document.baseURI);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : '';
  } catch {
    return '';
  }
}

/** Where pictures come from: packs tell nobody which products are shown, addresses tell whoever serves them. */
function pictures(wanted: TagConfig['pictures'], ask: Ask): ElementHost['picture'] {
  return async ({ id, image }) => {
    if (wanted === 'direct') return resolve(image);
    const packed = await ask((api) => api.pictures([id]));
    if (!packed.ok) return '';
    if (packed.value) return packed.value[0] ?? '';
    return wanted === 'pack' ? '' : resolve(image);
  };
}

/** When she last said no here, ms since 1970; 0 where she never did, or only to a consent tool of the shop: of that nothing is kept. */
function refusedAtMs(record: ConsentRecord | undefined): number {
  return Math.max(0, ...logOf(record).filter(({ by, off }) => by === undefined || off.includes('local')).map(({ timeMs }) => timeMs));
}

/** What elements and panel ask, answered from the parts of the tag. */
export function elementHost({ config, consent, collector, ask, changes: heard, forget, pause }: HostParts): ElementHost & PanelHost & AssistantHost {
  return {
    get locale() {
      return localeNow(config, document.documentElement);
    },
    consent: {
      states: () => consent.states(),
      hasGpc: hasGlobalPrivacyControl,
      offered: config.offered,
      isRefusedByTool: (purpose) => consent.isRefusedByTool(purpose),
      heard: () => consent.heard(),
      shouldAsk: () => consent.shouldAsk(),
      choose(choice: Choice, ownSwitches, isHers) {
        consent.choose(choice, isHers ? { by: 'shopper', ownSwitches } : { by: 'page' });
      },
    },
    recommend: (request) => ask((api) => api.recommend(request)),
    products: (ids) => ask((api) => api.products(ids)),
    search: (request) => ask((api) => api.search(request)),
    ask: (question, context) => ask((api) => api.ask(question, context)),
    recentSearches: () => ask((api) => api.recentSearches()),
    forgetSearches: (ids) => ask((api) => api.deleteEvents(ids)),
    profile: () => ask((api) => api.profile()),
    audience: () => ask((api) => api.audience()),
    adHistory: () => ask((api) => api.adHistory()),
    spent: () => spentIn(config.shop, pageClock.nowMs()),
    deleteEvents: (what) => ask((api) => api.deleteEvents(what)),
    restoreEvents: (events) => ask((api) => api.restoreEvents(events)),
    explain: (itemId, request) => ask((api) => api.explain(itemId, request)),
    ad: (place) => ask((api) => api.ad({ ...place, locale: localeNow(config, document.documentElement), isVisible: document.visibilityState === 'visible' })),
    offer: (place) => ask((api) => api.offer({ ...place, locale: localeNow(config, document.documentElement) })),
    adEvent: (recId, act) => ask((api) => api.adEvent(recId, act)),
    steer: (target, wish) => ask((api) => api.steer(target, wish)),
    pause,
    exportText: (table) => ask((api) => api.exportText(table, consent.record())),
    packMove: () => ask((api) => api.packMove()),
    moveOut: (packed) => ask((api) => api.moveOut(packed)),
    moveIn: (text) => ask((api) => api.moveIn(text, refusedAtMs(consent.record()))),
    shop: config.shop,
    async picturesFrom() {
      if (config.pictures !== 'auto') return config.pictures === 'pack' ? 'packs' : 'addresses';
      const packed = await ask((api) => api.pictures([]));
      return packed.ok && packed.value ? 'packs' : 'addresses';
    },
    consentRecord: () => consent.record(),
    forget,
    record: (draft) => collector.record(draft),
    address: resolve,
    picture: pictures(config.pictures, ask),
    nowMs: () => pageClock.nowMs(),
    subscribe: heard.subscribe,
  };
}
