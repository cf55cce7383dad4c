import { encodeUpdate, meanUpdate } from '#core/fedavg';
import { discreteGaussianVector } from '#core/privacy';
import type { Task } from '#core/protocol';
import type { Randomness } from '#core/units';

/** Where the updates of one round go. */
export interface Aggregation {
  /** Adds one device's update. */
  add(delta: Float32Array): Promise<void>;
  /** Mean in model units. [P] */
  mean(): Float32Array;
  readonly reports: () => number;
}

/** What of a task decides how updates are summed. */
export type SumTask = Pick<Task, 'model' | 'length' | 'minBatch' | 'clipNorm' | 'integerNorm' | 'noiseVariance'>;

/** Noise-free tasks exist in this bench only: every device refuses one. */
export const NO_NOISE: Task['noiseVariance'] = { numerator: 0, denominator: 1 };

/**
 * What both servers' shares add up to, without the shares: updates clipped, rounded and summed as integers, each server's own
 * noise added, the sum of at least k reports opened. Masks cancel exactly (a test of `#core/fedavg` shares, verifies and
 * sums with the same result), and 10,000 proofs a round would take a quarter of an hour.
 */
export function aggregationOf(task: SumTask, randomness: Randomness): Aggregation {
  const sum = new Int32Array(task.length);
  const addTo = (values: Int32Array): void => values.forEach((value, i) => { sum[i] = (sum[i] ?? 0) + value; });
  let reports = 0;
  return {
    reports: () => reports,
    async add(delta) {
      const encoded = encodeUpdate(delta, task, randomness);
      if (!encoded.ok) return; // the device refuses its own non-finite update and stays out of the batch
      addTo(encoded.value);
      reports += 1;
    },
    mean() {
      if (reports < task.minBatch) throw new RangeError(`Cannot open a batch of ${reports} reports: the task promises at least ${task.minBatch}`);
      for (let server = 0; server < 2 && task.noiseVariance.numerator > 0; server++) addTo(discreteGaussianVector(task.length, task.noiseVariance, randomness));
      return meanUpdate(sum, reports, task);
    },
  };
}

/** The plain mean of updates, as if nothing had to be hidden. */
export function idealAggregation(length: number): Aggregation {
  const sum = new Float64Array(length);
  let reports = 0;
  return {
    reports: () => reports,
    async add(delta) {
      for (let i = 0; i < length; i++) sum[i] = (sum[i] ?? 0) + (delta[i] ?? 0);
      reports += 1;
    },
    mean: () => Float32Array.from(sum, (x) => x / Math.max(1, reports)),
  };
}
