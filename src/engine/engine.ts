import { proxy, wrap, type Remote } from 'comlink';
import type { Grants } from '#core/consent';
import type { WorkerApi, WorkerConfig, WorkerNotice } from '#core/contract';
import { fail, type Fault } from '#core/units';
import { blocked, startWorker, type StartedWorker, type WorkerOrigin } from './workers.ts';

/** What the embed line says that the engine needs. */
export interface EngineConfig {
  readonly shop: string;
  readonly catalogueUrl: string;
  readonly leaderUrl: string;
  readonly policy: string;
  /** Absolute address of the worker's file. */
  readonly workerUrl: string;
  readonly debug: boolean;
}

/** A running engine. `api` stays the same over restarts of the worker. */
export interface Engine {
  readonly api: WorkerApi;
  /** `lite` where no worker may run. */
  readonly mode: () => WorkerOrigin | 'lite';
}

/** How long a fresh worker may take to answer its first call, ms. No slow phone was measured: too long only delays lite, too short would drop a worker that was coming. */
const FIRST_ANSWER_MS = 15_000;
/** Restarts of one page; a worker that fails more often than this fails for a reason a restart does not remove. */
const MAX_RESTARTS = 3;
/** Name of the lazy tensor chunk, beside the worker's file. */
const TENSORS_FILE = 'homebird-tensors.js';

/** One life of a worker: its remote end and the moment it broke. */
interface Life {
  readonly remote: Remote<WorkerApi>;
  readonly origin: WorkerOrigin;
  /** Resolves when the worker has broken; calls still open then will never be answered. */
  readonly broken: Promise<Fault<'crashed'>>;
}

/**
 * Starts the worker by the ladder, starts it again when it crashes, and falls back to what is popular where it may not
 * run, with one console line that says why. Calls open during a crash are answered with the fault `crashed`.
 */
export async function startEngine(config: EngineConfig, grants: Grants, onNotice: (notice: WorkerNotice) => void): Promise<Engine> {
  const listeners = [onNotice];
  const notify = (notice: WorkerNotice): void => listeners.forEach((listener) => listener(notice));
  // A chunk of its own: nearly every page has a worker, and pays for no second way to rank.
  let lite: Promise<WorkerApi> | undefined;
  const liteApi = (): Promise<WorkerApi> => (lite ??= import('./lite.ts').then(({ liteApi: api }) => api(config.catalogueUrl)));
  let newest = grants;
  let restarts = 0;
  let life: Life | undefined = await live();

  async function live(): Promise<Life | undefined> {
    const begun = await begin(config, notify);
    if ('kind' in begun) {
      console.warn(begun.message);
      void tellStart(liteApi().then((api) => api.start(workerConfig(config), newest)));
      return undefined;
    }
    void tellStart(begun.remote.start(workerConfig(config), newest));
    void begun.broken.then(revive);
    return begun;
  }

  async function tellStart(starting: ReturnType<WorkerApi['start']>): Promise<void> {
    const started = await starting.catch(() => undefined); // one that broke tells of itself
    if (started?.ok === false) notify({ kind: 'fault', fault: started.fault });
  }

  async function revive(fault: Fault<'crashed'>): Promise<void> {
    notify({ kind: 'fault', fault });
    restarts += 1;
    if (restarts <= MAX_RESTARTS) life = await live();
    else {
      console.warn(`Homebird runs without its worker: it crashed ${restarts} times (${fault.message})`);
      life = undefined;
    }
  }

  /** Asks the worker of the moment, or the page's own thread where there is none. */
  async function ask<Answer>(act: (api: WorkerApi | Remote<WorkerApi>) => Promise<Answer>): Promise<Answer | { readonly ok: false; readonly fault: Fault<'crashed'> }> {
    if (!life) return act(await liteApi());
    const crashed = life.broken.then((fault) => ({ ok: false, fault }) as const);
    return Promise.race([act(life.remote), crashed]);
  }

  const api: WorkerApi = {
    start: () => ask((to) => to.start(workerConfig(config), newest)),
    async setGrants(next) {
      newest = next;
      await ask((to) => to.setGrants(next));
    },
    record: (events) => ask((to) => to.record(events)),
    recommend: (request) => ask((to) => to.recommend(request)),
    products: (ids) => ask((to) => to.products(ids)),
    profile: () => ask((to) => to.profile()),
    deleteEvents: (ids) => ask((to) => to.deleteEvents(ids)),
    steer: (itemId, wish) => ask((to) => to.steer(itemId, wish)),
    pause: (untilMs) => ask((to) => to.pause(untilMs)),
    exportJson: () => ask((to) => to.exportJson()),
    erase: () => ask((to) => to.erase()),
    contribute: () => ask((to) => to.contribute()),
    subscribe(listener) {
      listeners.push(listener);
      return Promise.resolve();
    },
  };
  return { api, mode: () => life?.origin ?? 'lite' };
}

function workerConfig(config: EngineConfig): WorkerConfig {
  const { shop, catalogueUrl, leaderUrl, policy, debug } = config;
  return { shop, catalogueUrl, leaderUrl, policy, debug, tensorsUrl: new URL(TENSORS_FILE, config.workerUrl).href };
}

/** A worker that has answered once, or why there is none. */
async function begin(config: EngineConfig, notify: (notice: WorkerNotice) => void): Promise<Life | Fault> {
  const started = await startWorker(config.workerUrl);
  if (!started.ok) return started.fault;
  const { worker, origin, release } = started.value;
  const remote = wrap<WorkerApi>(worker);
  const broken = brokenness(started.value);
  const first = await Promise.race([remote.subscribe(proxy(notify)).then(() => 'answered' as const), broken, silence()]);
  release();
  if (first === 'answered') return { remote, origin, broken };
  worker.terminate();
  // A policy that forbids the worker shows as an error before the first answer, without saying so.
  return first === 'silent' ? fail('crashed', 'Homebird runs without its worker: it did not answer').fault : blocked(origin === 'blob' ? 'blob:' : "'self'").fault;
}

function brokenness({ worker }: StartedWorker): Promise<Fault<'crashed'>> {
  return new Promise((resolve) => {
    worker.addEventListener('error', (event) => {
      worker.terminate();
      resolve(fail('crashed', `The worker broke: ${event.message || 'it could not be read'}`).fault);
    });
  });
}

function silence(): Promise<'silent'> {
  return new Promise((resolve) => {
    setTimeout(resolve, FIRST_ANSWER_MS, 'silent');
  });
}
