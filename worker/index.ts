/// <reference lib="webworker" />
import { sendsGpc } from '#core/consent';
import { answerPage } from '#core/contract';
import { fail } from '#core/units';
import { lazyEd25519, webSymmetric, webContentHash, webRandomness } from '#page/crypto';
import { load } from '#page/network';
import { indexedStores } from '#page/store';
import { createSession, type SessionPorts } from '#worker/session';

/** What the lazy tensor chunk exports (`worker/backend`). */
interface TensorsChunk {
  readonly fasterEncoder: (options: Parameters<SessionPorts['fasterEncoder']>[0]) => ReturnType<SessionPorts['fasterEncoder']>;
}

/** Where the parts of a worker started from a blob lie, written before its code by whoever made the blob (`#page/engine`). */
const folder = (self as { readonly homebirdFolder?: string }).homebirdFolder;
/** Filled in by the build (`vite.tag.ts`). */
const TENSORS_DIGEST = '%HOMEBIRD_TENSORS%';

/** What has been fetched under its hash, or is on its way: parts that are asked for at once share files. */
const checks = new Map<string, Promise<void>>();

function check(address: string, digest: string): Promise<void> {
  const fetching = checks.get(address) ?? fetched(address, digest);
  checks.set(address, fetching);
  return fetching;
}

async function fetched(address: string, digest: string): Promise<void> {
  const found = await load(address, `sha256-${digest}`);
  if (found.ok) return;
  checks.delete(address); // asked for again with the next part that wants it
  throw new Error(found.fault.message);
}

/**
 * Imports a part of this build. An `import()` in a worker can be given no hash, so what comes from another origin is first
 * fetched under its hash; the import that follows finds the same immutable file in the browser's cache.
 *
 * @param files - `[file, its SHA-256 in base64]`; the last one is the part, those before it are what it imports
 * @returns the module; rejects where a file does not arrive or is another
 */
async function importPart(...files: readonly (readonly [file: string, digest: string])[]): Promise<unknown> {
  const addresses = await Promise.all(files.map(async ([file, digest]) => {
    const { href } = new URL(file, folder ?? import.meta.url);
    if (folder !== undefined) await check(href, digest);
    return href;
  }));
  return import(/* @vite-ignore */ addresses.at(-1) ?? '');
}

// Every import() of a part becomes a call of this (`vite.worker.ts`).
Object.assign(self, { homebirdPart: importPart });

/** One tab at a time where the browser has Web Locks; elsewhere (insecure origins) tabs cannot be told apart. */
async function alone<Value>(name: string, act: () => Promise<Value>): Promise<Value | undefined> {
  if (!('locks' in self.navigator)) return act();
  return self.navigator.locks.request(name, { ifAvailable: true }, (lock) => (lock ? act() : undefined));
}

/** The same, but waiting for its turn. */
async function oneByOne<Value>(name: string, act: () => Promise<Value>): Promise<Value> {
  return 'locks' in self.navigator ? self.navigator.locks.request(name, act) : act();
}

async function fasterEncoder(options: Parameters<SessionPorts['fasterEncoder']>[0]): ReturnType<SessionPorts['fasterEncoder']> {
  // Asked first: where there is no GPU, nobody should download what could not run.
  if (!('gpu' in self.navigator)) return fail('no-webgpu', 'This browser has no WebGPU');
  try {
    if ((await self.navigator.gpu.requestAdapter()) === null) return fail('no-webgpu', 'This device offers no WebGPU adapter');
    const chunk = (await importPart([options.tensorsUrl, TENSORS_DIGEST])) as TensorsChunk;
    return await chunk.fasterEncoder(options);
  } catch (error) {
    return fail('no-tensors', error instanceof Error ? error.message : String(error));
  }
}

const session = createSession({
  clock: { nowMs: () => Date.now() },
  elapsedMs: () => performance.now(),
  hasGpc: () => sendsGpc(self.navigator),
  browser: self.navigator.userAgent,
  randomness: webRandomness,
  symmetric: webSymmetric,
  ed25519: lazyEd25519,
  hash: webContentHash,
  load,
  sending: async () => (await import('./sending.ts')).sending(),
  stores: indexedStores,
  alone,
  oneByOne,
  idle: () => new Promise((resolve) => { self.setTimeout(resolve, 0); }),
  after(delayMs, act) {
    const timer = self.setTimeout(act, delayMs);
    return () => self.clearTimeout(timer);
  },
  fasterEncoder,
});

const answer = answerPage(session, (message) => self.postMessage(message));
// Messages of a dedicated worker carry no origin: only its own page is heard.
self.addEventListener('message', (event) => answer((event as MessageEvent).data));
