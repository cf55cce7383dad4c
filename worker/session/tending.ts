import { grantFor } from '#core/consent';
import { withStorageFaults, type ReportFault } from '#core/protocol';
import { fail, type Fault, type Result } from '#core/units';
import { TrainingStopped } from '#worker/federation';
import { createIdleWork } from './idle-work.ts';
import { AFTER_FAULT_MS, mayContribute, type Visited } from './leader-visits.ts';
import type { DeviceParts } from './options.ts';
import { pausingOver, type PausedUntil } from './pausing.ts';

/** Quiet time after something happened before work begins, ms: the page comes first. */
const SETTLE_MS = 1500;

/** Work of the idle time: newer models, the personal head, local training, reports. */
export interface Tending {
  start(): void;
  /** Something happened: look again when it is quiet. */
  soon(): void;
  stop(): void;
  /** The fitted personal head, shape [INPUTS]; undefined before there is one. */
  head(): Float32Array | undefined;
  isPaused(): Promise<boolean>;
  pausedUntilMs(): Promise<PausedUntil>;
  pause(untilMs: PausedUntil): Promise<void>;
  contributeNow(): Promise<Result<{ readonly uploads: number }, Fault<ReportFault['kind']>>>;
}

/** Work that can be put off, replaced and ended. */
interface Turns {
  readonly isStopped: () => boolean;
  readonly isRunning: () => boolean;
  start(): void;
  stop(): void;
  /** The next turn, in place of any that was waiting. */
  schedule(delayMs: number): void;
}

function turnsOf(after: DeviceParts['ports']['after'], act: () => void): Turns {
  let state: 'new' | 'running' | 'stopped' = 'new';
  let takeBack: (() => void) | undefined;
  const schedule = (delayMs: number): void => {
    if (state !== 'running') return;
    takeBack?.();
    takeBack = after(delayMs, act);
  };
  return {
    isStopped: () => state === 'stopped',
    isRunning: () => state === 'running',
    start() {
      if (state !== 'new') return;
      state = 'running';
      schedule(0);
    },
    stop() {
      state = 'stopped';
      takeBack?.();
    },
    schedule,
  };
}

/** One device's idle work over its stores. A stopped one never starts again and writes nothing more. */
export function createTending(parts: DeviceParts): Tending {
  const { ports, config, stores, notify, grants } = parts;
  const turns = turnsOf(ports.after, () => tendSafely());
  const pausing = pausingOver(stores.settings, ports.clock);
  const work = createIdleWork(parts, pausing, turns.isStopped);

  /** One turn, alone among the tabs, and the next one put down. */
  const turn = async (isAsked: boolean): Promise<Result<Visited, ReportFault>> => {
    const done = await guarded(() => ports.alone(`homebird ${config.shop}`, () => withStorageFaults(() => work.run(isAsked))));
    const leftMs = work.dueInMs();
    turns.schedule(leftMs === 0 && !done.ok ? AFTER_FAULT_MS : leftMs); // another tab is at work: not again at once
    return done;
  };
  const tend = async (): Promise<void> => {
    if (!turns.isRunning() || grantFor(grants(), 'local') === undefined) return;
    await ports.idle();
    const done = await turn(false);
    if (!done.ok && !turns.isStopped() && done.fault.kind !== 'busy') notify({ kind: 'fault', fault: done.fault });
  };
  // Idle work that breaks must not take the shelves with it; the next tab starts it afresh.
  const tendSafely = (): void => {
    tend().catch((error: unknown) => notify({ kind: 'fault', fault: { kind: 'crashed', message: error instanceof Error ? error.message : String(error) } }));
  };

  return {
    start: turns.start,
    soon() {
      const leftMs = work.dueInMs();
      turns.schedule(leftMs > 0 ? Math.min(leftMs, SETTLE_MS) : SETTLE_MS); // a busy page must not put off the look either
    },
    stop: turns.stop,
    head: work.head,
    isPaused: pausing.isPaused,
    pausedUntilMs: pausing.untilMs,
    async pause(untilMs) {
      await pausing.set(untilMs);
      turns.schedule(SETTLE_MS);
    },
    async contributeNow() {
      if (!mayContribute(grants())) return fail('no-consent', 'The shopper has not agreed to contribute');
      if (await pausing.isPaused()) return fail('paused', 'The shopper has paused this');
      return turn(true);
    },
  };
}

/** What `act` gave, or the fault `busy` where it could not run or was abandoned. */
async function guarded(act: () => Promise<Result<Visited, ReportFault> | undefined>): Promise<Result<Visited, ReportFault>> {
  try {
    return (await act()) ?? fail('busy', 'Another tab of this shop is at work');
  } catch (error) {
    if (error instanceof TrainingStopped) return fail('busy', error.message);
    throw error;
  }
}
