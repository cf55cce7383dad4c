/** How long a worker may be silent, ms: a fresh one before its first word, a running one when it is asked whether it is there. No slow phone was measured: too long only delays what comes instead, too short would drop a worker that was coming. */
const ANSWER_MS = 15_000;
/** A timer this late, ms, says that page and worker were frozen: they are given their time again. */
const FROZEN_MS = 1_000;

/** Resolves after {@link ANSWER_MS} in which this thread could have heard an answer. */
export async function silence(): Promise<'silent'> {
  for (;;) {
    const began = performance.now();
    await new Promise((resolve) => { setTimeout(resolve, ANSWER_MS); });
    if (performance.now() - began < ANSWER_MS + FROZEN_MS) return 'silent';
  }
}
