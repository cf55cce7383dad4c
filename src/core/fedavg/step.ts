import type { ModelTask, WeightsKind } from '#core/protocol';
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
  readonly kind: WeightsKind;
  /** [P] before the step; not modified. */
  readonly weights: Float32Array;
  readonly state: OptimiserState;
  /** [P], from `meanUpdate`. */
  readonly mean: Float32Array;
  /** n of the batch. */
  readonly reports: number;
  readonly task: Pick<ModelTask, 'model' | 'length' | 'clipNorm' | 'integerNorm' | 'noiseVariance'>;
}

/** Weights and optimiser after a step. */
export interface ServerStepResult {
  /** [P], new array; equal to the old weights when kept. */
  readonly weights: Float32Array<ArrayBuffer>;
  readonly state: OptimiserState;
  readonly outcome: 'published' | 'kept';
  /** R, expected from n before looking at the sum. */
  readonly noiseToSignal: number;
}

/** Above this R a batch is noise: the old model stays. T11 still improved with 500 devices, R = 11.8; a mix of 50 devices has R = 2. */
export const MAX_NOISE_TO_SIGNAL = 12;

/** Length of a noiseless step, L2 in model units; the measurements behind them are in docs/decisions/0004-server-step.md and 0038. */
const STEP_NORM: Readonly<Record<WeightsKind, number>> = { mix: 0.4, t11: 0.25, ctr: 10, cvr: 10 };
/** Memory of the direction: two rounds, because the few rounds a year that privacy allows cannot wait for more. */
const FIRST_DECAY = 0.5;
/** Memory of the size: ten rounds, so that one lucky draw of noise does not read as signal. */
const SECOND_DECAY = 0.9;
/** Least signal assumed, as a part of the noise energy: below what P draws can tell from none. */
const LEAST_SIGNAL: Readonly<Record<WeightsKind, number>> = { mix: 0.1, t11: 0.02, ctr: 0.02, cvr: 0.02 };

/**
 * Model t → t+1, a pure function that anyone replays: FedAdam (Reddi et al. 2021) on the noised mean, with ONE second
 * moment for the whole vector. Per-coordinate moments were tried: they blow the many coordinates without signal up to
 * the size of the few with one. The known noise is taken out of the second moment, which leaves the measured
 * noise-to-signal r; the step is the decayed mean scaled to length `STEP_NORM`/(1 + r²) along the signal. The first
 * moment starts at 0 without correction, as in FedAdam: the first step is half as long, because a few stiff weights
 * (T11's scale and popularity) hold most of the first updates and would overshoot.
 *
 * Only + − × ÷ √ and Math.fround, in index order: IEEE 754 fixes each result, so every engine agrees to the bit.
 *
 * @throws RangeError if weights, mean, state and task differ in length
 */
export function serverStep(input: ServerStepInput): ServerStepResult {
  const { kind, weights, state, mean, reports, task } = input;
  const length = weights.length;
  if (mean.length !== length || state.first.length !== length || task.length !== length) {
    throw new RangeError(`Cannot step ${length} weights with ${mean.length} means, a state of ${state.first.length} and a task of ${task.length}: all must agree`);
  }
  const ratio = noiseToSignal(task, reports);
  const kept: ServerStepResult = { weights: Float32Array.from(weights), state, outcome: 'kept', noiseToSignal: ratio };
  if (!(ratio <= MAX_NOISE_TO_SIGNAL)) return kept;

  const next = advance(state, mean, meanNoiseVariance(task, reports));
  const secondWeight = 1 - power(SECOND_DECAY, next.steps);
  let energy = 0;
  for (const square of next.second) energy += square;
  const noise = (length * next.noiseVariance) / secondWeight;
  const signal = Math.max(energy / secondWeight - noise, LEAST_SIGNAL[kind] * noise);
  if (!(signal > 0)) return { ...kept, state: next, outcome: 'published' }; // noiseless and all zero: nothing to learn, nothing wrong
  const scale = STEP_NORM[kind] / ((1 + noise / signal) * Math.sqrt(signal));
  const moved = Float32Array.from(weights, (weight, i) => weight + scale * (next.first[i] ?? 0));
  if (!moved.every(Number.isFinite)) return kept; // overflow: a model that no device could read must not be published
  return { weights: moved, state: next, outcome: 'published', noiseToSignal: ratio };
}

/** Moments after one more batch. */
function advance(state: OptimiserState, mean: Float32Array, noiseVariance: number): OptimiserState {
  return {
    steps: state.steps + 1,
    first: Float32Array.from(state.first, (m, i) => FIRST_DECAY * m + (1 - FIRST_DECAY) * (mean[i] ?? 0)),
    second: Float32Array.from(state.second, (v, i) => SECOND_DECAY * v + (1 - SECOND_DECAY) * (mean[i] ?? 0) * (mean[i] ?? 0)),
    noiseVariance: Math.fround(SECOND_DECAY * state.noiseVariance + (1 - SECOND_DECAY) * noiseVariance),
  };
}

/** Variance of the noise of both servers in one coordinate of the mean, in squared model units. */
export function meanNoiseVariance(task: Pick<ModelTask, 'clipNorm' | 'integerNorm' | 'noiseVariance'>, reports: number): number {
  const unit = task.clipNorm / (task.integerNorm * reports);
  return 2 * (task.noiseVariance.numerator / task.noiseVariance.denominator) * unit * unit;
}

// Math.pow is implementation-defined; a product is not.
function power(base: number, exponent: number): number {
  let product = 1;
  for (let i = 0; i < exponent && product > 1e-300; i++) product *= base; // a hostile count of steps must not spin
  return product;
}
