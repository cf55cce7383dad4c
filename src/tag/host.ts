import type { Choice } from '#core/consent';
import type { WorkerApi } from '#core/contract';
import { fail, type Fault, type Result } from '#core/units';
import type { Collector } from '#page/collect';
import { hasGlobalPrivacyControl, type Consent } from '#page/consent';
import type { ElementHost, HostChange } from '#page/elements';
import type { TagConfig } from './config.ts';
import { pageClock } from './ports.ts';

/** The worker's end, however it runs; a call that breaks becomes a fault. */
export type Ask = <Value>(work: (api: WorkerApi) => Promise<Result<Value, Fault>>) => Promise<Result<Value, Fault>>;

/** Asks `api` once it is there. Nothing is thrown: a worker that dies answers with a fault of kind `crashed`. */
export function asker(api: Promise<WorkerApi>): Ask {
  return async (work) => {
    try {
      return await work(await api);
    } catch (error) {
      return fail('crashed', `Homebird's worker did not answer: ${error instanceof Error ? error.message : String(error)}`);
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
  readonly collector: Pick<Collector, 'record'>;
  readonly ask: Ask;
  readonly changes: Changes;
  forget: ElementHost['forget'];
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

/** What elements ask, answered from the parts of the tag. */
export function elementHost({ config, consent, collector, ask, changes: heard, forget }: HostParts): ElementHost {
  return {
    locale: config.locale,
    consent: {
      states: () => consent.states(),
      hasGpc: hasGlobalPrivacyControl,
      offered: config.offersFederate ? ['local', 'federate'] : ['local'],
      shouldAsk: () => consent.shouldAsk(),
      choose(choice: Choice, ownSwitches, isHers) {
        consent.choose(choice, isHers ? { by: 'shopper', ownSwitches } : { by: 'page' });
      },
    },
    recommend: (request) => ask((api) => api.recommend(request)),
    products: (ids) => ask((api) => api.products(ids)),
    profile: () => ask((api) => api.profile()),
    async spent() {
      // With the panel, which alone asks.
      const part = await import('./panel-ledger.ts').catch(() => undefined);
      return part ? part.spentOf(config.shop, pageClock.nowMs()) : fail('offline', 'A file of this shop did not arrive');
    },
    deleteEvents: (ids) => ask((api) => api.deleteEvents(ids)),
    steer: (itemId, wish) => ask((api) => api.steer(itemId, wish)),
    pause: (untilMs) => ask((api) => api.pause(untilMs)),
    exportJson: () => ask((api) => api.exportJson()),
    forget,
    record: (draft) => collector.record(draft),
    address: resolve,
    nowMs: () => pageClock.nowMs(),
    subscribe: heard.subscribe,
  };
}
