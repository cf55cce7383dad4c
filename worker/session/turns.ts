import type { SessionPorts } from './ports.ts';

/** Work that can be put off, replaced and ended. */
export interface Turns {
  readonly isStopped: () => boolean;
  readonly isRunning: () => boolean;
  /** The first turn after `delayMs`; does nothing once started or stopped. */
  start(delayMs: number): void;
  stop(): void;
  /** The next turn, in place of any that was waiting. */
  schedule(delayMs: number): void;
}

export function turnsOf(after: SessionPorts['after'], act: () => void): Turns {
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
    start(delayMs) {
      if (state !== 'new') return;
      state = 'running';
      schedule(delayMs);
    },
    stop() {
      state = 'stopped';
      takeBack?.();
    },
    schedule,
  };
}
