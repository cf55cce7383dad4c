import { fail, ok, type Fault, type Result } from '#core/units';
import { load } from '#page/network';
import { refusals, type Refusals } from './refusals.ts';
import { silence } from './silence.ts';

/** How the worker came to run. */
export type WorkerOrigin = 'same-origin' | 'blob';

/** Where the worker's file lies. */
export interface WorkerFile {
  /** Absolute. */
  readonly url: string;
  /** Subresource Integrity, or ''. */
  readonly integrity: string;
}

/** A worker that has said that it is there. */
export interface StartedWorker {
  readonly worker: Worker;
  readonly origin: WorkerOrigin;
}

/** Why no worker runs; the message names the directive a shop would have to add. */
export type WorkerStartFault = Fault<'worker-blocked' | 'worker-missing' | 'crashed'>;

/**
 * The start ladder (docs/shops/csp.md): a file of the page's own origin, else the file's bytes, checked, as a blob. A worker
 * of another origin never starts by its address, and `importScripts` of one is blocked by more policies than a blob of
 * fetched bytes is.
 *
 * @param hear - told each message of the worker, from its first; says of each whether it was the word that it is there
 */
export async function startWorker(file: WorkerFile, hear: (message: unknown) => boolean): Promise<Result<StartedWorker, WorkerStartFault>> {
  const seen = refusals(document);
  try {
    const isOwn = new URL(file.url).origin === location.origin;
    const own = isOwn ? await begin(file.url, 'same-origin', hear) : undefined;
    if (own?.ok === true) return own;
    if (own?.fault.kind === 'silent') return silent();
    return await startBlob(file, isOwn, seen, hear);
  } finally {
    seen.stop();
  }
}

async function startBlob({ url, integrity }: WorkerFile, isOwn: boolean, seen: Refusals, hear: (message: unknown) => boolean): Promise<Result<StartedWorker, WorkerStartFault>> {
  // What the page's own origin serves is the shop's own word; another's is held to the build.
  const bytes = await load(url, isOwn ? '' : integrity);
  if (!bytes.ok) return refusedOr(seen, isOwn, { kind: 'worker-missing', message: `Homebird runs without its worker: ${bytes.fault.message}` });
  // A blob lies in no folder: it is told where the worker's other parts are (`worker/index.ts`).
  const folder = `self.homebirdFolder=${JSON.stringify(new URL('./', url).href)};\n`;
  const blob = URL.createObjectURL(new Blob([folder, bytes.value.slice()], { type: 'text/javascript' }));
  const started = await begin(blob, 'blob', hear);
  URL.revokeObjectURL(blob);
  if (started.ok) return started;
  return started.fault.kind === 'silent' ? silent() : refusedOr(seen, isOwn, { kind: 'crashed', message: 'Homebird runs without its worker: it broke while it started' });
}

function silent(): { readonly ok: false; readonly fault: WorkerStartFault } {
  return fail('crashed', 'Homebird runs without its worker: it did not answer');
}

/** The directive that kept the worker out, where one did. */
async function refusedOr(seen: Refusals, isOwn: boolean, other: WorkerStartFault): Promise<{ readonly ok: false; readonly fault: WorkerStartFault }> {
  const directive = await seen.missing(isOwn);
  return directive === undefined ? { ok: false, fault: other } : fail('worker-blocked', `Homebird runs without its worker: add "${directive}" to the page's Content-Security-Policy`);
}

/** A worker under `url`, once it has said that it is there. */
async function begin(url: string, origin: WorkerOrigin, hear: (message: unknown) => boolean): Promise<Result<StartedWorker, Fault<'broken' | 'silent'>>> {
  let worker: Worker;
  try {
    worker = new Worker(trusted(url), { type: 'module', name: 'homebird' });
  } catch (error) {
    return fail('broken', String(error)); // a policy of the page
  }
  const first = await Promise.race([silence(), new Promise<'broken' | 'there'>((resolve) => {
    worker.addEventListener('error', () => resolve('broken'), { once: true });
    worker.addEventListener('message', ({ data }) => { if (hear(data)) resolve('there'); });
  })]);
  if (first === 'there') return ok({ worker, origin });
  worker.terminate();
  return fail(first, 'No first word');
}

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): unknown };
}

/** Kept on the page, because a name may be used once, and a tag of another build may have come before. */
const POLICY = Symbol.for('homebird.policy');

/** `url` under the Trusted Types policy `homebird` where the browser has them. */
function trusted(url: string): string {
  const page = globalThis as { readonly trustedTypes?: TrustedTypes; [POLICY]?: ReturnType<TrustedTypes['createPolicy']> };
  if (!page.trustedTypes) return url;
  page[POLICY] ??= page.trustedTypes.createPolicy('homebird', { createScriptURL: (given) => given });
  return page[POLICY].createScriptURL(url) as string;
}
