/** Numbers of a computation: float32 in training, float64 where a test wants the last digits of a slope. */
export type Floats = Float32Array | Float64Array;

/** One matrix of a computation, row-major, and the slope of the loss by it. */
export interface Value {
  readonly rows: number;
  readonly columns: number;
  /** [rows × columns]. */
  readonly data: Floats;
  /** The same shape, added to on the way back; undefined for what is not learned. */
  readonly slope: Floats | undefined;
}

/** Remembers how values came about, so that slopes can be carried back through them. One tape serves one batch. */
export interface Tape {
  /** A matrix of zeros to be filled by an operation; with a slope if any of `parents` has one. */
  make(rows: number, columns: number, parents: readonly Value[]): Value;
  /** What to do on the way back; steps run in reverse order. */
  onWayBack(step: () => void): void;
  /** Carries the slopes that were set back to all parents; once. */
  back(): void;
}

/** An empty tape. @param zeros - makes the room of every value, of 0s */
export function newTape(zeros: (size: number) => Floats = (size) => new Float32Array(size)): Tape {
  const steps: (() => void)[] = [];
  return {
    make: (rows, columns, parents) => ({ rows, columns, data: zeros(rows * columns), slope: parents.some(({ slope }) => slope) ? zeros(rows * columns) : undefined }),
    onWayBack: (step) => { steps.push(step); },
    back() {
      for (let step = steps.pop(); step; step = steps.pop()) step();
    },
  };
}

/** A value that is not learned. */
export function constant(rows: number, columns: number, data: Floats): Value {
  return { rows, columns, data, slope: undefined };
}

/** Element the caller has proved to be there. */
export function at(values: Floats, index: number): number {
  return values[index] as number;
}

/** Index the caller has proved to be there. */
export function indexAt(values: Int32Array, index: number): number {
  return values[index] as number;
}
