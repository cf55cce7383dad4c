import { encodeUpdate, meanUpdate } from '#core/fedavg';
import { discreteGaussianVector } from '#core/privacy';
import type { Task } from '#core/protocol';
import type { Randomness } from '#core/units';
import { vdafNamed, type Vdaf } from '#core/vdaf';
import { webAesCtr } from '#page/crypto';

/** Where the updates of one round go. */
export interface Aggregation {
  /** Adds one device's update. */
  add(delta: Float32Array): Promise<void>;
  /** Mean in model units. [P] */
  mean(): Float32Array;
  readonly reports: () => number;
}

/** Noise-free tasks exist in this bench only: every device refuses one. */
export const NO_NOISE: Task['noiseVariance'] = { numerator: 0, denominator: 1 };

/**
 * The way of updates through both servers, without HTTP and seals: clipped, rounded, sharded, added to two running sums;
 * then each server's own noise, and the sum of at least k reports is opened.
 */
export function aggregationOf(task: Task, randomness: Randomness): Aggregation {
  const named = vdafNamed(task.vdaf, task.length, { aes: webAesCtr });
  if (!named.ok) throw new RangeError(named.fault.message);
  const vdaf = named.value;
  const sums = [new Uint32Array(task.length), new Uint32Array(task.length)] as const;
  const context = new Uint8Array(32);
  let reports = 0;
  return {
    reports: () => reports,
    async add(delta) {
      const encoded = encodeUpdate(delta, task, randomness);
      if (!encoded.ok) return; // the device refuses its own non-finite update and stays out of the batch
      await share(vdaf, encoded.value, { sums, context, randomness });
      reports += 1;
    },
    mean() {
      if (reports < task.minBatch) throw new RangeError(`Cannot open a batch of ${reports} reports: the task promises at least ${task.minBatch}`);
      if (task.noiseVariance.numerator > 0) for (const sum of sums) vdaf.aggregate(sum, vdaf.encodeIntegers(discreteGaussianVector(task.length, task.noiseVariance, randomness)));
      return meanUpdate(vdaf.unshard(sums[0], sums[1], reports), reports, task);
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

interface Batch {
  readonly sums: readonly [Uint32Array, Uint32Array];
  readonly context: Uint8Array;
  readonly randomness: Randomness;
}

async function share(vdaf: Vdaf<Int32Array, Int32Array>, measurement: Int32Array, { sums, context, randomness }: Batch): Promise<void> {
  const nonce = new Uint8Array(vdaf.nonceBytes);
  const rand = new Uint8Array(vdaf.randBytes);
  randomness.fill(nonce);
  randomness.fill(rand);
  const verifyKey = new Uint8Array(vdaf.verifyKeyBytes);
  const { publicShare, inputShares } = await vdaf.shard(measurement, nonce, rand, context);
  const prepared = [];
  for (const aggregator of [0, 1] as const) {
    const result = await vdaf.prepareInit({ verifyKey, context, aggregator, nonce, publicShare, inputShare: inputShares[aggregator] });
    if (!result.ok) throw new Error(`Cannot prepare an honest report: ${result.fault.message}`);
    prepared.push(result.value);
  }
  const [leader, helper] = prepared;
  if (!leader || !helper) throw new Error('Cannot prepare an honest report: two aggregators take part');
  const message = await vdaf.prepareSharesToMessage(context, leader.share, helper.share);
  if (!message.ok) throw new Error(`Cannot prepare an honest report: ${message.fault.message}`);
  for (const [aggregator, { state }] of [leader, helper].entries()) {
    const output = await vdaf.prepareNext(state, message.value);
    const sum = sums[aggregator];
    if (!output.ok || !sum) throw new Error('Cannot prepare an honest report: its last step failed');
    vdaf.aggregate(sum, output.value);
  }
}
