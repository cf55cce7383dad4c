import type { TaskId } from '#core/protocol';
import type { Clock } from '#core/units';

/** Times that a batch is asked for in vain. With the pauses below two minutes: a proxy that spoils answers is noticed and mended in that. */
const MOST_DOUBTS = 8;
/** Pause after the first, ms; twice as long after each other one. */
const FIRST_PAUSE_MS = 1_000;

/** Batches whose share came and was not the helper's word. In memory: a restart asks {@link MOST_DOUBTS} times more. */
export interface Doubts {
  /** Whether the batch may be asked for now. */
  mayAsk(task: TaskId): boolean;
  /** Notes another answer that was not the helper's word; false where it was one too many. */
  add(task: TaskId): boolean;
}

/** No doubts yet. */
export function createDoubts(clock: Clock): Doubts {
  const doubts = new Map<TaskId, { readonly count: number; readonly untilMs: number }>();
  return {
    mayAsk: (task) => clock.nowMs() >= (doubts.get(task)?.untilMs ?? -Infinity),
    add(task) {
      const count = (doubts.get(task)?.count ?? 0) + 1;
      doubts.set(task, { count, untilMs: clock.nowMs() + FIRST_PAUSE_MS * 2 ** (count - 1) });
      return count < MOST_DOUBTS;
    },
  };
}
