import type { ModelKind, Task } from '#core/protocol';
import { noiseToSignal } from '#core/privacy';

/** What the server carries from round to round: FedAdam's moments. Values in, values out; never changed in place. */
export interface OptimiserState {
  /** Steps taken so far, kept rounds not counted. */
  readonly steps: number;
  /** [P], decayed mean of the updates. */
  readonly first: Float32Array<ArrayBuffer>;
  /** [P], decayed mean of their squares. */
  readonly second: Float32Array<ArrayBuffer>;
  /** The part of `second` that is noise by construction: decayed like it, the same for every coordinate. */
  readonly noiseVariance: number;
}

/** State before the first step of a model of P parameters. */
export function initialState(length: number): OptimiserState {
  return { steps: 0, first: new Float32Array(length), second: new Float32Array(length), noiseVariance: 0 };
}

/** One closed batch and the model it belongs to. */
export interface ServerStepInput {
  readonly kind: ModelKind;
  /** [P] before the step; not modified. */
  readonly weights: Float32Array;
  readonly state: OptimiserState;
  /** [P], from `meanUpdate`. */
  readonly mean: Float32Array;
  /** n of the batch. */
  readonly reports: number;
  readonly task: Task;
}

export interface ServerStepResult {
  /** [P], new array; equal to the old weights when kept. */
  readonly weights: Float32Array<ArrayBuffer>;
  readonly state: OptimiserState;
  readonly outcome: 'published' | 'kept';
  /** R, expected from n before looking at the sum. */
  readonly noiseToSignal: number;
}

/** Above this R a batch is noise: the old model stays. Learning was still seen at R 6 to 9 (RECOMMENDER §2). */
export const MAX_NOISE_TO_SIGNAL = 10;

/** How each model learns, chosen by the simulation in tests/unit/core/fedavg/learning.test.ts. */
const RATES: Readonly<Record<ModelKind, { readonly rate: number }>> = { mix: { rate: 0.3 }, t11: { rate: 0.02 } };
const FIRST_DECAY = 0.5;
const SECOND_DECAY = 0.9;
/** Part of the noise left in the denominator, so that a coordinate without signal stands still instead of blowing up. */
const NOISE_KEPT = 1;

/**
 * Model t → t+1, a pure function that anyone replays: FedAdam (Reddi et al. 2021) on the noised mean.
 * Only + − × ÷ √ and Math.fround, in index order: IEEE 754 fixes each result, so every engine agrees to the bit.
 */
export function serverStep(input: ServerStepInput): ServerStepResult {
  const { kind, weights, state, mean, reports, task } = input;
  const length = weights.length;
  if (mean.length !== length || state.first.length !== length || task.length !== length) {
    throw new RangeError(`Cannot step ${length} weights with ${mean.length} means, a state of ${state.first.length} and a task of ${task.length}: all must agree`);
  }
  const ratio = noiseToSignal(task, reports);
  if (!(ratio <= MAX_NOISE_TO_SIGNAL)) return { weights: Float32Array.from(weights), state, outcome: 'kept', noiseToSignal: ratio };
  const steps = state.steps + 1;
  const first = Float32Array.from(state.first, (m, i) => FIRST_DECAY * m + (1 - FIRST_DECAY) * (mean[i] ?? 0));
  const second = Float32Array.from(state.second, (v, i) => SECOND_DECAY * v + (1 - SECOND_DECAY) * (mean[i] ?? 0) * (mean[i] ?? 0));
  const noiseVariance = Math.fround(SECOND_DECAY * state.noiseVariance + (1 - SECOND_DECAY) * meanNoiseVariance(task, reports));
  const firstWeight = 1 - power(FIRST_DECAY, steps);
  const secondWeight = 1 - power(SECOND_DECAY, steps);
  const noise = noiseVariance / secondWeight;
  const step = RATES[kind].rate / (1 + ratio / MAX_NOISE_TO_SIGNAL);
  const moved = Float32Array.from(weights, (weight, i) => {
    const signal = Math.max((second[i] ?? 0) / secondWeight - noise, 0);
    const scale = Math.sqrt(signal + NOISE_KEPT * noise) + 1e-8;
    return weight + (step * ((first[i] ?? 0) / firstWeight)) / scale;
  });
  return { weights: moved, state: { steps, first, second, noiseVariance }, outcome: 'published', noiseToSignal: ratio };
}

/** Variance of the noise of both servers in one coordinate of the mean, in squared model units. */
export function meanNoiseVariance(task: Pick<Task, 'clipNorm' | 'integerNorm' | 'noiseVariance'>, reports: number): number {
  const unit = task.clipNorm / (task.integerNorm * reports);
  return 2 * (task.noiseVariance.numerator / task.noiseVariance.denominator) * unit * unit;
}

// Math.pow is implementation-defined; a product is not.
function power(base: number, exponent: number): number {
  let product = 1;
  for (let i = 0; i < exponent && product > 1e-300; i++) product *= base; // a hostile count of steps must not spin
  return product;
}
