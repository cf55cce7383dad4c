import { contentHash, fail, ok } from '#core/units';
import type { SessionPorts } from '#worker/session';
import type { aDevice } from './a-deployment.ts';
import { inOrder } from './a-session.ts';

/** Turns of the event loop after which what follows from a step has run. */
const TURNS = 20;

/**
 * What the sessions of one device ask of their browser: one clock, timers and locks for all its tabs, held by the test, with
 * the device's own network and stores behind it.
 *
 * @param files - of the shop's catalogue, by name
 */
export function heldSession(device: ReturnType<typeof aDevice>, files: ReadonlyMap<string, Uint8Array>) {
  const timers = new Map<number, { act: () => void; atMs: number }>();
  const held = new Set<string>();
  const working = new Set<Promise<unknown>>();
  let nextTimer = 0;
  const ports: SessionPorts = {
    clock: device.ports.clock, elapsedMs: () => 0, hasGpc: () => false, browser: 'Browser 1', randomness: device.ports.randomness, symmetric: device.ports.symmetric, ed25519: device.ports.ed25519,
    hash: async (bytes) => contentHash(bytes),
    async load(url) {
      if (url.startsWith(device.ports.leaderUrl)) return device.ports.network.load(url);
      const bytes = files.get(url.slice(url.lastIndexOf('/') + 1));
      return bytes ? ok(bytes) : fail('offline', `no ${url}`);
    },
    sending: async () => ({
      seal: device.ports.seal,
      network: ({ grants }) => ({
        load: device.ports.network.load,
        send(grant, entry) {
          device.state.grants = grants();
          return device.ports.network.send(grant, entry);
        },
      }),
    }),
    stores: () => device.stores,
    oneByOne: inOrder(),
    async alone(name, act) {
      if (held.has(name)) return undefined;
      held.add(name);
      const work = act();
      working.add(work);
      try {
        return await work;
      } finally {
        held.delete(name);
        working.delete(work);
      }
    },
    idle: async () => undefined,
    after(delayMs, act) {
      const id = nextTimer++;
      timers.set(id, { act, atMs: device.state.nowMs + delayMs });
      return () => timers.delete(id);
    },
    fasterEncoder: () => Promise.resolve(fail('no-webgpu', 'none here')),
  };
  /** Until nothing is at work, and what follows from it has run. */
  const settle = async (): Promise<void> => {
    do {
      await Promise.allSettled(working);
      for (let turn = 0; turn < TURNS; turn++) await new Promise((resolve) => { setImmediate(resolve); });
    } while (working.size > 0);
  };
  return {
    ports, settle,
    /** Names of locks that are taken. */
    held,
    /** Lets the clock run until nothing is due within `spanMs`. */
    async pass(spanMs: number): Promise<void> {
      const untilMs = device.state.nowMs + spanMs;
      for (;;) {
        await settle(); // before the clock moves
        const due = [...timers].filter(([, timer]) => timer.atMs <= untilMs).sort((a, b) => a[1].atMs - b[1].atMs)[0];
        if (!due) break;
        timers.delete(due[0]);
        device.state.nowMs = Math.max(device.state.nowMs, due[1].atMs);
        due[1].act();
      }
      device.state.nowMs = untilMs;
    },
  };
}
