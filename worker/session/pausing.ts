import type { DeviceStores, Pause, PausedUntil } from '#core/contract';
import { SESSION_GAP_MS } from '#core/features';
import type { Clock } from '#core/units';

/** The pause as the device keeps it. */
export interface Pausing {
  /** What is in force now; a time that has passed is none. */
  untilMs(): Promise<PausedUntil>;
  isPaused(): Promise<boolean>;
  /** The same, asked because she did something: a pause for the visit goes on with it. */
  isPausedStill(): Promise<boolean>;
  set(until: Pause): Promise<void>;
}

/** The pause kept in `settings`, read afresh at every question: another tab may have set it. */
export function pausingOver(settings: DeviceStores['settings'], clock: Clock): Pausing {
  const untilMs = async (): Promise<PausedUntil> => {
    const until = (await settings.read('pausedUntilMs')) ?? null;
    return typeof until === 'number' && until <= clock.nowMs() ? null : until;
  };
  const isPaused = async (): Promise<boolean> => (await untilMs()) !== null;
  /** It ends when she has been away for as long as ends a visit everywhere. */
  const forVisit = (): Promise<void> => settings.write('pausedUntilMs', clock.nowMs() + SESSION_GAP_MS);
  return {
    untilMs,
    isPaused,
    async isPausedStill() {
      if (!(await isPaused())) return false;
      if ((await settings.read('isPausedForVisit')) === true) await forVisit();
      return true;
    },
    async set(until) {
      await settings.write('isPausedForVisit', until === 'visit');
      await (until === 'visit' ? forVisit() : settings.write('pausedUntilMs', until));
    },
  };
}
