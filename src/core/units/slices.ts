/** Long work in slices of a few milliseconds: between two of them whoever runs it may do other things. Gives what it made. */
export type Slices<Value> = Generator<undefined, Value, undefined>;

/** Steps of one slice, where a step is one multiplication and addition: 3 to 10 ms on one core of a 2-core server. */
export const SLICE_STEPS = 4_000_000;

/** A count of steps: true whenever they fill a slice, where the work should yield. */
export function sliceMeter(steps = SLICE_STEPS): (more: number) => boolean {
  let left = steps;
  return (more) => {
    left -= more;
    if (left >= 0) return false;
    left = steps;
    return true;
  };
}

/** Runs `work` to its end in one piece. */
export function atOnce<Value>(work: Slices<Value>): Value {
  for (;;) {
    const slice = work.next();
    if (slice.done) return slice.value;
  }
}

/** Runs `work` with `pause` awaited between slices; where it rejects, the work is abandoned. */
export async function inSlices<Value>(work: Slices<Value>, pause: () => Promise<void>): Promise<Value> {
  for (;;) {
    const slice = work.next();
    if (slice.done) return slice.value;
    await pause();
  }
}
