/** Work in turns, with a pause after each. */
export interface Turns {
  /** Begins the first turn; a second call changes nothing. */
  start(): void;
  /** Resolves after the turn in progress; a pause is cut short. */
  stop(): Promise<void>;
}

/**
 * Does `turn` again and again.
 *
 * @param turn - never overlaps itself; handles its own failures, because a rejection ends the turns
 * @param pauseMs - between the end of one turn and the next
 */
export function inTurns(turn: () => Promise<void>, pauseMs: number): Turns {
  const ending = new AbortController();
  let running: Promise<void> | undefined;
  // One function, replaced by each pause: a listener on the signal would stay behind after every one of them.
  let cutShort = (): void => undefined;
  const pause = (): Promise<void> => new Promise((resolve) => {
    const timer = setTimeout(resolve, pauseMs);
    cutShort = () => {
      clearTimeout(timer);
      resolve();
    };
  });
  async function run(): Promise<void> {
    while (!ending.signal.aborted) {
      await turn();
      if (!ending.signal.aborted) await pause();
    }
  }
  return {
    start() {
      running ??= run();
    },
    async stop() {
      ending.abort();
      cutShort();
      await running;
    },
  };
}
