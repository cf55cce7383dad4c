import type { DeviceStores } from '#core/contract';
import type { Clock } from '#core/units';

/** The shopper's own pause: until a time in ms since 1970, until she resumes, or none. */
export type PausedUntil = number | 'resumed' | null;

/** The pause as the device keeps it. */
export interface Pausing {
  /** What is in force now; a time that has passed is none. */
  untilMs(): Promise<PausedUntil>;
  isPaused(): Promise<boolean>;
  set(untilMs: PausedUntil): Promise<void>;
}

/** The pause kept in `settings`, read afresh at every question: another tab may have set it. */
export function pausingOver(settings: DeviceStores['settings'], clock: Clock): Pausing {
  const untilMs = async (): Promise<PausedUntil> => {
    const until = (await settings.read('pausedUntilMs')) ?? null;
    return typeof until === 'number' && until <= clock.nowMs() ? null : until;
  };
  return {
    untilMs,
    isPaused: async () => (await untilMs()) !== null,
    set: (until) => settings.write('pausedUntilMs', until),
  };
}
