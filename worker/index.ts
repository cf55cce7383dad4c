/// <reference lib="webworker" />
import { expose } from 'comlink';
import type { WorkerApi, WorkerNotice } from '#core/contract';
import { fail } from '#core/units';
import { ed25519, loadHpkeSeal, webSymmetric, webContentHash, webRandomness } from '#page/crypto';
import { load, loadNetwork } from '#page/network';
import { indexedStores } from '#page/store';
import { createSession, type SessionPorts } from '#worker/session';

/** What the lazy tensor chunk exports (`worker/backend`). */
interface TensorsChunk {
  readonly fasterEncoder: (options: Parameters<SessionPorts['fasterEncoder']>[0]) => ReturnType<SessionPorts['fasterEncoder']>;
}

/** One tab at a time where the browser has Web Locks; elsewhere (insecure origins) tabs cannot be told apart. */
async function alone<Value>(name: string, act: () => Promise<Value>): Promise<Value | undefined> {
  if (!('locks' in self.navigator)) return act();
  return self.navigator.locks.request(name, { ifAvailable: true }, (lock) => (lock ? act() : undefined));
}

async function fasterEncoder(options: Parameters<SessionPorts['fasterEncoder']>[0]): ReturnType<SessionPorts['fasterEncoder']> {
  // Asked first: where there is no GPU, nobody should download what could not run.
  if (!('gpu' in self.navigator)) return fail('no-webgpu', 'This browser has no WebGPU');
  try {
    if ((await self.navigator.gpu.requestAdapter()) === null) return fail('no-webgpu', 'This device offers no WebGPU adapter');
    const chunk = (await import(/* @vite-ignore */ options.tensorsUrl)) as TensorsChunk;
    return await chunk.fasterEncoder(options);
  } catch (error) {
    return fail('no-tensors', error instanceof Error ? error.message : String(error));
  }
}

async function sending(): ReturnType<SessionPorts['sending']> {
  const [seal, network] = await Promise.all([loadHpkeSeal(), loadNetwork()]);
  return { seal, network };
}

const session = createSession({
  clock: { nowMs: () => Date.now() },
  elapsedMs: () => performance.now(),
  browser: self.navigator.userAgent,
  randomness: webRandomness,
  symmetric: webSymmetric,
  ed25519,
  hash: webContentHash,
  load,
  sending,
  stores: indexedStores,
  alone,
  idle: () => new Promise((resolve) => { self.setTimeout(resolve, 0); }),
  after(delayMs, act) {
    const timer = self.setTimeout(act, delayMs);
    return () => self.clearTimeout(timer);
  },
  fasterEncoder,
});

/** A page that has gone hears nothing; that is no reason to fail here. */
function untilGone(listener: (notice: WorkerNotice) => unknown): (notice: WorkerNotice) => void {
  return (notice) => {
    Promise.resolve(listener(notice)).catch(() => undefined);
  };
}

const api: WorkerApi = { ...session, subscribe: (listener) => session.subscribe(untilGone(listener)) };
// Messages of a dedicated worker carry no origin: only its own page is heard.
expose(api, self, ['']);
