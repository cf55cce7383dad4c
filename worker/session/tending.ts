import { grantFor } from '#core/consent';
import { withStorageFaults, type ReportFault } from '#core/protocol';
import { fail, ok, type Fault, type Result } from '#core/units';
import { TrainingStopped } from '#worker/federation';
import { AFTER_FAULT_MS, createLeaderVisits, federationPorts, mayContribute, type Visited } from './leader-visits.ts';
import type { DeviceParts } from './options.ts';
import { pausingOver, type PausedUntil } from './pausing.ts';
import { createPersonalHead } from './personal-head.ts';

/** Quiet time after something happened before work begins, ms: the page comes first. */
const SETTLE_MS = 1500;

/** Work of the idle time: newer models, the personal head, local training, reports. */
export interface Tending {
  start(): void;
  /** Something happened: look again when it is quiet. */
  soon(): void;
  stop(): void;
  /** The fitted personal head, shape [MIX_PARAMETERS]; undefined before there is one. */
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
  const { ports, config, stores, models, notify, grants } = parts;
  const turns = turnsOf(ports.after, () => tendSafely());
  const hasLocal = (): boolean => grantFor(grants(), 'local') !== undefined;
  const pauseWhile = (mayGoOn: () => boolean) => async (): Promise<void> => {
    await ports.idle();
    if (turns.isStopped() || !mayGoOn()) throw new TrainingStopped('Training was abandoned: the shopper paused, took consent back or erased');
  };
  const pausing = pausingOver(stores.settings, ports.clock);
  const head = createPersonalHead(parts);
  const visits = createLeaderVisits({ ...parts, pausing, pause: pauseWhile(() => mayContribute(grants())), isStopped: turns.isStopped });

  const work = async (isAsked: boolean): Promise<Result<Visited, ReportFault>> => {
    await head.restore();
    const federation = await federationPorts(parts);
    if (config.leaderUrl !== '') await models.restore(federation);
    if (!(await pausing.isPaused())) await head.fit(pauseWhile(hasLocal));
    if (config.leaderUrl === '') return ok({ uploads: 0, nextMs: AFTER_FAULT_MS });
    const leftMs = visits.dueInMs();
    return leftMs > 0 && !isAsked ? ok({ uploads: 0, nextMs: leftMs }) : visits.visit(federation);
  };
  const guarded = async (isAsked = false): ReturnType<typeof work> => {
    try {
      const done = await ports.alone(`homebird ${config.shop}`, () => withStorageFaults(() => work(isAsked)));
      return done ?? fail('busy', 'Another tab of this shop is at work');
    } catch (error) {
      if (error instanceof TrainingStopped) return fail('busy', error.message);
      throw error;
    }
  };
  const tend = async (): Promise<void> => {
    if (!turns.isRunning() || !hasLocal()) return;
    await ports.idle();
    const done = await guarded();
    if (!done.ok && !turns.isStopped() && done.fault.kind !== 'busy') notify({ kind: 'fault', fault: done.fault });
    turns.schedule(done.ok ? done.value.nextMs : AFTER_FAULT_MS);
  };
  // Idle work that breaks must not take the shelves with it; the next tab starts it afresh.
  const tendSafely = (): void => {
    tend().catch((error: unknown) => notify({ kind: 'fault', fault: { kind: 'crashed', message: error instanceof Error ? error.message : String(error) } }));
  };

  return {
    start: turns.start,
    soon() {
      const leftMs = visits.dueInMs();
      turns.schedule(leftMs > 0 ? Math.min(leftMs, SETTLE_MS) : SETTLE_MS); // a busy page must not put off the look either
    },
    stop: turns.stop,
    head: head.weights,
    isPaused: pausing.isPaused,
    pausedUntilMs: pausing.untilMs,
    async pause(untilMs) {
      await pausing.set(untilMs);
      turns.schedule(SETTLE_MS);
    },
    async contributeNow() {
      if (!mayContribute(grants())) return fail('no-consent', 'The shopper has not agreed to contribute');
      if (await pausing.isPaused()) return fail('paused', 'The shopper has paused this');
      const done = await guarded(true);
      return done.ok ? ok({ uploads: done.value.uploads }) : done;
    },
  };
}
