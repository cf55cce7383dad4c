import { encodeUpdate } from '#core/fedavg';
import { discreteGaussianVector } from '#core/privacy';
import type { ModelTask } from '#core/protocol';
import type { Randomness } from '#core/units';

/** Where the reports of one round go. */
export interface Aggregation {
  /** Adds one device's report. [entries of the task] */
  add(report: Float32Array): void;
  /** The noised sum in integer units. [entries of the task] */
  open(): Int32Array;
  readonly reports: () => number;
}

/** What of a task decides how updates are summed. */
export type SumTask = Pick<ModelTask, 'model' | 'length' | 'minBatch' | 'clipNorm' | 'integerNorm' | 'noiseVariance'>;

/** Noise-free tasks exist in this bench only: every device refuses one. */
export const NO_NOISE: ModelTask['noiseVariance'] = { numerator: 0, denominator: 1 };

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
    add(report) {
      const encoded = encodeUpdate(report, task, randomness);
      if (!encoded.ok) return; // the device refuses its own non-finite update and stays out of the batch
      addTo(encoded.value);
      reports += 1;
    },
    open() {
      if (reports < task.minBatch) throw new RangeError(`Cannot open a batch of ${reports} reports: the task promises at least ${task.minBatch}`);
      for (let server = 0; server < 2 && task.noiseVariance.numerator > 0; server++) addTo(discreteGaussianVector(task.length, task.noiseVariance, randomness));
      return sum;
    },
  };
}
