import { fail, ok, type Result } from '#core/units';
import { answersAgree, itemTable, tryEncoder, type Encoder, type ItemFacts } from '#worker/models';
import { startDevice, type TensorsFault } from './device.ts';
import { encoderOnTensors } from './tensors.ts';

/** How to start tensors. */
export interface TensorsOptions {
  /** Take an adapter that computes on the CPU too; tests do. */
  readonly softwareToo?: boolean;
}

/**
 * T11 in fused kernels on WebGPU, checked against nothing yet. Seconds on first use, while shaders compile.
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
  /** The fastest engine on the CPU. */
  readonly arrays: Encoder;
}

/** An engine and what `tryEncoder` took on it. */
export interface TimedEncoder {
  readonly encoder: Encoder;
  readonly ms: number;
}

/**
 * The tensor encoder if, on this device and this catalogue, it gives the CPU's answers in less time; else why not, with
 * everything it held released. The caller keeps using `arrays` meanwhile.
 */
export async function fasterEncoder({ catalogue, arrays, softwareToo = false }: FasterOptions): Promise<Result<TimedEncoder, TensorsFault>> {
  const started = await tensorsEncoder(catalogue, { softwareToo });
  if (!started.ok) return started;
  const tensors = started.value;
  try {
    const answer = await compare(arrays, tensors, catalogue.popularity.length);
    if (!answer.ok) tensors.dispose();
    return answer;
  } catch (error) {
    const { isLost } = tensors;
    tensors.dispose();
    return fail(isLost ? 'gpu-lost' : 'gpu-wrong', `Cannot use WebGPU: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function compare(arrays: Encoder, tensors: Encoder, items: number): Promise<Result<TimedEncoder, TensorsFault>> {
  const elapsedMs = (): number => performance.now();
  const wanted = await tryEncoder(arrays, items, elapsedMs);
  const trial = await tryEncoder(tensors, items, elapsedMs);
  if (!answersAgree(trial, wanted)) return fail('gpu-wrong', 'Cannot use WebGPU: its answers differ from those of typed arrays');
  if (trial.ms < wanted.ms) return ok({ encoder: tensors, ms: trial.ms });
  return fail('slower', `Cannot gain from WebGPU here: ${trial.ms.toFixed(1)} ms where the CPU takes ${wanted.ms.toFixed(1)} ms`);
}
