import type { Fault, Result } from '#core/units';

/** What this page knows of a pause; whether there is one, the worker says. */
export interface Pauses {
  /** As last heard. Where it is paused, looks anew, so that what happens after the pause finds it ended. */
  isPaused(): boolean;
  /** Learns from an answer of `record` that was asked for now; gives the answer. */
  hear<Answer extends Result<unknown, Fault>>(asking: Promise<Answer>): Promise<Answer>;
  /** Asks; gives whether it is paused. */
  look(): Promise<boolean>;
  /** Whether it is paused by the newest answer that was asked for, once it has come; asks where there is none. */
  heard(): Promise<boolean>;
}

/**
 * Starts as if not paused: what is told before the first answer, the worker refuses.
 *
 * @param ask - gives the answer to a `record` of nothing; never rejects
 * @param changed - told when a pause begins or ends
 */
export function pauses(ask: () => Promise<Result<unknown, Fault>>, changed: () => void): Pauses {
  let isPaused = false;
  let isLooking = false;
  let asked = 0;
  /** Number of the youngest question whose answer was taken: one that was asked before says what was. */
  let taken = 0;
  let newest: Promise<unknown> | undefined;
  const take = async <Answer extends Result<unknown, Fault>>(asking: Promise<Answer>): Promise<Answer> => {
    const mine = ++asked;
    const answer = await asking;
    const isNow = !answer.ok && answer.fault.kind === 'paused';
    if (mine < taken || !(answer.ok || isNow)) return answer;
    taken = mine;
    if (isNow !== isPaused) {
      isPaused = isNow;
      changed();
    }
    return answer;
  };
  const hear: Pauses['hear'] = (asking) => (newest = take(asking));
  const look = async (): Promise<boolean> => {
    await hear(ask());
    return isPaused;
  };
  return {
    isPaused() {
      if (isPaused && !isLooking) {
        isLooking = true;
        void look().finally(() => (isLooking = false));
      }
      return isPaused;
    },
    hear,
    look,
    async heard() {
      await (newest ?? look());
      return isPaused;
    },
  };
}
