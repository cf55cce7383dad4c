import type { SequenceInput, TrainingExample } from '#core/features';
import { fail, ok, seededChance, type Chance, type Result } from '#core/units';
import { drawNegatives, itemTable, startingWeights, type Encoder, type ItemFacts } from '#worker/models';
import { MAX_SEQUENCE } from '#core/features';
import { startDevice, type TensorsFault } from './device.ts';
import { encoderOnTensors } from './tensors.ts';

/** Largest difference from the typed arrays that is still the same model, relative to the largest value (float32 twice). */
const MOST_DIFFERENCE = 1e-3;

/** Runs per figure; the best counts, as others' work can only slow a run down. */
const TIMED_RUNS = 3;

/** Examples of one timed training step, as the trainer takes them. */
const STEP_EXAMPLES = 8;

/** How to start tensors. */
export interface TensorsOptions {
  /** Take an adapter that computes on the CPU too; tests do. */
  readonly softwareToo?: boolean;
}

/**
 * T11 in tfjs ops on WebGPU, checked against nothing yet. Seconds on first use, while shaders compile.
 *
 * @param catalogue - content and popularity are uploaded once
 */
export async function tensorsEncoder(catalogue: ItemFacts, { softwareToo = false }: TensorsOptions = {}): Promise<Result<Encoder, TensorsFault>> {
  const started = await startDevice();
  if (!started.ok) return started;
  const { watch, isSoftware } = started.value;
  if (isSoftware && !softwareToo) {
    watch.close();
    return fail('slower', 'Cannot gain from WebGPU here: the adapter computes on the CPU');
  }
  return ok(encoderOnTensors(itemTable(catalogue), watch));
}

/** What `fasterEncoder` needs. */
export interface FasterOptions extends TensorsOptions {
  readonly catalogue: ItemFacts;
  readonly arrays: Encoder;
}

/**
 * The tensor encoder if, on this device and this catalogue, it gives the typed arrays' answers in less time than they do;
 * else why not, with everything it held released. The caller keeps using `arrays` meanwhile.
 */
export async function fasterEncoder({ catalogue, arrays, softwareToo = false }: FasterOptions): Promise<Result<Encoder, TensorsFault>> {
  const started = await tensorsEncoder(catalogue, { softwareToo });
  if (!started.ok) return started;
  const tensors = started.value;
  try {
    const fault = await compare(arrays, tensors, catalogue.popularity.length);
    if (!fault) return started;
    tensors.dispose();
    return { ok: false, fault };
  } catch (error) {
    const { isLost } = tensors;
    tensors.dispose();
    return fail(isLost ? 'gpu-lost' : 'gpu-wrong', `Cannot use WebGPU: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function compare(arrays: Encoder, tensors: Encoder, items: number): Promise<TensorsFault | undefined> {
  const chance = seededChance(items);
  const weights = startingWeights(chance);
  const input = anyInput(items, chance);
  const examples: TrainingExample[] = Array.from({ length: STEP_EXAMPLES }, () => ({ input: anyInput(items, chance), target: chance.below(items) }));
  const negatives = drawNegatives(items, new Set(), chance);
  const score = (encoder: Encoder) => () => encoder.scoreAll(weights, input);
  const learn = (encoder: Encoder) => async () => (await encoder.lossAndGradients(weights, examples, negatives)).gradients;
  let arraysMs = 0;
  let tensorsMs = 0;
  for (const task of [score, learn]) {
    const wanted = await timed(task(arrays));
    const answer = await timed(task(tensors));
    if (!isClose(answer.value, wanted.value)) return { kind: 'gpu-wrong', message: 'Cannot use WebGPU: its answers differ from those of typed arrays' };
    arraysMs += wanted.ms;
    tensorsMs += answer.ms;
  }
  if (tensorsMs < arraysMs) return undefined;
  return { kind: 'slower', message: `Cannot gain from WebGPU here: ${tensorsMs.toFixed(1)} ms where typed arrays take ${arraysMs.toFixed(1)} ms` };
}

async function timed(act: () => Promise<Float32Array>): Promise<{ value: Float32Array; ms: number }> {
  let value = await act(); // the first run compiles
  let ms = Infinity;
  for (let run = 0; run < TIMED_RUNS; run++) {
    const startMs = performance.now();
    value = await act();
    ms = Math.min(ms, performance.now() - startMs);
  }
  return { value, ms };
}

function isClose(actual: Float32Array, wanted: Float32Array): boolean {
  let most = 0;
  let difference = 0;
  wanted.forEach((x, i) => {
    most = Math.max(most, Math.abs(x));
    difference = Math.max(difference, Math.abs(x - (actual[i] ?? NaN)));
  });
  return difference <= MOST_DIFFERENCE * most; // NaN is not close
}

function anyInput(items: number, chance: Chance): SequenceInput {
  const draw = (bound: number): number[] => Array.from({ length: MAX_SEQUENCE }, () => chance.below(bound));
  return { items: Int32Array.from(draw(items)), types: Uint8Array.from(draw(4)), gaps: Uint8Array.from(draw(8)) };
}
