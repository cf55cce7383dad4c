import { grantFor } from '#core/consent';
import type { Pause, PausedUntil } from '#core/contract';
import { withStorageFaults, type ReportFault } from '#core/protocol';
import { fail, ok, type Fault, type Result } from '#core/units';
import { TrainingStopped } from '#worker/federation';
import type { IdleWork } from './idle-work.ts';
import { lastVisit } from './last-visit.ts';
import { lazily } from './lazily.ts';
import type { DeviceParts } from './options.ts';
import { pausingOver } from './pausing.ts';
import { createPersonalHead } from './personal-head.ts';
import { turnsOf } from './turns.ts';
import { AFTER_FAULT_MS, type Visited } from './visit-terms.ts';

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
  /** Why the last look at the leader came to nothing; null where it did not, or before the first. */
  leaderFault(): ReportFault | null;
  /** Asked because she did something, as `Pausing.isPausedStill`. */
  isPaused(): Promise<boolean>;
  pausedUntilMs(): Promise<PausedUntil>;
  pause(until: Pause): Promise<void>;
  contributeNow(): Promise<Result<{ readonly uploads: number }, Fault<ReportFault['kind']>>>;
}

type Done = Result<Visited, ReportFault>;

/**
 * One device's idle work over its stores. What the last visit left is taken up at once; the work itself is code that no
 * shelf needs, and is loaded for its first turn. A stopped one never starts again and writes nothing more.
 */
export function createTending(parts: DeviceParts): Tending {
  const { ports, config, stores, notify, grants } = parts;
  const turns = turnsOf(ports.after, () => safely(tend));
  const pausing = pausingOver(stores.settings, ports.clock);
  const head = createPersonalHead(stores.settings);
  const restored = lastVisit(parts, head);
  const hasLocal = (): boolean => grantFor(grants(), 'local') !== undefined;
  let work: IdleWork | undefined;
  /** Before there is work to ask: when its first turn is, counted from the start alone. */
  let firstMs = -Infinity;
  const idleWork = async (): Promise<Result<IdleWork, ReportFault>> => {
    if (work) return ok(work);
    const part = await lazily(async () => (await import('./later.ts')).loadIdleWork());
    if (!part.ok) return part;
    if (turns.isStopped() || !hasLocal()) throw new TrainingStopped('Consent taken back or erased');
    work = part.value(parts, { pausing, head, isStopped: turns.isStopped });
    return ok(work);
  };
  const dueInMs = (): number => work?.dueInMs() ?? Math.max(0, firstMs - ports.clock.nowMs());
  /** One turn, alone among the tabs, and the next one put down. */
  const turn = async (isAsked: boolean): Promise<Done> => {
    const done = await guarded(() => ports.alone(`homebird ${config.shop}`, () => withStorageFaults(async (): Promise<Done> => {
      const ready = await idleWork();
      return ready.ok ? ready.value.run(isAsked) : ready;
    })));
    const leftMs = dueInMs();
    turns.schedule(leftMs === 0 && !done.ok ? AFTER_FAULT_MS : leftMs); // another tab is at work: not again at once
    return done;
  };
  const tell = (done: Result<unknown, ReportFault>): void => {
    if (!done.ok && !turns.isStopped() && done.fault.kind !== 'busy') notify({ kind: 'fault', fault: done.fault });
  };
  const inIdleTime = async (act: () => Promise<Result<unknown, ReportFault>>): Promise<void> => {
    if (!turns.isRunning() || !hasLocal()) return;
    await ports.idle();
    tell(await act());
  };
  const tend = (): Promise<void> => inIdleTime(async () => {
    const begun = await restored();
    if (!begun.ok) turns.schedule(AFTER_FAULT_MS); // storage that is away for a moment must not end all later turns
    return begun.ok ? turn(false) : begun;
  });
  // Idle work that breaks must not take the shelves with it; the next tab starts it afresh.
  const safely = (act: () => Promise<void>): void => {
    act().catch((error: unknown) => notify({ kind: 'fault', fault: { kind: 'crashed', message: error instanceof Error ? error.message : String(error) } }));
  };

  return {
    start() {
      if (turns.isRunning() || turns.isStopped()) return;
      firstMs = ports.clock.nowMs() + SETTLE_MS;
      turns.start(SETTLE_MS);
      safely(() => inIdleTime(restored));
    },
    soon() {
      const leftMs = dueInMs();
      turns.schedule(leftMs > 0 ? Math.min(leftMs, SETTLE_MS) : SETTLE_MS); // a busy page must not put off the look either
    },
    stop: turns.stop,
    head: head.weights,
    leaderFault: () => work?.leaderFault() ?? null,
    isPaused: pausing.isPausedStill,
    pausedUntilMs: pausing.untilMs,
    async pause(until) {
      await pausing.set(until);
      turns.schedule(SETTLE_MS);
    },
    contributeNow: async () => (hasLocal() ? turn(true) : fail('no-consent', 'no-consent')),
  };
}

/** What `act` gave, or the fault `busy` where it could not run or was abandoned. */
async function guarded(act: () => Promise<Done | undefined>): Promise<Done> {
  try {
    return (await act()) ?? fail('busy', 'Another tab of this shop is at work');
  } catch (error) {
    if (error instanceof TrainingStopped) return fail('busy', error.message);
    throw error;
  }
}
