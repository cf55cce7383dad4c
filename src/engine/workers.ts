import { fail, ok, type Fault, type Result } from '#core/units';
import { load } from '#page/network';

/** How the worker came to run. */
export type WorkerOrigin = 'same-origin' | 'blob';

export interface StartedWorker {
  readonly worker: Worker;
  readonly origin: WorkerOrigin;
  /** Frees what starting needed; call once the worker has answered. */
  readonly release: () => void;
}

/** Why no worker runs; the message names the directive a shop would have to add. */
export type WorkerStartFault = Fault<'worker-blocked' | 'worker-missing'>;

/**
 * The start ladder (docs/SHOPS.md): a same-origin file, else the file's bytes as a blob. A worker of another origin never
 * starts by its address, and `importScripts` of one is blocked by more policies than a blob of fetched bytes is.
 */
export async function startWorker(workerUrl: string): Promise<Result<StartedWorker, WorkerStartFault>> {
  if (new URL(workerUrl).origin === location.origin) {
    const started = create(workerUrl, 'same-origin');
    return started ? ok({ ...started, release: () => undefined }) : blocked("'self'");
  }
  const bytes = await load(workerUrl);
  if (!bytes.ok) return fail('worker-missing', `Homebird runs without its worker: ${bytes.fault.message}`);
  // A blob lies in no folder: it is told where the worker's other parts are (vite.worker.ts).
  const folder = `self.homebirdFolder=${JSON.stringify(new URL('./', workerUrl).href)};\n`;
  const url = URL.createObjectURL(new Blob([folder, bytes.value.slice()], { type: 'text/javascript' }));
  const release = (): void => URL.revokeObjectURL(url);
  const started = create(url, 'blob');
  if (started) return ok({ ...started, release });
  release();
  return blocked('blob:');
}

/** The fault of a policy that keeps the worker out. */
export function blocked(source: "'self'" | 'blob:'): { readonly ok: false; readonly fault: WorkerStartFault } {
  return fail('worker-blocked', `Homebird runs without its worker: add "worker-src ${source}" to the page's Content-Security-Policy`);
}

function create(url: string, origin: WorkerOrigin): Omit<StartedWorker, 'release'> | undefined {
  try {
    return { worker: new Worker(trusted(url), { type: 'module', name: 'homebird' }), origin };
  } catch {
    return undefined; // SecurityError: a policy of the page
  }
}

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): unknown };
}

let policy: { createScriptURL(url: string): unknown } | undefined;

/** `url` under the Trusted Types policy `homebird` where the browser has them; a name may be used once, so it is kept. */
function trusted(url: string): string {
  const types = (globalThis as { readonly trustedTypes?: TrustedTypes }).trustedTypes;
  if (!types) return url;
  policy ??= types.createPolicy('homebird', { createScriptURL: (given) => given });
  return policy.createScriptURL(url) as string;
}
