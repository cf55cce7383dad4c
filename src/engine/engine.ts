import type { Grants } from '#core/consent';
import { everyMethod, type Answerer, type WorkerApi, type WorkerConfig, type WorkerNotice } from '#core/contract';
import type { Fault } from '#core/units';
import { begin, type Life } from './life.ts';
import type { WorkerOrigin } from './workers.ts';

/** What the embed line says that the engine needs. */
export interface EngineConfig {
  readonly shop: string;
  readonly catalogueUrl: string;
  readonly leaderUrl: string;
  readonly policy: string;
  /** Absolute address of the worker's file. */
  readonly workerUrl: string;
  /** Subresource Integrity of that file, where it is of another origin; '' where it is not known. */
  readonly workerIntegrity: string;
  readonly debug: boolean;
}

/** A running engine. `api` stays the same over restarts of the worker. */
export interface Engine {
  readonly api: WorkerApi;
  /** `lite` where no worker may run. */
  readonly mode: () => WorkerOrigin | 'lite';
  /** Ends the worker for good; what is asked from then on is answered with a fault. */
  stop(): void;
}

/** Restarts of one page in {@link STEADY_MS}; a worker that fails more often than this fails for a reason a restart does not remove. */
const MAX_RESTARTS = 3;
/** A worker that lived this long, ms, did not fail for what it was started with: a page may be open for days. */
const STEADY_MS = 600_000;
/**
 * Firefox freezes the worker of a page in its back-forward cache in the middle of a transaction too, and the database then
 * stays locked for every later page of the shop. A page that is returned to gets another worker.
 */
const FREEZES_TRANSACTIONS = /Gecko\/\d/;
/** Name of the lazy tensor chunk, beside the worker's file. */
const TENSORS_FILE = 'homebird-tensors.js';

/**
 * Starts the worker by the ladder, starts it again when it crashes, and falls back to what is popular where it may not
 * run, with one console line that says why. Calls open during a crash are asked again of the worker that takes over: what
 * they record has ids, so nothing is lost and nothing counts twice.
 */
export async function startEngine(config: EngineConfig, grants: Grants, onNotice: (notice: WorkerNotice) => void): Promise<Engine> {
  const listeners = [onNotice];
  const notify = (notice: WorkerNotice): void => listeners.forEach((listener) => listener(notice));
  // A chunk of its own: nearly every page has a worker, and pays for no second way to rank.
  let lite: Promise<WorkerApi> | undefined;
  const liteApi = (): Promise<WorkerApi> => (lite ??= import('./lite.ts').then(({ liteApi: api }) => api(config.catalogueUrl)));
  let newest = grants;
  let restarts = 0;
  let mode: WorkerOrigin | 'lite' = 'lite';
  /** Set while the page is left and may be returned to. */
  let returned: Promise<unknown> | undefined;
  let isStopped = false;
  let life = live();
  await life;
  if (FREEZES_TRANSACTIONS.test(navigator.userAgent)) {
    window.addEventListener('pagehide', ({ persisted }) => {
      if (!persisted || returned) return;
      returned = new Promise((resolve) => { addEventListener('pageshow', resolve, { once: true }); });
      void life.then((left) => left?.stop());
    });
  }

  async function live(): Promise<Life | undefined> {
    const bornMs = performance.now();
    const begun = await begin({ url: config.workerUrl, integrity: config.workerIntegrity }, notify);
    if (isStopped) {
      if ('stop' in begun) begun.stop();
      return undefined;
    }
    if ('kind' in begun) {
      console.warn(begun.message);
      return withoutWorker(begun);
    }
    mode = begun.origin;
    void tellStart(begun.remote.start(workerConfig(config), newest));
    void begun.broken.then((fault) => {
      if (isStopped) return undefined;
      if (performance.now() - bornMs > STEADY_MS) restarts = 0;
      life = returned ? returned.then(live) : revived(fault);
      returned = undefined;
      return undefined;
    });
    return begun;
  }

  function withoutWorker({ kind }: Fault): undefined {
    mode = 'lite';
    void tellStart(liteApi().then((api) => api.start(workerConfig(config), newest)));
    // Its file did not come: it may when the network is back.
    if (kind === 'worker-missing') addEventListener('online', () => { life = live(); }, { once: true });
  }

  async function tellStart(starting: ReturnType<WorkerApi['start']>): Promise<void> {
    const started = await starting.catch(() => undefined); // one that broke tells of itself
    if (started?.ok === false) notify({ kind: 'fault', fault: started.fault });
  }

  async function revived(fault: Fault<'crashed'>): Promise<Life | undefined> {
    notify({ kind: 'fault', fault });
    restarts += 1;
    if (restarts > MAX_RESTARTS) {
      console.warn(`Homebird runs without its worker: it crashed ${restarts} times (${fault.message})`);
      return withoutWorker(fault);
    }
    const begun = await live();
    if (begun) console.warn(`${fault.message}; it was started again and goes on`);
    return begun;
  }

  type Crashed = { readonly ok: false; readonly fault: Fault<'crashed'> };
  /** Asks the worker of the moment, once more where it breaks meanwhile, or the page's own thread where there is none. */
  async function ask<Answer>(act: (api: Answerer) => Promise<Answer>, attempts = 2): Promise<Answer | Crashed> {
    const asked = await life;
    if (isStopped) return { ok: false, fault: { kind: 'crashed', message: 'Homebird was stopped on this page' } };
    if (!asked) return act(await liteApi());
    const outcome = await asked.ask(act);
    if ('answer' in outcome) return outcome.answer;
    return attempts > 1 ? ask(act, attempts - 1) : { ok: false, fault: outcome };
  }

  const api = everyMethod((method, given) => ask((to) => (to[method] as (...all: readonly unknown[]) => Promise<unknown>)(...given)), {
    start: () => ask((to) => to.start(workerConfig(config), newest)),
    async setGrants(next) {
      newest = next;
      await ask((to) => to.setGrants(next));
    },
    contribute: () => ask((to) => to.contribute(), 1), // a look at the leader is not owed: the next worker makes its own
    subscribe(listener) {
      listeners.push(listener);
      return Promise.resolve();
    },
  });
  return {
    api,
    mode: () => mode,
    stop() {
      isStopped = true;
      void life.then((last) => last?.stop());
    },
  };
}

function workerConfig(config: EngineConfig): WorkerConfig {
  const { shop, catalogueUrl, leaderUrl, policy, debug } = config;
  return { shop, catalogueUrl, leaderUrl, policy, debug, tensorsUrl: new URL(TENSORS_FILE, config.workerUrl).href };
}
